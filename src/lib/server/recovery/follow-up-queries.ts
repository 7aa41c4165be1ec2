import type { Sql } from '../database.ts';

export async function interactionOfCase(sql: Sql, id: number): Promise<string> {
	const [row] = await sql<{ interaction: string }[]>`select interaction from cases where id = ${id}`;
	return row!.interaction;
}

export async function timezoneOfCase(sql: Sql, id: number): Promise<string | null> {
	const [row] = await sql<{ timezone: string | null }[]>`
		select c.timezone from cases join interactions i on i.id = cases.interaction left join customers c on c.id = i.customer
		where cases.id = ${id}`;
	return row?.timezone ?? null;
}

/** The follow-up of a case; of one that was closed before, the same. */
export async function insertFollowUp(
	sql: Sql,
	followUp: { case: number; contact: number; expiresAt: Date },
	now: Date
): Promise<number> {
	const [known] = await sql<{ id: number }[]>`select id::int from follow_ups where "case" = ${followUp.case}`;
	if (known) return known.id;
	const [row] = await sql<{ id: number }[]>`
		insert into follow_ups ("case", contact, created_at, expires_at)
		values (${followUp.case}, ${followUp.contact}, ${now}, ${followUp.expiresAt}) returning id::int`;
	return row!.id;
}

export interface FollowUpRow {
	sealed: Buffer;
	salt: Buffer | null;
	isPhone: boolean;
	language: string | null;
	timezone: string | null;
	kind: string;
	startedAt: Date;
	expiresAt: Date;
	attempts: number;
	isSent: boolean;
	isClosed: boolean;
	isStopped: boolean;
}

export async function findFollowUp(sql: Sql, id: number): Promise<FollowUpRow | undefined> {
	const [row] = await sql<FollowUpRow[]>`
		select k.sealed, y.salt, k.kind = 'phone' as "isPhone", coalesce(i.language, c.language) as language, c.timezone, i.kind,
			i.started_at as "startedAt", f.expires_at as "expiresAt", s.closed_at is not null as "isClosed",
			(select coalesce(max(attempt), 0) from recovery_outcomes o where o.what = 'follow_up' and o.number = f.id) as attempts,
			exists (select from recovery_outcomes o where o.what = 'follow_up' and o.number = f.id and o.outcome = 'sent') as "isSent",
			exists (select from stopped where stopped.fingerprint = k.fingerprint) as "isStopped"
		from follow_ups f
		join case_standings s on s."case" = f."case"
		join cases on cases.id = f."case"
		join interactions i on i.id = cases.interaction
		join contacts k on k.id = f.contact
		left join subject_keys y on y.customer = k.customer
		left join customers c on c.id = i.customer
		where f.id = ${id}`;
	return row;
}

export interface OutcomeNote {
	what: 'reply' | 'follow_up';
	number: number;
	attempt: number;
	outcome: 'begun' | 'sent' | 'failed' | 'refused';
	detail?: string;
}

/** False where another worker has noted the same. */
export async function noteOutcome(
	sql: Sql,
	{ what, number, attempt, outcome, detail }: OutcomeNote,
	now: Date
) {
	const rows = await sql`
		insert into recovery_outcomes (what, number, attempt, outcome, detail, at)
		values (${what}, ${number}, ${attempt}, ${outcome}, ${detail ?? null}, ${now})
		on conflict do nothing returning 1`;
	return rows.length === 1;
}

export async function insertFollowUpLink(
	sql: Sql,
	{ hash, followUp }: { hash: Buffer; followUp: number },
	now: Date
) {
	await sql`insert into follow_up_links (hash, follow_up, minted_at) values (${hash}, ${followUp}, ${now})`;
}

export interface FollowUpLinkRow {
	followUp: number;
	language: string | null;
	expiresAt: Date;
	isAnswered: boolean;
}

export async function findFollowUpLink(sql: Sql, hash: Buffer): Promise<FollowUpLinkRow | undefined> {
	const [row] = await sql<FollowUpLinkRow[]>`
		select f.id::int as "followUp", coalesce(i.language, c.language) as language, f.expires_at as "expiresAt",
			exists (select from follow_up_answers a where a.follow_up = f.id) as "isAnswered"
		from follow_up_links l
		join follow_ups f on f.id = l.follow_up
		join cases on cases.id = f."case"
		join interactions i on i.id = cases.interaction
		left join customers c on c.id = i.customer
		where l.hash = ${hash}`;
	return row;
}

export interface FollowUpAnswer {
	followUp: number;
	eased: string | null;
	resolved: string | null;
	stay: string | null;
}

/** The first one stands. */
export async function insertFollowUpAnswer(
	sql: Sql,
	{ followUp, eased, resolved, stay }: FollowUpAnswer,
	now: Date
) {
	await sql`
		insert into follow_up_answers (follow_up, eased, resolved, stay, answered_at)
		select ${followUp}, ${eased}, ${resolved}, ${stay}, ${now}
		where not exists (select from follow_up_answers where follow_up = ${followUp})
		on conflict do nothing`;
}

/** Of the invitation v: where its newest message went. */
const reachedAt = (sql: Sql) => sql`coalesce((
	select m.contact from messages m join message_outcomes o on o.message = m.id and o.outcome = 'sent'
	where m.invitation = v.id and m.contact is not null
	order by exists (select from delivery_reports r where r.message = m.id and r.report in ('bounced', 'failed')), m.id desc limit 1), v.contact)`;

const isDenied = (sql: Sql) => sql`exists (
	select from notices n join denials x on x.notice = n.id join contacts denied on denied.id = n.about
	where denied.customer = k.customer and denied.fingerprint = k.fingerprint)`;

export interface ReplyRow {
	words: string;
	sealed: Buffer;
	salt: Buffer | null;
	isPhone: boolean;
	language: string | null;
	timezone: string | null;
	kind: string;
	startedAt: Date;
	attempts: number;
	isSent: boolean;
}

/**
 * To the address the last message about the interaction went to, unless its customer says that it is not theirs; where nobody was asked
 * through a link, there is none.
 */
export async function findReply(sql: Sql, step: number): Promise<ReplyRow | undefined> {
	const [row] = await sql<ReplyRow[]>`
		select s.words, k.sealed, y.salt, k.kind = 'phone' as "isPhone", coalesce(i.language, c.language) as language, c.timezone, i.kind,
			i.started_at as "startedAt",
			(select coalesce(max(attempt), 0) from recovery_outcomes o where o.what = 'reply' and o.number = s.id) as attempts,
			exists (select from recovery_outcomes o where o.what = 'reply' and o.number = s.id and o.outcome = 'sent') as "isSent"
		from case_steps s
		join cases on cases.id = s."case"
		join interactions i on i.id = cases.interaction
		join invitations v on v.interaction = cases.interaction
		join contacts k on k.id = ${reachedAt(sql)}
		left join subject_keys y on y.customer = k.customer
		left join customers c on c.id = i.customer
		where s.id = ${step} and s.step = 'reply' and not ${isDenied(sql)}`;
	return row;
}

export async function canReply(sql: Sql, id: number): Promise<boolean> {
	const [row] = await sql`
		select from cases join invitations v on v.interaction = cases.interaction join contacts k on k.id = ${reachedAt(sql)}
		where cases.id = ${id} and k.sealed <> '' and not ${isDenied(sql)}`;
	return row !== undefined;
}
