// Response: accepting an answer, once. Whatever the number of links, devices, retries and races, an
// interaction has one accepted answer (a constraint of the database), and every repeat gets its
// receipt. Opening a page changes nothing.
import type { Sql } from '../database.ts';
import { hashOf } from '../invitation/invitation.ts';
import type { Asked, Replies } from '../survey/survey.ts';
import { writeTogether } from './group.ts';
import { lookUpLink } from './queries.ts';
import { receiptFrom } from './receipt.ts';

export { answersFeed, answerFields } from './history.ts';
export { readTicket, writeTicket, type Ticket } from './ticket.ts';

export type Opened =
	| { state: 'unknown' }
	| { state: 'expired' }
	| { state: 'answered'; receipt: string; answeredAt: Date }
	| {
			state: 'open';
			asked: Asked;
			questionnaire: number;
			language: string | null;
			startedAt: Date;
			promise: string | null;
			product: string | null;
	  };

/** What a link leads to. Reads only. */
export async function openLink(sql: Sql, link: string, now: Date): Promise<Opened> {
	const hash = hashOf(link);
	const found = hash && (await lookUpLink(sql, hash));
	if (!found) return { state: 'unknown' };
	if (found.receipt !== null)
		return { state: 'answered', receipt: found.receipt, answeredAt: found.answeredAt! };
	if (found.expiresAt <= now) return { state: 'expired' };
	const { kind, language, startedAt, promise, product, sku, failureModes, questionnaire } = found;
	const asked = { kind, product: sku !== null, promise: promise !== null, failureModes: failureModes ?? [] };
	return { state: 'open', asked, questionnaire, language, startedAt, promise, product };
}

export interface Accepting {
	link: string;
	questionnaire: number;
	replies: Replies['replies'];
	words: Replies['words'];
	/** Seconds between the page and the answer, where known. */
	seconds: number | null;
	/** 12 random bytes for the receipt. */
	random: Uint8Array;
}

export type Accepted =
	{ state: 'accepted' | 'answered'; receipt: string } | { state: 'unknown' } | { state: 'expired' };

/** Accepts an answer in one statement, or says what stood in the way. */
export async function acceptAnswer(sql: Sql, input: Accepting, now: Date): Promise<Accepted> {
	const hash = hashOf(input.link);
	if (!hash) return { state: 'unknown' };
	const receipt = receiptFrom(input.random);
	if (await writeTogether(sql, { ...input, hash, receipt, answeredAt: now }))
		return { state: 'accepted', receipt };

	const found = await lookUpLink(sql, hash);
	if (!found) return { state: 'unknown' };
	return found.receipt === null ? { state: 'expired' } : { state: 'answered', receipt: found.receipt };
}
