import type { Sql } from '../database.ts';

export interface NewInvitation {
	interaction: string;
	contact: number;
	sendAfter: Date;
	expiresAt: Date;
}

/** Those of the invitations whose interaction had none yet. */
export async function insertInvitations(
	sql: Sql,
	invitations: NewInvitation[],
	{ questionnaire, askedBy }: { questionnaire: number; askedBy: 'draw' | 'voice' },
	now: Date
) {
	return sql<{ id: number; sendAfter: Date }[]>`
		insert into invitations (interaction, customer, contact, questionnaire, asked_by, send_after, expires_at, created_at)
		select d.interaction, d.customer, given.contact, ${questionnaire}, ${askedBy}, "sendAfter", "expiresAt", ${now}
		from json_to_recordset(${JSON.stringify(invitations)}::text::json)
			as given (interaction text, contact bigint, "sendAfter" timestamptz, "expiresAt" timestamptz)
		-- Who it is is read here, so that no job has to say it.
		join decisions d on d.interaction = given.interaction
		on conflict (interaction) do nothing
		returning id::int, send_after as "sendAfter"`;
}

export async function insertLink(
	sql: Sql,
	link: { hash: Buffer; invitation: number; message: number },
	now: Date
) {
	await sql`insert into links (hash, invitation, message, minted_at)
		values (${link.hash}, ${link.invitation}, ${link.message}, ${now})`;
}

export interface Invitation {
	id: number;
	expiresAt: Date;
	answered: boolean;
	/** The address, sealed with this salt; empty once it was erased. */
	sealed: Buffer;
	salt: Buffer | null;
	optedOut: boolean;
	questionnaire: number;
	language: string | null;
	timezone: string | null;
	kind: string;
	startedAt: Date;
	/** Messages of this purpose begun so far, and whether one has left. */
	attempts: number;
	sent: boolean;
}

export type Purpose = 'invite' | 'voice';

/** What sending needs to know about an invitation. */
export async function findInvitation(
	sql: Sql,
	id: number,
	purpose: Purpose
): Promise<Invitation | undefined> {
	const [row] = await sql<Invitation[]>`
		select
			v.id::int, v.questionnaire, v.expires_at as "expiresAt", k.sealed, s.salt, i.kind, i.started_at as "startedAt",
			coalesce(i.language, c.language) as language, c.timezone,
			exists (select from answers where answers.interaction = v.interaction) as answered,
			exists (select from opt_outs where opt_outs.fingerprint = k.fingerprint) as "optedOut",
			(select count(*)::int from messages m where m.invitation = v.id and m.purpose = ${purpose}) as attempts,
			exists (select from messages m join message_outcomes o on o.message = m.id
				where m.invitation = v.id and m.purpose = ${purpose} and o.outcome = 'sent') as sent
		from invitations v
		join contacts k on k.id = v.contact
		left join subject_keys s on s.customer = k.customer
		join interactions i on i.id = v.interaction
		left join customers c on c.id = v.customer
		where v.id = ${id}`;
	return row;
}
