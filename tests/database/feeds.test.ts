import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { everyRow, now, testPlace, vault, type TestPlace } from '../support/database.ts';

let place: TestPlace;
beforeAll(async () => void (place = await testPlace()));
afterAll(() => place.end());

const count = async (table: string) =>
	(await place.sql<{ n: number }[]>`select count(*)::int as n from ${place.sql(table)}`)[0]!.n;

describe('a record as first received stands', () => {
	const unit = { serial: 'S1', sku: 'PH-1', lot: 'L1', sold_at: '2026-01-02T03:04:05Z' };

	test('the same again is a duplicate, however its moment is spelled', async () => {
		expect(await place.feed('units', unit)).toEqual({ accepted: 1, duplicates: 0, rejected: [] });
		expect(await place.feed('units', { ...unit, sold_at: '2026-01-02T04:04:05+01:00' })).toEqual({
			accepted: 0,
			duplicates: 1,
			rejected: []
		});
	});
	test('a differing one is refused by field, and kept as a trace', async () => {
		const { rejected } = await place.feed('units', { ...unit, lot: 'L2', location: 'Ashford' });
		expect(rejected).toEqual([
			{
				index: 0,
				id: 'S1',
				line: undefined,
				errors: ['lot', 'location'].map((path) => ({ path, message: expect.stringContaining('differs') }))
			}
		]);
		expect(await place.sql`select feed, record, fields, received_at from disputes`).toEqual([
			{ feed: 'units', record: 'S1', fields: ['lot', 'location'], received_at: now }
		]);
		expect((await place.sql`select lot from units where serial = 'S1'`)[0]!.lot).toBe('L1');
	});
	test('two of one id in one batch: the first stands', async () => {
		const reply = await place.feed(
			'units',
			{ serial: 'S2', sku: 'A' },
			{ serial: 'S2', sku: 'A' },
			{ serial: 'S2', sku: 'B' }
		);
		expect(reply).toMatchObject({
			accepted: 1,
			duplicates: 1,
			rejected: [{ index: 2, id: 'S2', errors: [{ path: 'sku' }] }]
		});
	});
	test('the same address spelled otherwise is the same customer record', async () => {
		await place.feed('customers', { id: 'C1', email: 'Ann@Mail.example' });
		expect(await place.feed('customers', { id: 'C1', email: 'ann@mail.example' })).toMatchObject({
			duplicates: 1
		});
		expect(await place.feed('customers', { id: 'C1', email: 'bob@mail.example' })).toMatchObject({
			rejected: [{ errors: [{ path: 'email' }] }]
		});
	});
	test('promises and reps cannot be rewritten afterwards', async () => {
		const visit = {
			id: 'I-p',
			kind: 'visit',
			customer: 'C1',
			rep: 'R1',
			started_at: '2026-11-01',
			promise: 'A call'
		};
		await place.feed('interactions', visit);
		const { rejected } = await place.feed('interactions', { ...visit, rep: 'R2', promise: 'Nothing' });
		expect(rejected[0]!.errors.map((error) => error.path)).toEqual(['rep', 'promise']);
	});
});

describe('good records of a bad batch are kept', () => {
	test('each bad one is named with its field', async () => {
		const reply = await place.feed(
			'returns',
			{ id: 'B1', sku: 'PH-1', returned_at: '2026-02-28' },
			{ id: 'B2', sku: 'PH-1', returned_at: '2026-02-30' },
			{ id: 'B3', sku: 'PH-1', returned_at: '2026-02-28', colour: 'red' },
			{ id: 4, sku: 'PH-1', returned_at: '2026-02-28' },
			{ id: 'B5', returned_at: '2026-02-28' },
			{ id: 'B6', sku: 'a\0b', returned_at: '2026-02-28' },
			{ id: 'B7', sku: 'x'.repeat(201), returned_at: '2026-02-28' },
			{ id: 'B8', sku: 'PH-1', returned_at: '2026-02-28', disposition: 'lost' },
			[] as unknown as object,
			{ id: 'B9', sku: 'PH-1', returned_at: '0000-01-01' }
		);
		expect(reply.accepted).toBe(1);
		expect(reply.rejected.map(({ index, errors }) => [index, errors[0]!.path])).toEqual([
			[1, 'returned_at'],
			[2, 'colour'],
			[3, 'id'],
			[4, 'sku'],
			[5, 'sku'],
			[6, 'sku'],
			[7, 'disposition'],
			[8, ''],
			[9, 'returned_at']
		]);
	});
});

