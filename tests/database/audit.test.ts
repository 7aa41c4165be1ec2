// From feeds to signals, and what two people make of them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	audit,
	casesOf,
	decideProposal,
	detectors,
	latestAudit,
	listSignals,
	propose,
	signalsPage,
	type Audited
} from '../../src/lib/server/integrity/integrity.ts';
import { readAnswer } from '../../src/lib/server/reports/reports.ts';
import { sweepTraces } from '../../src/lib/server/response/response.ts';
import { everyRow, now, testPlace, type TestPlace } from '../support/database.ts';
import { begging, feedGaming, fixer, selfAnswering } from '../support/gaming.ts';
import { makeStaff } from '../support/staff.ts';
import { figuresOf } from '../support/desk.ts';

let place: TestPlace;
let one: number;
let two: number;
let first: Audited;
const auditNow = async (more = {}) => {
	const result = await audit(place.sql, { now: () => now, ...more });
	if (result === 'busy') throw new Error(result);
	return result;
};
beforeAll(async () => {
	place = await testPlace();
	one = await makeStaff(place.sql, 'quality', 'one@l.example');
	two = await makeStaff(place.sql, 'quality', 'two@l.example');
	await feedGaming((name, records) => place.feed(name, ...records));
	await place.settle();
	first = await auditNow();
});
afterAll(() => place.end());

const signalOf = async (subject: string, detector: string) =>
	(await listSignals(place.sql)).find((each) => each.subject === subject && each.detector === detector)!;
async function agree(change: 'confirm_signal' | 'explain_signal' | 'reopen_signal', signal: number) {
	const proposed = await propose(place.sql, { change, signal, staff: one, reason: 'looked into it' }, now);
	if ('refused' in proposed) return proposed;
	return decideProposal(
		place.sql,
		{ proposal: proposed.id, staff: two, verdict: 'approved', reason: '' },
		now
	);
}
const overall = async () => (await figuresOf(place)).series.find(({ id }) => id === 'overall')!;

test('names who games, and not who corrects many addresses', async () => {
	const subjects = new Set(
		(await listSignals(place.sql, { subjectType: 'rep' })).map(({ subject }) => subject)
	);
	expect([...subjects].sort()).toEqual([selfAnswering, begging]);
	expect(subjects).not.toContain(fixer);
	expect(first.failed).toEqual([]);
	expect(await latestAudit(place.sql)).toMatchObject({ interactions: 720, failed: [] });
});

test('a signal says what, since when, how many, compared with what, and what else it may be', async () => {
	const signal = await signalOf(selfAnswering, 'self_answered');
	expect(signal).toMatchObject({
		attacks: expect.arrayContaining(['A10']),
		state: 'open',
		subjectType: 'rep'
	});
	expect(signal.sentence).toMatch(
		/^Rep R0: \d+ of \d+ answers came from .* \(\d+ %, between \d+ % and \d+ % in 95 of 100 cases\), where \d+\.\d would be expected/
	);
	expect(signal.innocent.length).toBeGreaterThan(0);
	expect(signal.since).toMatch(/^2026-0[67]-/);
	expect(signal.observed).toBeLessThanOrEqual(signal.n);
	expect(signal.q).toBeLessThan(0.01);
	const cases = await casesOf(place.sql, signal.id);
	expect(cases).toHaveLength(signal.observed);
	expect(cases[0]).toMatchObject({ marks: expect.arrayContaining(['shared_network', 'shared_device']) });
	expect(JSON.stringify(cases)).not.toMatch(/@|198\.51|tablet/);
});

test('networks and devices stand nowhere but as hashes', async () => {
	expect(await everyRow(place.sql)).not.toMatch(/198\.51\.100\.7|203\.0\.113|tablet|phone of/);
});

test('the API says the same in the words of the contract, page by page', async () => {
	const page = await signalsPage(place.sql, new URLSearchParams({ limit: '1' }));
	expect(page.signals).toHaveLength(1);
	expect(Object.keys(page.signals![0]!)).toEqual(
		'id detector attack subject_type subject n observed expected interval q_value since state sentence'.split(
			' '
		)
	);
	expect(page.signals![0]!.interval).toEqual([expect.any(Number), expect.any(Number)]);
	const rest = await signalsPage(place.sql, new URLSearchParams({ after: page.next! }));
	expect(rest.signals!.length + 1).toBe((await listSignals(place.sql)).length);
	expect(await signalsPage(place.sql, new URLSearchParams({ state: 'x', rep: 'R0' }))).toMatchObject({
		mistakes: [expect.stringContaining('state'), expect.stringContaining('rep')]
	});
});

