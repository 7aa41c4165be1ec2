// What the desk keeps beside the answers: always what making everything anew would come to.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { gather, gatherLate, gatherSome } from '../../src/lib/server/desk/desk.ts';
import { decideProposal, propose } from '../../src/lib/server/integrity/integrity.ts';
import { readAnswers } from '../../src/lib/server/reports/reports.ts';
import { asSuperuser, now, testPlace, type TestPlace } from '../support/database.ts';
import { figuresOf, gatherAnew } from '../support/desk.ts';
import { makeStaff } from '../support/staff.ts';

let place: TestPlace;
beforeAll(async () => {
	place = await testPlace();
});
afterAll(() => place.end());

const kinds = ['visit', 'call', 'repair'];
async function answered(from: number, to: number) {
	const all = Array.from({ length: to - from }, (_, n) => n + from);
	await place.feed(
		'interactions',
		...all.map((n) => ({
			id: `G${n}`,
			kind: kinds[n % 3],
			customer: `C${n}`,
			rep: `R${n % 4}`,
			channel: n % 2 ? 'shop' : undefined,
			location: n % 5 ? `Town ${n % 5}` : undefined,
			serial: n % 7 === 0 ? `S${n}` : undefined,
			started_at: `2026-${n % 2 ? '10' : '11'}-${String(1 + (n % 20)).padStart(2, '0')}`
		}))
	);
	await place.feed(
		'answers',
		...all.map((n) => ({
			id: `G${n}`,
			interaction: `G${n}`,
			answered_at: `2026-${n % 2 ? '10' : '11'}-${String(3 + (n % 20)).padStart(2, '0')}T23:30:00-03:00`,
			overall: 1 + (n % 5),
			recommend: n % 11,
			stay: ['yes', 'no', 'unsure'][n % 3],
			comment: n % 3 === 0 ? `The battery of number ${n} died` : undefined
		}))
	);
}

