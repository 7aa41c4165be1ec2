import type { Sql } from '../database.ts';
import type { Purpose } from '../invitation/invitation.ts';

/** A new message's number, or undefined when another worker has begun the same attempt. */
export async function beginMessage(
	sql: Sql,
	input: { invitation: number; purpose: Purpose; attempt: number },
	now: Date
): Promise<number | undefined> {
	const [row] = await sql<{ id: number }[]>`
		insert into messages (invitation, purpose, attempt, created_at)
		values (${input.invitation}, ${input.purpose}, ${input.attempt}, ${now})
		on conflict do nothing
		returning id::int`;
	return row?.id;
}

export async function recordOutcome(
	sql: Sql,
	input: { message: number; outcome: 'sent' | 'failed'; detail?: string },
	now: Date
) {
	await sql`insert into message_outcomes (message, outcome, detail, at)
		values (${input.message}, ${input.outcome}, ${input.detail ?? null}, ${now})`;
}

/** The language of the customer a link was sent to; undefined for an unknown link. */
export async function findLink(sql: Sql, hash: Buffer): Promise<{ language: string | null } | undefined> {
	const [row] = await sql<{ language: string | null }[]>`
		select coalesce(i.language, c.language) as language
		from links l
		join invitations v on v.id = l.invitation
		join interactions i on i.id = v.interaction
		left join customers c on c.id = v.customer
		where l.hash = ${hash}`;
	return row;
}

export async function insertOptOut(sql: Sql, hash: Buffer, now: Date) {
	await sql`
		insert into opt_outs (fingerprint, at)
		select k.fingerprint, ${now}
		from links l join invitations v on v.id = l.invitation join contacts k on k.id = v.contact
		where l.hash = ${hash}
		on conflict do nothing`;
}