test('an answer shows its marks, and the signals that rest on it', async () => {
	const [{ answer } = { answer: null }] = await casesOf(
		place.sql,
		(await signalOf(selfAnswering, 'self_answered')).id
	);
	expect(await readAnswer(place.sql, answer!)).toMatchObject({
		marks: expect.arrayContaining(['fast', 'shared_network']),
		signals: [expect.any(Number)],
		askedAt: null
	});
});

describe('figures', () => {
	test('adjusted leaves out what open signals rest on, raw does not, and a sentence says why they differ', async () => {
		const figure = await overall();
		const { observed } = await signalOf(selfAnswering, 'self_answered');
		const asked = await signalOf(begging, 'asked_for_score');
		expect(figure.total.n - figure.adjusted!.n).toBe(observed + asked.observed);
		// What customers say of the rep who asked them is their own word.
		const figures = (await figuresOf(place)).series;
		const begged = figures.find(({ id }) => id === 'asked_for_score')!;
		expect(begged.total.n - begged.adjusted!.n).toBe(observed);
		expect(figure.adjusted!.estimate).toBeLessThan(figure.total.estimate);
		expect(figure.why.join(' ')).toMatch(
			/Adjusted lies [\d.]+ points below raw: of the \d+ answers it leaves out, 100 % are so\./
		);
		expect(figure.weighted.n).toBeLessThanOrEqual(figure.total.n);
	});
});

describe('two people', () => {
	test('explain a signal: its answers count again, and it stays explained', async () => {
		const { id, observed } = await signalOf(selfAnswering, 'self_answered');
		const before = (await overall()).adjusted!.n;
		const alone = await propose(
			place.sql,
			{ change: 'explain_signal', signal: id, staff: one, reason: 'a tablet' },
			now
		);
		expect(
			await decideProposal(
				place.sql,
				{ proposal: (alone as { id: number }).id, staff: one, verdict: 'approved', reason: '' },
				now
			)
		).toMatchObject({
			refused: expect.stringContaining('somebody else')
		});
		expect(await agree('explain_signal', id)).toMatchObject({ refused: expect.stringContaining('waits') });
		await decideProposal(
			place.sql,
			{ proposal: (alone as { id: number }).id, staff: two, verdict: 'approved', reason: '' },
			now
		);
		expect((await overall()).adjusted!.n).toBe(before + observed);
		await auditNow();
		expect((await signalOf(selfAnswering, 'self_answered')).state).toBe('explained');
	});
	test('what was explained opens again once it has doubled', async () => {
		const { id, observed } = await signalOf(selfAnswering, 'self_answered');
		await place.sql`create temporary table kept as select * from signal_states`;
		expect(await agree('explain_signal', id)).toMatchObject({
			refused: expect.stringContaining('explained already')
		});
		expect(await agree('reopen_signal', id)).toBe('decided');
		expect((await signalOf(selfAnswering, 'self_answered')).state).toBe('open');
		expect(await agree('explain_signal', id)).toBe('decided');
		// As if half as much had been seen when it was explained.
		await place.sql.begin(async (sql) => {
			await sql`set local session_replication_role = replica`;
			await sql`update signal_states set observed = ${Math.floor(observed / 2)} where signal = ${id}`;
		});
		expect(await signalOf(selfAnswering, 'self_answered')).toMatchObject({ state: 'open', reopened: true });
	});
	test('confirm another; a signal that does not stand cannot be decided', async () => {
		const { id } = await signalOf(begging, 'asked_for_score');
		expect(await agree('confirm_signal', id)).toBe('decided');
		expect((await signalOf(begging, 'asked_for_score')).state).toBe('confirmed');
		expect(await agree('confirm_signal', 9999)).toMatchObject({
			refused: expect.stringContaining('does not see')
		});
	});
	test('nobody decides on a signal about themselves', async () => {
		const [signal] = await place.sql<{ id: number }[]>`
			insert into signals (detector, subject_type, subject, found_at) values ('lopsided_exclusions', 'staff', 'One@l.example', now()) returning id::int`;
		await place.sql`
			insert into signal_measurements (signal, audit, n, observed, expected, low, high, eb05, p_value, q_value, since, evidence)
			select ${signal!.id}, max(id), 5000000000, 4000000000, 6, .7, 1, 1.5, .001, .01, '2026-11-01', '{"beside": [], "quarters": []}' from audits`;
		const about = { change: 'explain_signal' as const, signal: signal!.id, reason: 'it is my task' };
		expect(await propose(place.sql, { ...about, staff: one }, now)).toMatchObject({
			refused: expect.stringContaining('about you')
		});
		const proposed = (await propose(place.sql, { ...about, staff: two }, now)) as { id: number };
		expect(
			await decideProposal(
				place.sql,
				{ proposal: proposed.id, staff: one, verdict: 'approved', reason: '' },
				now
			)
		).toMatchObject({
			refused: expect.stringContaining('about you')
		});
		expect((await listSignals(place.sql, { id: signal!.id }))[0]).toMatchObject({ n: 5e9, observed: 4e9 });
	});
	test('no state without an approval of two: the database refuses', async () => {
		const { id } = await signalOf(begging, 'asked_for_score');
		await expect(
			place.sql`insert into signal_states (signal, state, observed, proposal, at) values (${id}, 'explained', 1, 424242, now())`
		).rejects.toThrow(/foreign key/);
	});
});

