import type { Sql } from '../database.ts';

interface NewInvitation {
	interaction: string;
	customer: string;
	contact: number;
	questionnaire: number;
	sendAfter: Date;
	expiresAt: Date;
}

/** The new invitation's number, or undefined if the interaction has one already. */
export async function insertInvitation(sql: Sql, input: NewInvitation, now: Date): Promise<number | undefined> {
	const { interaction, customer, contact, questionnaire, sendAfter, expiresAt } = input;
	const [row] = await sql<{ id: string }[]>`
		insert into invitations (interaction, customer, contact, questionnaire, send_after, expires_at, created_at)
		values (${interaction}, ${customer}, ${contact}, ${questionnaire}, ${sendAfter}, ${expiresAt}, ${now})
		on conflict (interaction) do nothing
		returning id`;
	return row && Number(row.id);
}

export async function insertLink(sql: Sql, link: { hash: Buffer; invitation: number; message: number }, now: Date) {
	await sql`insert into links (hash, invitation, message, minted_at)
		values (${link.hash}, ${link.invitation}, ${link.message}, ${now})`;
}

export interface Invitation {
	id: number;
	expiresAt: Date;
	answered: boolean;
	/** Sealed address, and its fingerprint. */
	sealed: Buffer;
	optedOut: boolean;
	language: string | null;
	timezone: string | null;
	kind: string;
	startedAt: Date;
	/** Messages begun so far, and whether one has left. */
	attempts: number;
	sent: boolean;
}

/** What sending needs to know about an invitation. */
export async function findInvitation(sql: Sql, id: number): Promise<Invitation | undefined> {
	const [row] = await sql<Invitation[]>`
		select
			v.id::int, v.expires_at as "expiresAt", k.sealed, i.kind, i.started_at as "startedAt",
			coalesce(i.language, c.language) as language, c.timezone,
			exists (select from answers where answers.interaction = v.interaction) as answered,
			exists (select from opt_outs where opt_outs.fingerprint = k.fingerprint) as "optedOut",
			(select count(*)::int from messages m where m.invitation = v.id) as attempts,
			exists (select from messages m join message_outcomes o on o.message = m.id
				where m.invitation = v.id and o.outcome = 'sent') as sent
		from invitations v
		join contacts k on k.id = v.contact
		join interactions i on i.id = v.interaction
		left join customers c on c.id = v.customer
		where v.id = ${id}`;
	return row;
}
