// Opening cases: by the rules at once, or by somebody who read an answer.
import { transaction, type Sql } from '../database.ts';
import { recordAction } from '../ledger/ledger.ts';
import type { NewJob, Queue } from '../queue.ts';
import { readReason } from '../reason.ts';
import { candidates, currentRules, insertCase, interactionOf, type NewCase } from './queries.ts';
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
	let opened = 0;
	for (const { id, interaction, replies } of found) {
		const fallsUnder = rulesOf(replies, rules);
		if (fallsUnder.length === 0) continue;
		const reason = fallsUnder.map((rule) => ruleSentences[rule]).join(' ');
		const subject = { interaction, reason, staff: null, rules: fallsUnder, answer: id };
		if ((await open(sql, { subject, rules, queue }, now)) !== undefined) opened++;
	}
	return opened;
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
		const subject = { reason: because, staff, rules: [], answer };
		const id = interaction && (await open(sql, { subject: { interaction, ...subject }, rules, queue }, now));
		if (!id)
			return {
				refused: 'This answer has a case already, or was given for an interaction we never recorded.'
			};
		await recordAction(sql, { staff, action: 'case_opened', subject: `case ${id}` }, now);
		return { id };
	});
}

/** The case, its clock, and who hears of it; undefined where there is one. */
async function open(
	sql: Sql,
	{ subject, rules, queue }: { subject: Omit<NewCase, 'acknowledgeBy'>; rules: RecoveryRules } & WithQueue,
	now: Date
): Promise<number | undefined> {
	const due = acknowledgeBy(now, rules);
	const id = await insertCase(sql, { ...subject, acknowledgeBy: due }, now);
	if (id === undefined) return undefined;
	await queue.enqueue(sql, 'case_due', [{ data: { case: id }, after: due }]);
	await queue.enqueue(sql, 'case_notice', await noticesTo(sql, id, 'opened', subject.staff));
	return id;
}

export async function noticesTo(
	sql: Sql,
	id: number,
	what: 'opened' | 'escalated',
	except: number | null = null
): Promise<NewJob[]> {
	const staff = await watchersOf(sql, what);
	return staff.filter((each) => each !== except).map((staff) => ({ data: { case: id, staff, what } }));
}