describe('the next audit', () => {
	test('keeps numbers and first days, and says the same of the same', async () => {
		const before = await listSignals(place.sql, { subjectType: 'rep' });
		await auditNow();
		const after = await listSignals(place.sql, { subjectType: 'rep' });
		expect(after.map(({ id, foundOn, n, observed, since }) => ({ id, foundOn, n, observed, since }))).toEqual(
			before.map(({ id, foundOn, n, observed, since }) => ({ id, foundOn, n, observed, since }))
		);
	});
	test('reads what began since the last settled quarter, and comes to what reading everything comes to', async () => {
		const figures = async () =>
			(await listSignals(place.sql, { subjectType: 'rep' })).map(
				({ id, n, observed, since, quarters, expected }) => ({
					...{ id, n, observed, since, quarters },
					expected: Math.round(expected * 100)
				})
			);
		const whole = await auditNow({ full: true });
		const [all, cases] = [await figures(), await place.sql`select * from signal_cases order by 1, 2`];
		const marks = await place.sql`select * from answer_marks order by 1, 2`;
		const night = await auditNow();
		expect([whole.extent, night.extent]).toEqual(['full', 'incremental']);
		expect(night.interactions).toBeLessThan(whole.interactions);
		expect(night.interactions).toBeGreaterThan(0);
		expect(await figures()).toEqual(all);
		expect(await place.sql`select * from signal_cases order by 1, 2`).toEqual(cases);
		expect(await place.sql`select * from answer_marks order by 1, 2`).toEqual(marks);
	});
	test('takes in what has arrived, and after a week reads everything', async () => {
		const { n } = await signalOf(selfAnswering, 'self_answered');
		await place.feed('customers', { id: 'Cnew', email: 'cnew@mail.example' });
		await place.feed('interactions', {
			id: 'new',
			kind: 'visit',
			customer: 'Cnew',
			rep: selfAnswering,
			location: 'Denholm',
			started_at: '2026-11-01T10:00:00Z'
		});
		await place.settle();
		await place.feed('answers', {
			id: 'Anew',
			interaction: 'new',
			answered_at: '2026-11-02',
			overall: 3,
			seconds: 70
		});
		expect((await auditNow()).extent).toBe('incremental');
		expect((await signalOf(selfAnswering, 'self_answered')).n).toBe(n + 1);
		const week = new Date(now.getTime() + 8 * 86_400_000);
		const later = await audit(place.sql, { now: () => week });
		expect(later).toMatchObject({ extent: 'full' });
		expect((await auditNow({ full: true })).extent).toBe('full');
	});
	test('a detector that fails does not stop the others, and is reported', async () => {
		const broken = {
			...detectors[0]!,
			name: 'broken',
			cases() {
				throw new Error('broken on purpose');
			}
		};
		const heard: string[] = [];
		const result = await auditNow({
			detectors: [broken, ...detectors],
			onFailure: (name: string) => heard.push(name)
		});
		expect([result.failed, heard]).toEqual([['broken'], ['broken']]);
		expect(result.signals.length).toBe(first.signals.length);
		expect((await latestAudit(place.sql))!.failed).toEqual(['broken']);
	});
	test('of two at once one waits for nobody and says so', async () => {
		const results = await Promise.all([
			audit(place.sql, { now: () => now }),
			audit(place.sql, { now: () => now })
		]);
		expect(results.filter((each) => each === 'busy')).toHaveLength(1);
	});
	test('after ninety days traces are gone, and the marks they gave stay', async () => {
		const later = new Date(now.getTime() + 91 * 86_400_000);
		await sweepTraces(place.sql, later);
		expect(await place.sql`select from answer_traces`).toHaveLength(0);
		await audit(place.sql, { now: () => later });
		const { observed } = await signalOf(selfAnswering, 'self_answered');
		expect(observed).toBeGreaterThan(20);
	});
});
