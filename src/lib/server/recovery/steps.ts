// Work on a case, step by step. Whoever takes a step has taken the case up; what is done is never undone, only followed.
import { transaction, type Sql } from '../database.ts';
import { listQualityStaff } from '../identity/identity.ts';
import type { Queue } from '../queue.ts';
import { inviteBack } from './follow-ups.ts';
import { noticesTo, type Refused } from './opening.ts';
import { insertStep, lockStanding, moveStanding, type NewStep, type Standing } from './queries.ts';
import { canReply } from './reply-queries.ts';
import { remedies, type Remedy } from './rules.ts';
import type { Vault } from '../vault.ts';

type WithQueue = { queue: Pick<Queue, 'enqueue'> };

/** A step as a form of the case's page asks for it. */
export type AskedStep =
	| { step: 'owner'; owner: string }
	| { step: 'acknowledged' }
	| { step: 'note'; words: string }
	| { step: 'remedy'; remedies: string[] }
	| { step: 'reply'; words: string }
	| { step: 'closed'; words: string }
	| { step: 'reopened'; words: string };

const longest = 4000;

export interface Taking extends WithQueue {
	id: number;
	staff: number;
	asked: AskedStep;
	hasSms: boolean;
	vault: Vault;
}

export async function takeStep(
	sql: Sql,
	{ id, staff, asked, queue, ...channels }: Taking,
	now: Date
): Promise<'taken' | Refused> {
	return transaction(sql, async (sql) => {
		const standing = await lockStanding(sql, id);
		if (!standing) return { refused: 'There is no such case.' };
		const step = await readStep(sql, { id, staff, asked, standing });
		if ('refused' in step) return step;
		const number = await insertStep(sql, step, now);
		await moveStanding(sql, step, now);
		if (step.step === 'reply') await queue.enqueue(sql, 'case_reply', [{ data: { step: number } }]);
		if (step.step === 'closed') await inviteBack(sql, { id, queue, ...channels }, now);
		return 'taken';
	});
}

type Reading = { id: number; staff: number; asked: AskedStep; standing: Standing };

async function readStep(sql: Sql, { id, staff, asked, standing }: Reading): Promise<NewStep | Refused> {
	const isClosed = standing.closedAt !== null;
	const { step } = asked;
	if (isClosed && step !== 'note' && step !== 'reopened')
		return { refused: 'The case is closed. Reopen it first, or write a note.' };
	if (!isClosed && step === 'reopened') return { refused: 'The case is open.' };
	if (step === 'acknowledged' && standing.acknowledgedAt)
		return { refused: 'Somebody has taken it up already.' };
	const taken = { case: id, step, staff };
	if (step === 'owner') {
		if (asked.owner === '') return { ...taken, owner: null };
		const owner = await staffCalled(sql, asked.owner);
		return owner ? { ...taken, owner } : { refused: 'Nobody of that address may look after cases.' };
	}
	if (step === 'remedy') {
		const done = remedies.filter((remedy): remedy is Remedy => asked.remedies.includes(remedy));
		if (done.length === 0) return { refused: 'Choose what was done for the customer.' };
		return { ...taken, remedies: done };
	}
	if (step === 'acknowledged') return taken;
	const words = asked.words.trim();
	if (words === '') return { refused: emptyWords[step] };
	if (words.length > longest)
		return { refused: `These are ${words.length} characters; ${longest} can be kept.` };
	if (step === 'reply' && !(await canReply(sql, id)))
		return { refused: 'There is no address on record that this could be sent to.' };
	return { ...taken, words };
}

const emptyWords = {
	note: 'Write something.',
	reply: 'Write to the customer.',
	closed: 'Say in a few words how it ended.',
	reopened: 'Say in a few words why.'
};

async function staffCalled(sql: Sql, email: string): Promise<number | undefined> {
	const called = email.trim().toLowerCase();
	return (await listQualityStaff(sql)).find((each) => each.email.toLowerCase() === called)?.id;
}

/** The clock of a case has run out: unless somebody took it up, those who watch hear of it, once. */
export async function escalate(
	sql: Sql,
	{ id, queue }: { id: number } & WithQueue,
	now: Date
): Promise<boolean> {
	return transaction(sql, async (sql) => {
		const standing = await lockStanding(sql, id);
		if (!standing || standing.acknowledgedAt || standing.closedAt || standing.escalatedAt) return false;
		const step: NewStep = { case: id, step: 'escalated', staff: null };
		await insertStep(sql, step, now);
		await moveStanding(sql, step, now);
		await queue.enqueue(sql, 'case_notice', await noticesTo(sql, [id], 'escalated'));
		return true;
	});
}
