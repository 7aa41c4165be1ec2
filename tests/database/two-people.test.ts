// Changes that take two people (A33, A36): by the rules, and by the database where somebody goes around them.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { decideProposal, listProposals, propose } from '../../src/lib/server/integrity/integrity.ts';
import { openCase, showContact } from '../../src/lib/server/recovery/recovery.ts';
import { currentRetention } from '../../src/lib/server/retention.ts';
import { currentPolicy } from '../../src/lib/server/sampling/sampling.ts';
import { change, currentQuestionnaire, openEditing, recommend } from '../../src/lib/server/survey/survey.ts';
import { met, now, testPlace, vault, type TestPlace } from '../support/database.ts';
import { makeStaff } from '../support/staff.ts';
import { figuresOf } from '../support/desk.ts';

let place: TestPlace;
let one: number;
let two: number;
beforeAll(async () => {
	place = await testPlace();
	one = await makeStaff(place.sql, 'quality', 'one@l.example');
	two = await makeStaff(place.sql, 'quality', 'two@l.example');
	await met(place, 'I0');
	await place.settle();
	await place.feed(
		'answers',
		...[5, 5, 5, 1].map((overall, n) => ({
			id: `H${n}`,
			interaction: `I${n}`,
			answered_at: '2026-01-01',
			overall
		}))
	);
});
afterAll(() => place.end());

const answerOf = async (imported: string) =>
	(await place.sql<{ id: number }[]>`select id::int from answers where imported_as = ${imported}`)[0]!.id;
const idOf = (proposed: object) => (proposed as { id: number }).id;
const decide = (
	proposal: number,
	staff: number,
	verdict: 'approved' | 'refused' | 'withdrawn' = 'approved'
) => decideProposal(place.sql, { proposal, staff, verdict, reason: '' }, now);
const overall = async () => (await figuresOf(place)).series.find(({ id }) => id === 'overall')!;

describe('A33: excluding an answer', () => {
	test('needs a reason and somebody else; raw figures stay beside the adjusted ones', async () => {
		const answer = await answerOf('H3');
		const proposal = { change: 'exclude_answer' as const, answer, staff: one };
		for (const reason of [' ', 'no', '🙏🙏'])
			expect(await propose(place.sql, { ...proposal, reason }, now)).toHaveProperty('refused');
		const id = idOf(await propose(place.sql, { ...proposal, reason: 'from the branch’s own network' }, now));
		expect(await propose(place.sql, { ...proposal, reason: 'once more' }, now)).toHaveProperty('refused');
		expect((await overall()).adjusted).toBeNull();
		expect(await decide(id, one)).toMatchObject({ refused: expect.stringContaining('somebody else') });
		expect(await decide(id, two, 'withdrawn')).toHaveProperty('refused');
		expect(await decide(id, two)).toBe('decided');
		expect(await decide(id, two)).toMatchObject({ refused: expect.stringContaining('already') });
		expect(await overall()).toMatchObject({
			total: { n: 4, estimate: 0.75 },
			adjusted: { n: 3, estimate: 1 }
		});
		expect(await place.sql`select from answers where imported_as = 'H3'`).toHaveLength(1);
	});

	test('is undone the same way', async () => {
		const include = {
			change: 'include_answer' as const,
			answer: await answerOf('H3'),
			staff: two,
			reason: 'it was the customer'
		};
		expect(await decide(idOf(await propose(place.sql, include, now)), one)).toBe('decided');
		expect((await overall()).adjusted).toBeNull();
		expect(await propose(place.sql, include, now)).toHaveProperty('refused');
	});

	test('the database keeps to it, whoever writes', async () => {
		const answer = await answerOf('H0');
		const id = idOf(
			await propose(place.sql, { change: 'exclude_answer', answer, staff: one, reason: 'why not' }, now)
		);
		const verdict = (by: number, proposer: number) => place.sql`
			insert into verdicts (proposal, proposed_by, verdict, decided_by, decided_at) values (${id}, ${proposer}, 'approved', ${by}, ${now})`;
		const annotate = (proposal: number) =>
			place.sql`insert into annotations (answer, mark, proposal, at) values (${answer}, 'excluded', ${proposal}, ${now})`;
		await expect(verdict(one, one)).rejects.toThrow(/check constraint/);
		await expect(verdict(one, two)).rejects.toThrow(/foreign key/);
		await expect(annotate(id)).rejects.toThrow(/foreign key/);
		expect(await decide(id, two, 'refused')).toBe('decided');
		await expect(annotate(id)).rejects.toThrow(/foreign key/);
		await expect(place.sql`update verdicts set verdict = 'approved' where proposal = ${id}`).rejects.toThrow(
			'append-only'
		);
		expect((await overall()).adjusted).toBeNull();
	});

	test('two second people at once are one verdict', async () => {
		const three = await makeStaff(place.sql, 'admin', 'three@l.example');
		const answer = await answerOf('H1');
		const id = idOf(
			await propose(place.sql, { change: 'exclude_answer', answer, staff: one, reason: 'racing' }, now)
		);
		const all = await Promise.all([
			decide(id, two),
			decide(id, three),
			decide(id, two, 'refused'),
			decide(id, three)
		]);
		expect(all.filter((each) => each === 'decided')).toHaveLength(1);
	});
});

