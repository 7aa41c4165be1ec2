import type { Sql } from '../database.ts';
import type { VoiceFacts } from './rules.ts';

/** One voice at a time, until the transaction ends: limits are counted before they are used up. */
export async function takeVoiceTurn(sql: Sql) {
	await sql`select pg_advisory_xact_lock(7155203)`;
}

export async function countFrom(sql: Sql, network: Buffer, since: Date): Promise<number> {
	const [row] = await sql<{ count: number }[]>`
		select count(*)::int as count from voice_requests where network = ${network} and received_at > ${since}`;
	return row!.count;
}

interface Request {
	number: string;
	contact: Buffer;
}

/** A request that has no outcome yet. */
interface OpenRequest extends Request {
	receivedAt: Date;
}

export async function insertRequest(
	sql: Sql,
	request: Request & { network: Buffer },
	now: Date
): Promise<number> {
	const [row] = await sql<{ id: number }[]>`
		insert into voice_requests ${sql({ ...request, received_at: now })} returning id::int`;
	return row!.id;
}

export async function findRequest(sql: Sql, id: number): Promise<OpenRequest | undefined> {
	const [row] = await sql<OpenRequest[]>`
		select number, contact, received_at as "receivedAt" from voice_requests
		where id = ${id} and not exists (select from voice_outcomes where request = voice_requests.id)`;
	return row;
}

interface Subject extends VoiceFacts {
	customer: string | null;
	invitation: (VoiceFacts['invitation'] & { id: number }) | null;
}

/** What a number on paper is about; of several interactions the one of this contact's owner, the latest. */
export async function findSubject(
	sql: Sql,
	{ number, contact }: Request,
	since: Date
): Promise<Subject | undefined> {
	const spellings = [...new Set([number, number.toUpperCase(), number.toLowerCase()])];
	const [row] = await sql<
		(Omit<Subject, 'invitation'> & {
			invitation: number | null;
			expiresAt: Date | null;
			answered: boolean;
			voiceSent: boolean;
		})[]
	>`
		with named as (
			select id as interaction, customer, "return" from interactions where id = any(${spellings})
			union
			select id, customer, "return" from interactions where "return" = any(${spellings})
			union
			select r.interaction, coalesce(i.customer, r.customer), r.id
			from returns r left join interactions i on i.id = r.interaction where r.id = any(${spellings})
		)
		select
			i.id as interaction, named.customer, named."return", i.started_at as "startedAt",
			exists (select from contacts k where k.customer = named.customer and k.fingerprint = ${contact}) as "ownContact",
			exists (select from decisions d where d.interaction = i.id and (d.outcome <> 'invited' or v.id is not null)) as settled,
			v.id::int as invitation, v.expires_at as "expiresAt",
			exists (select from answers where answers.interaction = i.id) as answered,
			exists (select from messages where messages.invitation = v.id and purpose = 'voice') as "voiceSent",
			(select count(*)::int from voice_requests q join voice_outcomes o on o.request = q.id
				where q.contact = ${contact} and o.at > ${since} and o.outcome in ('sent', 'sent_again')) as "sentToday"
		from named
		left join interactions i on i.id = named.interaction
		left join invitations v on v.interaction = i.id
		order by "ownContact" desc, i.started_at desc nulls last
		limit 1`;
	if (!row) return undefined;
	const { invitation, expiresAt, answered, voiceSent, ...facts } = row;
	return {
		...facts,
		invitation: invitation === null ? null : { id: invitation, expiresAt: expiresAt!, answered, voiceSent }
	};
}

export async function recordVoice(
	sql: Sql,
	row: { request: number; interaction: string | null; return: string | null; outcome: string },
	now: Date
) {
	await sql`insert into voice_outcomes ${sql({ ...row, at: now })}`;
}
