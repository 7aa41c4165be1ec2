// Invitation: the right to answer once about one interaction, and its links. A link is minted while its
// message is being sent and exists nowhere else: here only its SHA-256 is kept.
import { createHash } from 'node:crypto';
import { transaction, type Sql } from '../database.ts';
import { keepErasingOut } from '../erasing.ts';
import type { Queue } from '../queue.ts';
import { insertInvitations, insertMessages, type NewInvitation, type NewMessage } from './queries.ts';

export type { Purpose } from './queries.ts';
export { hearVoice, speakUp, type Heard } from './voice.ts';

export interface Inviting {
	invitations: NewInvitation[];
	questionnaire: number;
	queue: Pick<Queue, 'enqueue'>;
}

/** Creates invitations and the jobs that send them, together. Doing it again changes nothing. */
export async function invite(
	sql: Sql,
	{ invitations, questionnaire, queue }: Inviting,
	now: Date
): Promise<void> {
	await transaction(sql, async (sql) => {
		await keepErasingOut(sql);
		const created = await insertInvitations(sql, invitations, { questionnaire, askedBy: 'draw' }, now);
		await queue.enqueue(
			sql,
			'send',
			created.map(({ id, sendAfter }) => ({ data: { invitation: id }, after: sendAfter }))
		);
	});
}

const linkForm = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/** 128 random bits as 22 characters. */
export function linkFrom(random: Buffer): string {
	return random.subarray(0, 16).toString('base64url');
}

/** The form in which a link is stored; undefined for what cannot be a link. */
export function hashOf(link: string): Buffer | undefined {
	return linkForm.test(link) ? createHash('sha256').update(link).digest() : undefined;
}

export interface Begun {
	message: number;
	link: string;
}

/** Writes down that messages are about to leave, each with a new link of its own: from then on the link is alive. */
export async function beginMessages(
	sql: Sql,
	{ messages, random }: { messages: Omit<NewMessage, 'hash'>[]; random(bytes: number): Buffer },
	now: Date
): Promise<(Begun | undefined)[]> {
	const bytes = random(16 * messages.length);
	const minted = messages.map((message, at) => ({
		message,
		link: linkFrom(bytes.subarray(16 * at, 16 * at + 16))
	}));
	const rows = minted.map(({ message, link }) => ({ ...message, hash: hashOf(link)! }));
	const begun = await insertMessages(sql, rows, now);
	const ids = new Map(begun.map(({ id, invitation, purpose }) => [`${invitation} ${purpose}`, id]));
	return minted.map(({ message: { invitation, purpose }, link }) => {
		const message = ids.get(`${invitation} ${purpose}`);
		return message === undefined ? undefined : { message, link };
	});
}
