import type { Sql } from '../database.ts';

/**
 * One notice for each changed address that has none: to the newest other one of its kind before. Not to one that opted out, is a
 * staff member's, or serves more than two customers.
 */
export async function insertChangeNotices(
	sql: Sql,
	{ received, since, hasSms }: { received: Date; since: Date; hasSms: boolean },
	now: Date
): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		insert into notices (kind, contact, about, created_at)
		select 'contact_changed', before.id, c.id, ${now}
		from contacts c
		cross join lateral (
			select old.id, old.fingerprint, old.received_at from contacts old
			where old.customer = c.customer and old.kind = c.kind and old.sealed <> '' and old.fingerprint <> c.fingerprint
				and (old.changed_at, old.id) < (c.changed_at, c.id)
			order by old.changed_at desc, old.id desc limit 1
		) before
		where c.received_at = ${received} and (c.kind = 'email' or ${hasSms})
			-- Backdated, it is news all the same to an address we have known for longer.
			and (c.changed_at >= ${since} or before.received_at < ${since})
			and not exists (select from notices n where n.about = c.id)
			and not exists (select from stopped where stopped.fingerprint = before.fingerprint)
			and not exists (select from reps where before.fingerprint in (reps.email, reps.phone))
			-- Who changes it cannot silence the notice by giving the old address to others before.
			and (select count(distinct same.customer) from contacts same
				where same.fingerprint = before.fingerprint and same.changed_by is distinct from c.changed_by) <= 2
		order by c.id
		on conflict do nothing
		returning id::int`;
	return rows.map(({ id }) => id);
}

export async function freshPromises(
	sql: Sql,
	{ interactions, since }: { interactions: string[]; since: Date }
): Promise<string[]> {
	const rows = await sql<{ id: string }[]>`
		select id from interactions i
		where id = any(${interactions}) and promise is not null and started_at >= ${since}
			and not exists (select from notices n where n.interaction = i.id)`;
	return rows.map(({ id }) => id);
}

export async function insertPromiseNotice(
	sql: Sql,
	{ interaction, contact }: { interaction: string; contact: number },
	now: Date
): Promise<number | undefined> {
	const [row] = await sql<{ id: number }[]>`
		insert into notices (kind, contact, interaction, created_at) values ('promise', ${contact}, ${interaction}, ${now})
		on conflict do nothing returning id::int`;
	return row?.id;
}

export interface NoticeRow {
	kind: 'contact_changed' | 'promise';
	sealed: Buffer;
	salt: Buffer | null;
	isPhone: boolean;
	language: string | null;
	timezone: string | null;
	changedAt: Date | null;
	promise: string | null;
	dueAt: Date | null;
	interactionKind: string | null;
	startedAt: Date | null;
	attempts: number;
	isSent: boolean;
	isStopped: boolean;
}

export async function findNotice(sql: Sql, notice: number): Promise<NoticeRow | undefined> {
	const [row] = await sql<NoticeRow[]>`
		select n.kind, k.sealed, s.salt, k.kind = 'phone' as "isPhone", coalesce(i.language, c.language) as language, c.timezone, about.changed_at as "changedAt",
			i.promise, i.promise_due_at as "dueAt", i.kind as "interactionKind", i.started_at as "startedAt",
			(select coalesce(max(attempt), 0) from notice_outcomes o where o.notice = n.id) as attempts,
			exists (select from notice_outcomes o where o.notice = n.id and o.outcome = 'sent') as "isSent",
			exists (select from stopped where stopped.fingerprint = k.fingerprint) as "isStopped"
		from notices n
		join contacts k on k.id = n.contact
		left join contacts about on about.id = n.about
		left join subject_keys s on s.customer = k.customer
		left join customers c on c.id = k.customer
		left join interactions i on i.id = n.interaction
		where n.id = ${notice}`;
	return row;
}

/** False where another worker has noted the same. */
export async function noteNotice(
	sql: Sql,
	row: { notice: number; attempt: number; outcome: 'begun' | 'sent' | 'failed'; detail?: string },
	now: Date
): Promise<boolean> {
	const rows = await sql`
		insert into notice_outcomes (notice, attempt, outcome, detail, at)
		values (${row.notice}, ${row.attempt}, ${row.outcome}, ${row.detail ?? null}, ${now})
		on conflict do nothing returning 1`;
	return rows.length === 1;
}

export async function insertNoticeLink(
	sql: Sql,
	{ hash, notice }: { hash: Buffer; notice: number },
	now: Date
) {
	await sql`insert into notice_links (hash, notice, minted_at) values (${hash}, ${notice}, ${now})`;
}

export interface NoticeLinkRow {
	notice: number;
	language: string | null;
	timezone: string | null;
	changedAt: Date;
	isDenied: boolean;
}

export async function findNoticeLink(sql: Sql, hash: Buffer): Promise<NoticeLinkRow | undefined> {
	const [row] = await sql<NoticeLinkRow[]>`
		select n.id::int as notice, c.language, c.timezone, about.changed_at as "changedAt",
			exists (select from denials d where d.notice = n.id) as "isDenied"
		from notice_links l
		join notices n on n.id = l.notice
		join contacts about on about.id = n.about
		left join customers c on c.id = about.customer
		where l.hash = ${hash}`;
	return row;
}

export async function insertDenial(sql: Sql, notice: number, now: Date) {
	await sql`
		insert into denials (notice, at) select ${notice}, ${now}
		where not exists (select from denials where notice = ${notice})
		on conflict do nothing`;
}
