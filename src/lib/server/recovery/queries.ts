import type { Sql } from '../database.ts';

export interface CaseRow {
	id: number;
	interaction: string;
	kind: string;
	location: string | null;
	startedAt: Date;
	reason: string;
	openedBy: string;
	openedAt: Date;
	answer: number | null;
	/** Who saw the contact, when and why. */
	looks: { by: string; at: string; reason: string }[];
}

const columns = (sql: Sql) => sql`
	c.id::int, c.interaction, i.kind, i.location, i.started_at as "startedAt", c.reason, staff.email as "openedBy",
	c.opened_at as "openedAt", a.id::int as answer,
	coalesce((select json_agg(json_build_object('by', who.email, 'at', act.at, 'reason', act.reason) order by act.id)
		from actions act join staff who on who.id = act.staff
		where act.action = 'contact_shown' and act.subject = 'case ' || c.id), '[]') as looks
	from cases c
	join staff on staff.id = c.opened_by
	join interactions i on i.id = c.interaction
	left join answers a on a.interaction = c.interaction`;

export async function listCases(sql: Sql): Promise<CaseRow[]> {
	return sql<CaseRow[]>`select ${columns(sql)} order by c.id desc limit 200`;
}

export async function findCase(sql: Sql, id: number): Promise<CaseRow | undefined> {
	const [row] = await sql<CaseRow[]>`select ${columns(sql)} where c.id = ${id}`;
	return row;
}

/** Undefined where the interaction has one, or is not on record. */
export async function insertCase(
	sql: Sql,
	{ answer, reason, staff }: { answer: number; reason: string; staff: number },
	now: Date
): Promise<number | undefined> {
	const [row] = await sql<{ id: number }[]>`
		insert into cases (interaction, reason, opened_by, opened_at)
		select d.interaction, ${reason}, ${staff}, ${now}
		from answers a join decisions d on d.interaction = a.interaction where a.id = ${answer}
		on conflict (interaction) do nothing
		returning id::int`;
	return row?.id;
}

/** The newest address of each kind that the customer has and nobody erased. */
export async function contactsOfCase(
	sql: Sql,
	id: number
): Promise<{ kind: 'email' | 'phone'; sealed: Buffer; salt: Buffer | null }[]> {
	return sql<{ kind: 'email' | 'phone'; sealed: Buffer; salt: Buffer | null }[]>`
		select kind, sealed, salt from (
		select distinct on (k.kind) k.kind, k.sealed, s.salt
		from cases c
		join interactions i on i.id = c.interaction
		-- The newest, even if it says that there is none any more; not what was erased.
		join contacts k on k.customer = i.customer and (k.sealed <> '' or k.fingerprint = '')
		left join subject_keys s on s.customer = k.customer
		where c.id = ${id}
		order by k.kind, k.changed_at desc, k.id desc) newest where sealed <> ''`;
}
