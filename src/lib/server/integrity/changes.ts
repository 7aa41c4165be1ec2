// What two people can change: what each change needs before it can be proposed, and what its approval does.
import type { Sql } from '../database.ts';
import {
	applyWordings,
	checkWordings,
	type BrandChange,
	type CheckedWordings
} from '../delivery/delivery.ts';
import { currentRetention, insertRetention, retentionFields } from '../retention.ts';
import { changePolicy, checkPolicy, currentPolicy } from '../sampling/sampling.ts';
import { openEditing, publishNext } from '../survey/survey.ts';
import {
	insertAnnotation,
	insertSignalState,
	markOf,
	proposalsOfAnswer,
	proposalsOfSignal,
	stateOf,
	type ProposalRow
} from './queries.ts';

export type Change =
	| 'exclude_answer'
	| 'include_answer'
	| 'questionnaire'
	| 'policy'
	| 'retention'
	| 'wording'
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
	| ({ change: 'wording' } & BrandChange)
	| { change: 'policy' | 'retention'; values: Record<string, string> };

export type Refused = { refused: string };

/** What the second person is shown and what an approval applies, or why it cannot be proposed. */
export async function checkChange(sql: Sql, proposed: Proposed): Promise<Refused | { content: object }> {
	if ('answer' in proposed) return checkAnswer(sql, proposed);
	if ('signal' in proposed) return checkSignal(sql, proposed);
	if (proposed.change === 'questionnaire') {
		const { revision, differences, problems, published } = await openEditing(sql);
		if (revision !== proposed.revision)
			return { refused: 'Somebody else has changed the questionnaire meanwhile. Look at it again.' };
		if (differences.length === 0) return { refused: 'Nothing has been changed.' };
		if (problems.length > 0) return { refused: 'It cannot be published yet: see the problems below.' };
		return { content: { revision, version: published.version + 1, differences } };
	}
	if (proposed.change === 'wording') {
		const checked = await checkWordings(sql, proposed);
		return 'refused' in checked ? checked : { content: checked };
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

async function checkAnswer(
	sql: Sql,
	{ change, answer }: { change: 'exclude_answer' | 'include_answer'; answer: number }
): Promise<Refused | { content: object }> {
	const open = (await proposalsOfAnswer(sql, answer)).some(({ verdict }) => verdict === null);
	if (open) return { refused: 'A proposal about this answer waits for a second person already.' };
	const mark = await markOf(sql, answer);
	if (!mark) return { refused: 'There is no such answer.' };
	const isDone = (mark === 'excluded') === (change === 'exclude_answer');
	return isDone ? { refused: `This answer is ${mark} already.` } : { content: {} };
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

/** Undoes the approval: what was proposed cannot be done any more. */
export class Outdated extends Error {}

export async function applyChange(
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
		if ('refused' in (await publishNext(sql, input, now))) throw new Outdated(changedSince);
		return;
	}
	if (change === 'wording') {
		const { version, brands } = content as unknown as CheckedWordings;
		if (!(await applyWordings(sql, { version, brands, proposal: id }, now))) throw new Outdated(changedSince);
		return;
	}
	const { values } = content as unknown as ValueChanges;
	if (change === 'policy') {
		const text = Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]));
		const changed = await changePolicy(sql, text, now, id);
		if ('mistakes' in changed) throw new Outdated(changed.mistakes.join('. '));
		return;
	}
	await insertRetention(sql, retentionFields.parse({ ...(await currentRetention(sql)), ...values }), id, now);
}

const changedSince = 'What was proposed has been changed since: it can only be refused or withdrawn.';
