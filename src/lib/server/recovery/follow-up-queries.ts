import type { Sql } from '../database.ts';
import { recipientColumns, type Recipient } from './handing.ts';

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

export interface FollowUpRow extends Recipient {
	contact: number;
	/** Whose contact it is. */
	customer: string;
	expiresAt: Date;
	isClosed: boolean;
	isStopped: boolean;
}

export async function findFollowUp(sql: Sql, id: number): Promise<FollowUpRow | undefined> {
	const [row] = await sql<FollowUpRow[]>`
		select ${recipientColumns(sql, 'follow_up', sql`f.id`)}, f.contact::int, k.customer,
			f.expires_at as "expiresAt", s.closed_at is not null as "isClosed",
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
