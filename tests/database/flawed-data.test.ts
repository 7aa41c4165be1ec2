// Data that is wrong: counted, explained, and moving nothing silently.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { adviseOn, findFinding, listFindings } from '../../src/lib/server/flaws/flaws.ts';
import { decideProposal, propose } from '../../src/lib/server/integrity/integrity.ts';
import { readProduct } from '../../src/lib/server/reports/reports.ts';
import { makeWorld } from '../bench/flaws/world.ts';
import { feedWorld, figures, later, run, size } from '../support/chain.ts';
import { now, testPlace, type TestPlace } from '../support/database.ts';
import { makeStaff } from '../support/staff.ts';

describe('bad data is counted, explained, and moves nothing silently', () => {
	let place: TestPlace;
	beforeAll(async () => void (place = await testPlace()));
	afterAll(() => place.end());
	const panel = async () =>
		Object.fromEntries(
			(await run(place, { asOf: '2026-11-23' })).quality.map(({ what, count }) => [what, count])
		);

	test('each kind of it', async () => {
		await place.feed('products', { sku: 'P', category: 'phone', failure_modes: ['battery:Battery'] });
		await place.feed(
			'reasons',
			{ reason: 'BAT', meaning: 'failed', failure_mode: 'battery' },
			{ reason: 'ODD', meaning: 'failed', failure_mode: 'battry' }
		);
		const unit = (serial: string, more = {}) => ({
			serial,
			sku: 'P',
			lot: 'L1',
			sold_at: '2026-06-01',
			location: 'A',
			...more
		});
		await place.feed(
			'units',
			...Array.from({ length: 60 }, (_, n) => unit(`S${n}`)),
			unit('NODATE', { sold_at: undefined }),
			unit('FUTURE', { sold_at: '2027-06-01' }),
			unit('ONLY', { sku: 'SINGLE' }),
			unit('NOWHERE', { location: undefined }),
			...Array.from({ length: 180 }, (_, n) => unit(`T${n}`, { location: 'B' }))
		);
		const back = (id: string, serial: string | undefined, more = {}) => ({
			id,
			sku: 'P',
			serial,
			returned_at: '2026-07-01',
			recorded_at: '2026-07-02',
			reason: 'BAT',
			location: 'A',
			...more
		});
		await place.feed(
			'returns',
			back('R1', undefined),
			back('R2', 'GHOST'),
			back('R3', 'S1', { returned_at: '2026-05-01', recorded_at: '2026-05-02' }),
			back('R4', 'S2', { returned_at: '2027-01-01', recorded_at: '2027-01-02' }),
			back('R5', 'S3', { recorded_at: '2026-06-01' }),
			back('R6', 'S4'),
			back('R7', 'S4'),
			back('R8', 'S5', { reason: 'X-99' }),
			back('R9', 'S6', { reason: 'ODD' }),
			back('R10', 'S7', { sku: 'OTHER' }),
			back('R11', 'LOST', { sku: 'NEVER-SOLD' }),
			back('R12', 'S8', { recorded_at: undefined }),
			back('R13', 'S9', { replacement_serial: 'S9', disposition: 'repaired' }),
			...Array.from({ length: 20 }, (_, n) => back(`M${n}`, `S${20 + n}`))
		);
		expect(await panel()).toEqual({
			'Units without a day of sale': 1,
			'Units without a location': 1,
			'Returns without a day of recording': 1,
			'Replaced by the very same unit': 1,
			'Units sold in the future': 1,
			'Products with fewer than 30 units': 1,
			'Products with returns and no unit on record': 1,
			'Returns without a serial number': 1,
			'Returns of units that are not on record': 2,
			'Returned before they were sold': 1,
			'Returned in the future': 1,
			'Recorded before they were returned': 1,
			'One unit twice on one day': 1,
			'Returns that name another product than the unit’s record': 1,
			'Returns at one place that has far more of them than its share of the units': expect.any(Number),
			'Returns with a reason code nobody has explained': 1,
			'Failures in a mode the product does not list': 1
		});
	});

	test('units without a location are expected to fail like any other', async () => {
		const nowhere = await testPlace();
		const world = makeWorld(12, size);
		for (const unit of world.units) unit.location = undefined;
		await feedWorld(nowhere, world);
		await run(nowhere);
		const [row] = await nowhere.sql<{ observed: number; expected: number }[]>`
			select sum((mode ->> 'observed')::float) as observed, sum((mode ->> 'expected')::float) as expected
			from product_reports, jsonb_array_elements(content -> 'modes') mode`;
		expect(row!.expected / row!.observed).toBeGreaterThan(0.8);
		await nowhere.end();
	});

	test('a finding whose answers were all excluded stands out no more', async () => {
		const made = await testPlace();
		const first = await makeStaff(made.sql, 'quality');
		const second = await makeStaff(made.sql, 'admin');
		await feedWorld(made, makeWorld(12, { ...size, plants: 0 }));
		const { rows } = {
			rows: await made.sql<
				{ id: string; sku: string }[]
			>`select id, sku from returns where sku = 'SKU-1' and id not in (select "return" from interactions i join answers a on a.interaction = i.id where "return" is not null) limit 14`
		};
		for (const { id } of rows)
			await made.feed('answers', {
				id: `F-${id}`,
				interaction: `I${id}`,
				answered_at: '2026-10-01',
				overall: 1,
				product_failed: 'yes',
				failure_mode: 'smoulders'
			});
		await run(made);
		const [finding] = await listFindings(made.sql, { sku: 'SKU-1' });
		expect(finding).toMatchObject({ mode: 'smoulders' });
		const answers = await made.sql<
			{ id: number }[]
		>`select id::int from answers where replies ->> 'failure_mode' = 'smoulders'`;
		for (const { id } of answers) {
			const proposed = await propose(
				made.sql,
				{ change: 'exclude_answer', answer: id, staff: first, reason: 'forged' },
				now
			);
			await decideProposal(
				made.sql,
				{ proposal: (proposed as { id: number }).id, staff: second, verdict: 'approved', reason: '' },
				now
			);
		}
		await run(made, { at: later(10) });
		expect((await findFinding(made.sql, finding!.id))!.tier).toBeNull();
		expect((await adviseOn(made.sql, 'SKU-1'))!.replace_like_with_like).toBe(true);
		const { product } = (await readProduct(made.sql, 'SKU-1'))!;
		expect(product.content!.modes.find(({ code }) => code === 'smoulders')!.said).toBe(0);
		await made.end();
	});

	test('a feed that doubles changes no finding', async () => {
		const before = figures(await run(place, { asOf: '2026-11-23' }));
		const rows = await place.sql<
			{ id: string; serial: string }[]
		>`select id, serial from returns where id like 'M%'`;
		await place.feed(
			'returns',
			...rows.map(({ id, serial }) => ({
				id: `${id}-again`,
				sku: 'P',
				serial,
				returned_at: '2026-07-01',
				recorded_at: '2026-07-02',
				reason: 'BAT',
				location: 'A'
			}))
		);
		expect(figures(await run(place, { asOf: '2026-11-23' }))).toEqual(before);
		expect((await panel())['One unit twice on one day']).toBe(21);
	});
});
