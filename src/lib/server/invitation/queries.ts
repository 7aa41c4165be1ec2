import type { Sql } from '../database.ts';

export interface NewInvitation {
	interaction: string;
	contact: number;
	fallback: number | null;
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
		insert into invitations (interaction, customer, contact, fallback, questionnaire, asked_by, send_after, expires_at, created_at)
		select d.interaction, d.customer, given.contact, given.fallback, ${questionnaire}, ${askedBy}, "sendAfter", "expiresAt", ${now}
		from json_to_recordset(${JSON.stringify(invitations)}::text::json)
			as given (interaction text, contact bigint, fallback bigint, "sendAfter" timestamptz, "expiresAt" timestamptz)
		-- Who it is is read here, so that no job has to say it.
		join decisions d on d.interaction = given.interaction
		on conflict (interaction) do nothing
		returning id::int, send_after as "sendAfter"`;
}

/** In the order in which they may follow each other; "voice" is a link somebody asked for. */
export type Purpose = 'invite' | 'reminder' | 'second_reminder' | 'voice';

export interface NewMessage {
	invitation: number;
	purpose: Purpose;
	attempt: number;
	channel: 'email' | 'sms';
	contact: number;
	/** Of its link. */
	hash: Buffer;
}

/** Messages and the hashes of their links, together; those left out are being sent by another worker. */
export async function insertMessages(sql: Sql, messages: NewMessage[], now: Date) {
	const given = messages.map(({ hash, ...message }) => ({ ...message, hash: `\\x${hash.toString('hex')}` }));
	return sql<{ id: number; invitation: number; purpose: Purpose }[]>`
		with given as (
			select * from json_to_recordset(${JSON.stringify(given)}::text::json) as given
				(invitation bigint, purpose text, attempt int, channel text, contact bigint, hash bytea)
		), begun as (
			insert into messages (invitation, purpose, attempt, channel, contact, created_at)
			select invitation, purpose, attempt, channel, contact, ${now} from given
			on conflict do nothing
			returning id, invitation, purpose
		), linked as (
			insert into links (hash, invitation, message, minted_at)
			select given.hash, begun.invitation, begun.id, ${now} from begun join given using (invitation, purpose)
		)
		select id::int, invitation::int, purpose from begun`;
}
