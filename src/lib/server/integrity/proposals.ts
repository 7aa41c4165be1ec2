// Changes that take two people: one proposes and says why, another approves or refuses. That the second is another one,
// and that nothing happens without an approval, are constraints of the database.
import { transaction, type Sql } from '../database.ts';
import { currentRetention, insertRetention, retentionFields } from '../retention.ts';
import { readReason } from '../reason.ts';
import { changePolicy, checkPolicy, currentPolicy } from '../sampling/sampling.ts';
import { openEditing, publishNext } from '../survey/survey.ts';
import {
	findProposal,
	insertAnnotation,
	insertProposal,
	insertSignalState,
	insertVerdict,
	isAbout,
	markOf,
	openOfChange,
	proposalsOfAnswer,
	proposalsOfSignal,
	stateOf,
	takeDecidingTurn,
	type ProposalRow
} from './queries.ts';

export type { ProposalRow } from './queries.ts';
export { allProposals as listProposals } from './queries.ts';

export type Change =
	| 'exclude_answer'
	| 'include_answer'
	| 'questionnaire'
	| 'policy'
	| 'retention'
	| 'confirm_signal'
	| 'explain_signal'
	| 'reopen_signal';

const stateAfter = {
	confirm_signal: 'confirmed',
	explain_signal: 'explained',
	reopen_signal: 'open'
} as const;

export type Proposed =
	| { change: 'exclude_answer' | 'include_answer'; answer: number }
	| { change: keyof typeof stateAfter; signal: number }
	| { change: 'questionnaire'; revision: number }
	| { change: 'policy' | 'retention'; values: Record<string, string> };

type Refused = { refused: string };

const tooShort = { refused: 'Say why in a few words, so that the second person can judge it.' };

const aboutYourself = { refused: 'This signal is about you: others have to decide.' };

/** Writes a proposal down. What could not be done is refused at once. */
export async function propose(
	sql: Sql,
	{ staff, reason, ...proposed }: Proposed & { staff: number; reason: string },
	now: Date
): Promise<Refused | { id: number }> {
	const because = readReason(reason);
	if (!because) return tooShort;
	return transaction(sql, async (sql) => {
		if ('signal' in proposed && (await isAbout(sql, { signal: proposed.signal, staff })))
			return aboutYourself;
		const checked = await check(sql, proposed);
		if ('refused' in checked) return checked;
		const answer = 'answer' in proposed ? proposed.answer : null;
		const signal = 'signal' in proposed ? proposed.signal : null;
		const row = { change: proposed.change, answer, signal, content: checked.content, reason: because, staff };
		return { id: await insertProposal(sql, row, now) };
	});
}

