// Opening a link and accepting an answer, once.
import type { Sql } from '../database.ts';
import { hashOf } from '../invitation/invitation.ts';
import type { Asked, Replies } from '../survey/survey.ts';
import type { Vault } from '../vault.ts';
import { digestOf } from './digest.ts';
import { together } from '../together.ts';
import { insertAnswers, lookUpLink, noteLatePost, type NewAnswer } from './queries.ts';
import { receiptFrom } from './receipt.ts';
import { traceOf, type Sender } from './traces.ts';

export interface OpenLink {
	state: 'open';
	invitation: number;
	interaction: string;
	/** The customer asked to be asked. */
	voice: boolean;
	asked: Asked;
	questionnaire: number;
	language: string | null;
	timezone: string | null;
	startedAt: Date;
	expiresAt: Date;
	promise: string | null;
	product: string | null;
	/** Sealed, if the customer kept something for later. */
	draft: Buffer | null;
}

export type Opened =
	| { state: 'unknown' }
	| { state: 'expired'; language: string | null }
	| {
			state: 'answered';
			language: string | null;
			timezone: string | null;
			receipt: string;
			answeredAt: Date;
	  }
	| OpenLink;

/** What a link leads to. Reads only. */
export async function openLink(sql: Sql, link: string, now: Date): Promise<Opened> {
	const hash = hashOf(link);
	const found = hash && (await lookUpLink(sql, hash));
	if (!found) return { state: 'unknown' };
	const { language, timezone, receipt, answeredAt } = found;
	if (receipt !== null) return { state: 'answered', language, timezone, receipt, answeredAt: answeredAt! };
	if (found.expiresAt <= now) return { state: 'expired', language };
	const {
		invitation,
		interaction,
		voice,
		kind,
		startedAt,
		expiresAt,
		promise,
		product,
		sku,
		failureModes,
		questionnaire,
		draft
	} = found;
	const asked = { kind, product: sku !== null, promise: promise !== null, failureModes: failureModes ?? [] };
	const about = { startedAt, expiresAt, promise, product };
	return {
		state: 'open',
		invitation,
		interaction,
		voice,
		asked,
		questionnaire,
		language,
		timezone,
		draft,
		...about
	};
}

export interface Accepting {
	link: string;
	/** What the link is about, as its page said: part of what the digest covers. */
	interaction: string;
	voice: boolean;
	questionnaire: number;
	replies: Replies['replies'];
	words: Replies['words'];
	/** Seconds between the page and the answer, where known. */
	seconds: number | null;
	/** 12 random bytes for the receipt. */
	random: Uint8Array;
	vault: Vault;
	sender: Sender;
}

export type Accepted =
	{ state: 'accepted' | 'answered'; receipt: string } | { state: 'unknown' } | { state: 'expired' };

/** True once it is committed as the accepted one, false if it found its place taken. */
const writeAnswer = together(async (sql, answers: NewAnswer[]) => {
	const accepted = await insertAnswers(sql, answers);
	return answers.map(({ receipt }) => accepted.has(receipt));
});

/** A second press of the same button is none of anybody's business. */
const aMinute = 60_000;

/** Accepts an answer in one statement, or says what stood in the way. */
export async function acceptAnswer(
	sql: Sql,
	{ link, vault, random, sender, ...input }: Accepting,
	now: Date
): Promise<Accepted> {
	const hash = hashOf(link);
	if (!hash) return { state: 'unknown' };
	const answer = { ...input, receipt: receiptFrom(random), answeredAt: now };
	const trace = traceOf(vault, sender);
	if (await writeAnswer(sql, { ...answer, hash, digest: digestOf(vault, answer), trace }))
		return { state: 'accepted', receipt: answer.receipt };

	const found = await lookUpLink(sql, hash);
	if (!found) return { state: 'unknown' };
	if (found.receipt === null) return { state: 'expired' };
	if (now.getTime() - found.answeredAt!.getTime() > aMinute) await noteLatePost(sql, found.receipt, now);
	return { state: 'answered', receipt: found.receipt };
}
