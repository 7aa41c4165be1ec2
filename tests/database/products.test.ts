import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rankProducts, readProduct } from '../../src/lib/server/reports/reports.ts';
import { testPlace, type TestPlace } from '../support/database.ts';

let place: TestPlace;
beforeAll(async () => void (place = await testPlace()));
afterAll(() => place.end());

const turns = async (lineage: string) =>
	(
		await place.sql<
			{ id: string; turn: number }[]
		>`select id, turn::int from returns_in_lineage where lineage = ${lineage} order by turn`
	).map((row) => row.id);
const returned = (id: string, serial: string, returned_at: string, more = {}) => ({
	id,
	sku: 'PH-1',
	serial,
	returned_at,
	...more
});

describe('lineages', () => {
	test('two returns in one lineage count as one product failing twice', async () => {
		await place.feed(
			'returns',
			returned('B1', 'S1', '2026-01-10', { replacement_serial: 'S2' }),
			returned('B2', 'S2', '2026-02-10')
		);
		expect(await turns('S1')).toEqual(['B1', 'B2']);
	});
	test('a replacement is known from the unit’s record as well', async () => {
		await place.feed('returns', returned('B3', 'T1', '2026-01-10'), returned('B4', 'T2', '2026-03-01'));
		await place.feed('units', { serial: 'T2', sku: 'PH-1', replaces: 'T1' });
		expect(await turns('T1')).toEqual(['B3', 'B4']);
	});
	test('the same unit coming back after a repair is a repeat', async () => {
		await place.feed(
			'returns',
			returned('B5', 'U1', '2026-01-10', { disposition: 'repaired' }),
			returned('B6', 'U1', '2026-02-10')
		);
		expect(await turns('U1')).toEqual(['B5', 'B6']);
	});
	test('three in a row, arriving last first', async () => {
		await place.feed('returns', returned('B9', 'V3', '2026-03-10'));
		await place.feed('returns', returned('B8', 'V2', '2026-02-10', { replacement_serial: 'V3' }));
		await place.feed('returns', returned('B7', 'V1', '2026-01-10', { replacement_serial: 'V2' }));
		expect(await turns('V1')).toEqual(['B7', 'B8', 'B9']);
	});
	test('returns on one day keep the order of replacement', async () => {
		await place.feed(
			'returns',
			returned('B11', 'W1', '2026-01-10', { replacement_serial: 'W2' }),
			returned('B10', 'W2', '2026-01-10')
		);
		expect(await turns('W1')).toEqual(['B11', 'B10']);
	});
	test('a circle of replacements ends', async () => {
		await place.feed(
			'returns',
			returned('B12', 'X1', '2026-01-10', { replacement_serial: 'X2' }),
			returned('B13', 'X2', '2026-02-10', { replacement_serial: 'X1' })
		);
		expect(await place.sql`select id from returns_in_lineage where id in ('B12', 'B13')`).toHaveLength(2);
	});
	test('returns without a serial number are no repeats of each other', async () => {
		await place.feed(
			'returns',
			{ id: 'B14', sku: 'PH-2', returned_at: '2026-01-10', customer: 'C1' },
			{ id: 'B15', sku: 'PH-2', returned_at: '2026-01-20', customer: 'C1' }
		);
		const row = (await rankProducts(place.sql)).find(({ sku }) => sku === 'PH-2')!;
		expect([row.returns, row.repeatReturns, row.returnedLineages]).toEqual([2, 0, 0]);
	});
});

describe('the product an answer is about', () => {
	const failed = {
		product_failed: 'yes',
		failure_mode: 'battery',
		overall: 1,
		answered_at: '2026-02-01',
		comment: 'empty by noon'
	};
	beforeAll(async () => {
		await place.feed('products', { sku: 'KE-1', name: 'Kettle', failure_modes: ['battery:Battery drains'] });
		await place.feed('units', { serial: 'K1', sku: 'KE-1' });
		await place.feed(
			'returns',
			{ id: 'K-ret', sku: 'KE-1', serial: 'K9', returned_at: '2026-02-01' },
			{ id: 'K-int', sku: 'KE-1', returned_at: '2026-02-01', interaction: 'K-by-interaction' }
		);
		const visit = { kind: 'return', customer: 'C1', started_at: '2026-02-01' };
		await place.feed(
			'interactions',
			{ id: 'K-by-sku', sku: 'KE-1', ...visit },
			{ id: 'K-by-serial', serial: 'K1', ...visit },
			{ id: 'K-by-return', return: 'K-ret', ...visit },
			{ id: 'K-by-interaction', ...visit },
			{ id: 'K-none', ...visit }
		);
		const ids = ['K-by-sku', 'K-by-serial', 'K-by-return', 'K-by-interaction', 'K-none'];
		await place.feed(
			'answers',
			...ids.map((interaction) => ({ id: `A-${interaction}`, interaction, ...failed }))
		);
	});

	test('is found by SKU, serial number, return or the return’s interaction', async () => {
		const row = (await rankProducts(place.sql)).find(({ sku }) => sku === 'KE-1')!;
		expect(row).toMatchObject({
			failedCount: 4,
			topMode: 'Battery drains',
			topModeCount: 4,
			returns: 2,
			failed: { n: 4 }
		});
	});
	test('its page tells modes, lineages and words', async () => {
		const report = await readProduct(place.sql, 'KE-1');
		expect(report!.modes).toEqual([{ mode: 'battery', label: 'Battery drains', answers: 4, returns: 0 }]);
		expect(report!.words).toHaveLength(4);
		expect(
			(await readProduct(place.sql, 'PH-1'))!.lineages
				.find(({ lineage }) => lineage === 'V1')!
				.returns.map((step) => step.serial)
		).toEqual(['V1', 'V2', 'V3']);
	});
	test('an unknown product has no page', async () => {
		expect(await readProduct(place.sql, 'NOPE')).toBeUndefined();
	});
});

test('products are ranked by repeat returns', async () => {
	const repeats = (await rankProducts(place.sql)).map((row) => row.repeatReturns);
	expect(repeats).toEqual(repeats.toSorted((a, b) => b - a));
	expect(repeats[0]).toBe(6);
});