describe('large batches', () => {
	const units = (from: number, to: number) =>
		Array.from({ length: to - from }, (_, n) => ({
			serial: `L${from + n}`,
			sku: 'PH-1',
			lot: 'tab\tback\\slash\nline'
		}));

	test('arrive whole by COPY, with every character', async () => {
		expect(await place.feed('units', ...units(0, 1200))).toMatchObject({ accepted: 1200 });
		expect(
			(await place.sql`select distinct lot from units where serial like 'L%'`).map((row) => row.lot)
		).toEqual(['tab\tback\\slash\nline']);
	});
	test('with some known records keep the new ones', async () => {
		expect(await place.feed('units', ...units(600, 1800))).toEqual({
			accepted: 600,
			duplicates: 600,
			rejected: []
		});
		expect(await count('units')).toBe(1802);
	});
	test('two senders bringing the same records in opposite order lose none', async () => {
		const many = Array.from({ length: 3000 }, (_, n) => ({ serial: `O${n}`, sku: 'PH-1' }));
		const replies = await Promise.all([
			place.feed('units', ...many),
			place.feed('units', ...many.toReversed()),
			place.feed('units', ...many)
		]);
		expect(replies.reduce((sum, reply) => sum + reply.accepted, 0)).toBe(3000);
		expect(replies.reduce((sum, reply) => sum + reply.duplicates, 0)).toBe(6000);
	});
	test('failure modes and customers’ sealed contacts survive COPY', async () => {
		const many = Array.from({ length: 600 }, (_, n) => ({
			sku: `M${n}`,
			failure_modes: ['a:Alpha "quoted"', { code: 'b', label: 'Beta\\' }]
		}));
		expect(await place.feed('products', ...many)).toMatchObject({ accepted: 600 });
		expect((await place.sql`select failure_modes from products where sku = 'M5'`)[0]!.failure_modes).toEqual([
			{ code: 'a', label: 'Alpha "quoted"' },
			{ code: 'b', label: 'Beta\\' }
		]);
		await place.feed(
			'customers',
			...Array.from({ length: 600 }, (_, n) => ({ id: `many${n}`, email: `many${n}@mail.example` }))
		);
		const [row] = await place.sql<{ sealed: Buffer; salt: Buffer }[]>`
			select sealed, salt from contacts join subject_keys using (customer) where customer = 'many77'`;
		expect(vault.open(row!.sealed, row!.salt)).toBe('many77@mail.example');
		expect(() => vault.open(row!.sealed, Buffer.alloc(16))).toThrow();
	});
});

test('no contact stands readable in the database', async () => {
	await place.feed('customers', { id: 'C-secret', email: 'find.me@mail.example', phone: '+44 20 7946 0018' });
	await place.feed('reps', { id: 'R-secret', email: 'rep.me@mail.example' });
	await place.feed('contacts', {
		customer: 'C-secret',
		kind: 'email',
		value: 'new.me@mail.example',
		changed_at: '2026-01-01',
		changed_by: 'R1'
	});
	const dump = await everyRow(place.sql);
	expect(dump).toContain('C-secret');
	const traces = ['find.me', 'new.me', 'rep.me', '20 7946', '2079460018'];
	expect(traces.filter((trace) => dump.includes(trace))).toEqual([]);
});

test('history answers are checked against the questions, and kept apart from given ones', async () => {
	const answer = {
		id: 'A1',
		interaction: 'I-h',
		answered_at: '2026-03-01',
		overall: 5,
		asked_for_score: ['asked'],
		comment: 'words'
	};
	expect(await place.feed('answers', answer, { ...answer, id: 'A2', overall: 9 })).toMatchObject({
		accepted: 1,
		rejected: [{ errors: [{ path: 'overall' }] }]
	});
	expect(await place.feed('answers', answer)).toMatchObject({ duplicates: 1 });
	expect(await place.feed('answers', { ...answer, overall: 1 })).toMatchObject({
		rejected: [{ errors: [{ path: 'id' }] }]
	});
	expect(await place.feed('answers', { ...answer, id: 'A3' })).toMatchObject({
		rejected: [{ errors: [{ path: 'interaction' }] }]
	});
	expect((await place.sql`select imported_as, invitation, replies from answers`)[0]).toEqual({
		imported_as: 'A1',
		invitation: null,
		replies: { overall: 5, asked_for_score: ['asked'] }
	});
});

test('what is recorded cannot be changed, deleted or truncated', async () => {
	await expect(place.sql`update interactions set promise = null`).rejects.toThrow('append-only');
	await expect(place.sql`delete from returns`).rejects.toThrow('append-only');
	await expect(place.sql`truncate answers cascade`).rejects.toThrow('append-only');
});
