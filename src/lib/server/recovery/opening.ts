// Opening cases: by the rules at once, or by somebody who read an answer.
import { transaction, type Sql } from '../database.ts';
import { recordAction } from '../ledger/ledger.ts';
import type { NewJob, Queue } from '../queue.ts';
import { readReason } from '../reason.ts';
import { candidates, currentRules, insertCases, interactionOf, type NewCase } from './queries.ts';
import { acknowledgeBy, ruleSentences, rulesOf, type RecoveryRules } from './rules.ts';
import { watchersOf } from './watching.ts';

export type Refused = { refused: string };
type WithQueue = { queue: Pick<Queue, 'enqueue'> };

export const tooShort = { refused: 'Say why in a few words; it is recorded.' };

/** Older answers are history: nobody waits for a call any more. */
const isNews = 7 * 86_400_000;

/** Opens a case for each of these answers that falls under a rule and has none; how many. */
export async function openByRules(
	sql: Sql,
	{ answers, queue }: { answers: number[] } & WithQueue,
	now: Date
): Promise<number> {
	const since = new Date(now.getTime() - isNews);
	const found = await candidates(sql, { answers, since });
	if (found.length === 0) return 0;
	const rules = await currentRules(sql);
	const cases = found.flatMap(({ id, interaction, replies }): NewCase[] => {
		const fallsUnder = rulesOf(replies, rules);
		if (fallsUnder.length === 0) return [];
		const reason = fallsUnder.map((rule) => ruleSentences[rule]).join(' ');
		return [{ interaction, reason, staff: null, rules: fallsUnder, answer: id }];
	});
	return (await open(sql, { cases, rules, queue }, now)).length;
}

/** Opens the case of an answer's interaction; there is one for each. */
export async function openCase(
	sql: Sql,
	{ answer, reason, staff, queue }: { answer: number; reason: string; staff: number } & WithQueue,
	now: Date
): Promise<Refused | { id: number }> {
	const because = readReason(reason);
	if (!because) return tooShort;
	return transaction(sql, async (sql) => {
		const interaction = await interactionOf(sql, answer);
		const rules = await currentRules(sql);
		const cases = interaction ? [{ interaction, reason: because, staff, rules: [], answer }] : [];
		const [id] = await open(sql, { cases, rules, queue, except: staff }, now);
		if (!id)
			return {
				refused: 'This answer has a case already, or was given for an interaction we never recorded.'
			};
		await recordAction(sql, { staff, action: 'case_opened', subject: `case ${id}` }, now);
		return { id };
	});
}

/** The cases, their clocks, and who hears of them, all at once: in bad days there are hundreds. Those that were there already stay. */
async function open(
	sql: Sql,
	{ cases, rules, queue, except }: { cases: NewCase[]; rules: RecoveryRules; except?: number } & WithQueue,
	now: Date
): Promise<number[]> {
	if (cases.length === 0) return [];
	const due = acknowledgeBy(now, rules);
	const ids = await insertCases(sql, cases, due, now);
	await queue.enqueue(
		sql,
		'case_due',
		ids.map((id) => ({ data: { case: id }, after: due }))
	);
	await queue.enqueue(sql, 'case_notice', await noticesTo(sql, ids, 'opened', except));
	return ids;
}

export async function noticesTo(
	sql: Sql,
	ids: number[],
	what: 'opened' | 'escalated',
	except?: number
): Promise<NewJob[]> {
	const staff = (await watchersOf(sql, what)).filter((each) => each !== except);
	return ids.flatMap((id) => staff.map((staff) => ({ data: { case: id, staff, what } })));
}