describe('A36: a definition', () => {
	test('of how customers are asked changes when two agree, and names their agreement', async () => {
		const before = await currentPolicy(place.sql);
		const wrong = {
			change: 'policy' as const,
			values: { draw_rate: '7' },
			staff: one,
			reason: 'more of them'
		};
		expect(await propose(place.sql, wrong, now)).toMatchObject({
			refused: expect.stringContaining('draw_rate')
		});
		const id = idOf(await propose(place.sql, { ...wrong, values: { draw_rate: '0.5' } }, now));
		expect(await currentPolicy(place.sql)).toEqual(before);
		const none = { ...wrong, values: { draw_rate: ' ' } };
		expect(await propose(place.sql, none, now)).toMatchObject({ refused: expect.stringContaining('empty') });
		expect(await decide(id, two)).toBe('decided');
		expect((await currentPolicy(place.sql)).draw_rate).toBe(0.5);
		const [row] = await place.sql`select proposal::int from policies order by version desc limit 1`;
		expect(row!.proposal).toBe(id);
	});

	test('of retention, too', async () => {
		const shorter = {
			change: 'retention' as const,
			values: { word_days: '100' },
			staff: one,
			reason: 'less is enough'
		};
		expect(await propose(place.sql, { ...shorter, values: { word_days: '1' } }, now)).toHaveProperty(
			'refused'
		);
		await decide(idOf(await propose(place.sql, shorter, now)), two);
		expect(await currentRetention(place.sql)).toMatchObject({ word_days: 100, contact_days: 730 });
		// Two proposals side by side: each changes what it says, and nothing else.
		const [contacts, words] = [
			idOf(await propose(place.sql, { ...shorter, values: { contact_days: '300' } }, now)),
			idOf(await propose(place.sql, { ...shorter, values: { word_days: '200' } }, now))
		];
		await Promise.all([decide(words, two), decide(contacts, two)]);
		expect(await currentRetention(place.sql)).toMatchObject({ word_days: 200, contact_days: 300 });
	});

	test('of the questions is what was proposed, or nothing', async () => {
		const { revision } = await openEditing(place.sql);
		expect(
			await propose(place.sql, { change: 'questionnaire', revision, staff: one, reason: 'nothing new' }, now)
		).toMatchObject({ refused: 'Nothing has been changed.' });
		const edited = await change(
			place.sql,
			{ revision, staff: one, change: { do: 'add', question: recommend } },
			now
		);
		const proposal = { change: 'questionnaire' as const, staff: one, reason: 'the board wants it' };
		const id = idOf(
			await propose(place.sql, { ...proposal, revision: (edited as { revision: number }).revision }, now)
		);
		// Changed behind the second person's back: what they approve is not what they saw.
		const later = await change(
			place.sql,
			{
				revision: (edited as { revision: number }).revision,
				staff: one,
				change: { do: 'move', key: 'recommend', by: -1 }
			},
			now
		);
		expect(await decide(id, two)).toHaveProperty('refused');
		expect((await currentQuestionnaire(place.sql)).version).toBe(1);
		expect((await listProposals(place.sql)).find((each) => each.id === id)!.verdict).toBeNull();
		const next = idOf(
			await propose(place.sql, { ...proposal, revision: (later as { revision: number }).revision }, now)
		);
		expect(await decide(next, two)).toBe('decided');
		expect((await currentQuestionnaire(place.sql)).version).toBe(2);
	});
});

test('A38: a contact is seen inside a case, after saying why, and it is recorded first', async () => {
	const answer = await answerOf('H0');
	expect(
		await openCase(place.sql, { answer, reason: '', staff: one, queue: place.queue }, now)
	).toHaveProperty('refused');
	const id = idOf(
		await openCase(place.sql, { answer, reason: 'promise broken', staff: one, queue: place.queue }, now)
	);
	expect(
		await openCase(place.sql, { answer, reason: 'again', staff: two, queue: place.queue }, now)
	).toHaveProperty('refused');
	expect(
		await openCase(
			place.sql,
			{ answer: await answerOf('H2'), reason: 'no such visit', staff: one, queue: place.queue },
			now
		)
	).toHaveProperty('refused');
	expect(await showContact(place.sql, { id, reason: ' ', staff: two, vault }, now)).toHaveProperty('refused');
	expect(await place.sql`select from actions where action = 'contact_shown'`).toHaveLength(0);
	expect(await showContact(place.sql, { id, reason: 'to apologise', staff: two, vault }, now)).toEqual({
		contacts: [{ kind: 'email', value: 'I0@mail.example' }]
	});
	const [recorded] =
		await place.sql`select staff::int, subject, reason from actions where action = 'contact_shown'`;
	expect(recorded).toEqual({ staff: two, subject: `case ${id}`, reason: 'to apologise' });
});