async function check(sql: Sql, proposed: Proposed): Promise<Refused | { content: object }> {
	if ('answer' in proposed) {
		const open = (await proposalsOfAnswer(sql, proposed.answer)).some(({ verdict }) => verdict === null);
		if (open) return { refused: 'A proposal about this answer waits for a second person already.' };
		const mark = await markOf(sql, proposed.answer);
		if (!mark) return { refused: 'There is no such answer.' };
		const isDone = (mark === 'excluded') === (proposed.change === 'exclude_answer');
		return isDone ? { refused: `This answer is ${mark} already.` } : { content: {} };
	}
	if ('signal' in proposed) return checkSignal(sql, proposed);
	if (proposed.change === 'questionnaire') {
		const { revision, differences, problems, published } = await openEditing(sql);
		if (revision !== proposed.revision)
			return { refused: 'Somebody else has changed the questionnaire meanwhile. Look at it again.' };
		if (differences.length === 0) return { refused: 'Nothing has been changed.' };
		if (problems.length > 0) return { refused: 'It cannot be published yet: see the problems below.' };
		return { content: { revision, version: published.version + 1, differences } };
	}
	if (proposed.change === 'policy') {
		const checked = await checkPolicy(sql, proposed.values);
		if ('mistakes' in checked) return { refused: checked.mistakes.join('. ') };
		return { content: changesOf(checked.changes, await currentPolicy(sql)) };
	}
	const result = retentionFields.partial().safeParse(proposed.values);
	if (result.success) return { content: changesOf(result.data, await currentRetention(sql)) };
	return {
		refused: result.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`).join('. ')
	};
}

async function checkSignal(
	sql: Sql,
	{ change, signal }: { change: keyof typeof stateAfter; signal: number }
): Promise<Refused | { content: object }> {
	if ((await proposalsOfSignal(sql, signal)).some(({ verdict }) => verdict === null))
		return { refused: 'A proposal about this signal waits for a second person already.' };
	const found = await stateOf(sql, signal);
	if (!found)
		return { refused: 'The last audit does not see this signal any more: there is nothing to decide.' };
	if (found.state === stateAfter[change]) return { refused: `This signal is ${found.state} already.` };
	// What was seen when it was proposed is what the word of both covers.
	return { content: { signal, observed: found.observed } };
}

interface ValueChanges {
	values: Record<string, string | number>;
	before: Record<string, unknown>;
}

/** What would be set, and what stands there when it is proposed. */
function changesOf(values: object, current: object): ValueChanges {
	const before = Object.fromEntries(Object.entries(current).filter(([name]) => name in values));
	return { values: { ...values }, before };
}

export interface Deciding {
	proposal: number;
	staff: number;
	verdict: 'approved' | 'refused' | 'withdrawn';
	reason: string;
}

/** The second person's word; an approval takes effect in the same moment. */
export async function decideProposal(
	sql: Sql,
	{ proposal, staff, verdict, reason }: Deciding,
	now: Date
): Promise<Refused | 'decided'> {
	return transaction(sql, async (sql) => {
		await takeDecidingTurn(sql);
		const found = await findProposal(sql, proposal);
		if (!found) return { refused: 'There is no such proposal.' };
		const isOwn = found.proposedById === staff;
		if (isOwn && verdict !== 'withdrawn')
			return { refused: 'You proposed this yourself: somebody else has to decide. You can withdraw it.' };
		if (!isOwn && verdict === 'withdrawn') return { refused: 'Only who proposed it can withdraw it.' };
		if (found.signal !== null && (await isAbout(sql, { signal: found.signal, staff }))) return aboutYourself;
		const row = {
			proposal,
			proposedBy: found.proposedById,
			verdict,
			staff,
			reason: readReason(reason) ?? null
		};
		if (!(await insertVerdict(sql, row, now))) return { refused: 'This has been decided already.' };
		if (verdict === 'approved') await apply(sql, found, now);
		return 'decided' as const;
	}).catch((error: unknown) => {
		if (error instanceof Outdated) return { refused: error.message };
		throw error;
	});
}

/** Undoes the approval: what was proposed cannot be done any more. */
class Outdated extends Error {}

async function apply(
	sql: Sql,
	{ id, change, answer, signal, content, proposedById }: ProposalRow,
	now: Date
) {
	if (change === 'exclude_answer' || change === 'include_answer') {
		const mark = change === 'exclude_answer' ? 'excluded' : 'included';
		return insertAnnotation(sql, { answer: answer!, mark, proposal: id }, now);
	}
	if (change === 'confirm_signal' || change === 'explain_signal' || change === 'reopen_signal') {
		const observed = Number(content.observed);
		return insertSignalState(
			sql,
			{ signal: signal!, state: stateAfter[change], observed, proposal: id },
			now
		);
	}
	if (change === 'questionnaire') {
		const input = { revision: Number(content.revision), staff: proposedById, proposal: id };
		const published = await publishNext(sql, input, now);
		if ('refused' in published)
			throw new Outdated('What was proposed has been changed since: it can only be refused or withdrawn.');
		return;
	}
	if (change === 'policy') {
		const { values } = content as unknown as ValueChanges;
		const text = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
		const changed = await changePolicy(sql, text, now, id);
		if ('mistakes' in changed) throw new Outdated(changed.mistakes.join('. '));
		return;
	}
	const { values } = content as unknown as ValueChanges;
	await insertRetention(sql, retentionFields.parse({ ...(await currentRetention(sql)), ...values }), id, now);
}

/** What waits, and was decided, about an answer or a kind of change. */
export async function proposalsAbout(
	sql: Sql,
	about: { answer: number } | { signal: number } | { change: Change }
): Promise<ProposalRow[]> {
	if ('signal' in about) return proposalsOfSignal(sql, about.signal);
	return 'answer' in about ? proposalsOfAnswer(sql, about.answer) : openOfChange(sql, about.change);
}