/** Everything kept, without when it was gathered; sums of nothing left out, as they may stay behind. */
async function kept() {
	const { sql } = place;
	return {
		answers: await sql`select d.*, null as gathered_at from desk_answers d order by answer`,
		// Sums of nothing left out may stay behind as noughts.
		tallies: (
			await sql<{ left_yes: number[]; left_counted: number[] }[]>`
				select * from desk_tallies where answers + voices > 0 order by 1, 2, 3, 4, 5, 6, 7`
		).map((row) => ({
			...row,
			left_yes: withoutNoughts(row.left_yes),
			left_counted: withoutNoughts(row.left_counted)
		})),
		asked: await sql`select * from desk_asked where interactions + answered > 0 order by 1, 2, 3, 4, 5, 6, 7`,
		values: await sql`select * from desk_values order by 1, 2`
	};
}
const withoutNoughts = (sums: number[]) => (sums.some((sum) => sum !== 0) ? sums : []);
async function expectAsAnew() {
	const before = await kept();
	await gatherAnew(place.sql);
	expect(before).toEqual(await kept());
	return before;
}
/** Ten seconds later, and again, until transactions of other tests on this server are no longer waited for. */
async function settled() {
	for (let round = 0; round < 600; round++) {
		await gather(place.sql, now);
		await place.sql`update desk_marks set noted_at = noted_at - interval '20 seconds'`;
		const [left] = await place.sql<{ none: boolean }[]>`
			select decisions >= (select max(number) from decisions) and answers >= (select max(id) from answers) as none from desk_marks`;
		if (left!.none) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error('the marks did not settle');
}

test('answers gathered as they come add up to what gathering all of them does', async () => {
	await gather(place.sql, now);
	for (const [from, to] of [
		[0, 7],
		[7, 8],
		[8, 90]
	] as const) {
		await answered(from, to);
		await place.settle();
		expect(await gather(place.sql, now)).toBe(to - from);
		expect(await gather(place.sql, now)).toBe(0);
	}
	await settled();
	const { answers, tallies, asked } = await expectAsAnew();
	expect([answers.length, tallies.length > 100, asked.length > 20]).toEqual([90, true, true]);
});

test('what feeds tell later moves answers to where they belong, by night', async () => {
	await place.feed('reps', { id: 'R1', team: 'floor' }, { id: 'R2', team: 'desk' });
	await place.feed('units', { serial: 'S7', sku: 'PUMP' }, { serial: 'S14', sku: 'LAMP' });
	await place.feed('returns', { id: 'back', sku: 'PUMP', returned_at: '2026-11-20', interaction: 'G4' });
	expect((await figuresOf(place, { team: 'floor' })).answers).toBe(0);
	expect(await gatherLate(place.sql, now)).toBeGreaterThan(40);
	expect((await figuresOf(place, { team: 'floor' })).answers).toBe(23);
	expect((await figuresOf(place, { sku: 'PUMP' })).answers).toBe(2);
	await settled();
	await gatherLate(place.sql, now);
	await expectAsAnew();
	expect(await gatherLate(place.sql, now)).toBe(0);
});

test('an answer left out and taken back leaves no trace in the sums', async () => {
	const [one, two] = [
		await makeStaff(place.sql, 'quality', 'a@l.example'),
		await makeStaff(place.sql, 'quality', 'b@l.example')
	];
	const [{ id: answer }] = (await place.sql<
		{ id: number }[]
	>`select id::int from answers where imported_as = 'G9'`) as unknown as [{ id: number }];
	const agree = async (change: 'exclude_answer' | 'include_answer') => {
		const proposed = await propose(place.sql, { change, answer, staff: one, reason: 'looked into it' }, now);
		await decideProposal(
			place.sql,
			{ proposal: (proposed as { id: number }).id, staff: two, verdict: 'approved', reason: '' },
			now
		);
	};
	const before = await kept();
	await agree('exclude_answer');
	expect(await figuresOf(place)).toMatchObject({ excluded: 1, answers: 90 });
	await expectAsAnew();
	await agree('include_answer');
	expect(await figuresOf(place)).toMatchObject({ excluded: 0 });
	expect((await kept()).tallies).toEqual(before.tallies);
});

test('two of location, team and product at once come to what either sum holds of them', async () => {
	const { answers } = await figuresOf(place, { location: 'Town 1', team: 'floor' });
	const [row] = await place.sql<{ count: number }[]>`
		select count(*)::int from answers a join interactions i on i.id = a.interaction where i.location = 'Town 1' and i.rep = 'R1'`;
	expect([answers, answers > 2]).toEqual([row!.count, true]);
});

test('two processes gathering at once count nothing twice', async () => {
	await answered(90, 200);
	await place.settle();
	await Promise.all(Array.from({ length: 6 }, () => gather(place.sql, now)));
	await settled();
	await expectAsAnew();
});

test('in a storm what has been seen is left behind, though more is waiting', async () => {
	await settled();
	const { sql } = place;
	const [before] = await sql<{ mark: number }[]>`select answers::int as mark from desk_marks`;
	await answered(3000, 4300);
	/** One look, long after the one before, when whatever was on its way then is done. */
	const look = async () => {
		await sql`update desk_marks set noted_at = noted_at - interval '20 seconds'`;
		for (let isPast = false; !isPast; await new Promise((resolve) => setTimeout(resolve, 20)))
			[{ isPast }] = (await sql`
				select coalesce(horizon <= pg_snapshot_xmin(pg_current_snapshot()), true) as "isPast" from desk_marks`) as unknown as [
				{ isPast: boolean }
			];
		return (await gatherSome(sql, now)).count;
	};
	expect([await look(), await look()]).toEqual([500, 500]);
	const [after] = await sql<{ mark: number; waiting: number }[]>`
		select answers::int as mark, (select count(*)::int from answers a where not exists (
			select from desk_answers d where d.answer = a.id)) as waiting from desk_marks`;
	expect(after!.mark).toBeGreaterThanOrEqual(before!.mark + 500);
	expect(after!.waiting).toBe(300);
	await gather(sql, now);
	await expectAsAnew();
});

test('an answer whose number was drawn before those already gathered is not missed', async () => {
	await answered(200, 203);
	const [late] = await place.sql<{ id: number }[]>`select max(id)::int as id from answers`;
	await gather(place.sql, now);
	// As if it had been committed after the others: not seen by the last look.
	await place.sql`delete from desk_answers where answer = ${late!.id - 1}`;
	expect(await gather(place.sql, now)).toBe(1);
});

test('words are found by their grammar, and no more once they are erased', async () => {
	const found = async (words: string) => (await readAnswers(place.sql, { words })).rows.length;
	await gatherAnew(place.sql);
	expect(await found('batteries dying -pump')).toBe(0);
	expect(await found('battery')).toBe(25);
	expect(await found('"number 12"')).toBe(1);
	expect(await found("'; drop table")).toBe(0);
	await asSuperuser(place.sql, (sql) => sql`alter table answer_words disable trigger append_only`);
	await place.sql`delete from answer_words where words like '%number 12 %'`;
	expect(await found('"number 12"')).toBe(0);
});
