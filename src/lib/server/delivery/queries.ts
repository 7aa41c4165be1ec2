import type { Sql } from '../database.ts';

/** A new message's number, or undefined when another worker has begun the same attempt. */
export async function beginMessage(
	sql: Sql,
	input: { invitation: number; attempt: number },
	now: Date
): Promise<number | undefined> {
	const [row] = await sql<{ id: number }[]>`
		insert into messages (invitation, purpose, attempt, created_at)
		values (${input.invitation}, 'invite', ${input.attempt}, ${now})
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

export async function isKnownLink(sql: Sql, hash: Buffer): Promise<boolean> {
	return (await sql`select from links where hash = ${hash}`).length > 0;
}

export async function insertOptOut(sql: Sql, hash: Buffer, now: Date) {
	await sql`
		insert into opt_outs (fingerprint, at)
		select k.fingerprint, ${now}
		from links l join invitations v on v.id = l.invitation join contacts k on k.id = v.contact
		where l.hash = ${hash}
		on conflict do nothing`;
}
