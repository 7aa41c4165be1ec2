import type { Sql } from '../database.ts';

export interface CoverageFilters {
	/** First and last day of beginning, inclusive. */
	from?: string;
	to?: string;
	location?: string;
	team?: string;
	kind?: string;
	sku?: string;
	rep?: string;
}

export const groupings = ['location', 'team', 'rep', 'kind', 'day'] as const;
export type GroupBy = (typeof groupings)[number];

export interface StateCount {
	group: string | null;
	ending: string;
	n: number;
}

const within = (sql: Sql, { from, to, location, team, kind, sku, rep }: CoverageFilters) => sql`true
	${from ? sql`and i.started_at >= ${from}::date` : sql``}
	${to ? sql`and i.started_at < ${to}::date + 1` : sql``}
	${location ? sql`and i.location = ${location}` : sql``}
	${team ? sql`and r.team = ${team}` : sql``}
	${kind ? sql`and i.kind = ${kind}` : sql``}
	${sku ? sql`and i.sku = ${sku}` : sql``}
	${rep ? sql`and i.rep = ${rep}` : sql``}`;

/** Every interaction with the one place where its way ended. Invitations after a voice are not of the draw. */
const ended = (sql: Sql, filters: CoverageFilters, now: Date) => sql`
	select i.id, i.kind, i.location, i.rep, r.team, i.started_at, a.id as answer,
		case
			when a.imported_as is not null then 'answered_elsewhere'
			when a.id is not null and not a.voice then 'answered'
			when d.interaction is null then 'undecided'
			when d.outcome <> 'invited' then d.outcome
			when v.id is null or m.sent is null then 'to_be_sent'
			when m.refused and not m.sent then 'bounced'
			-- Failed so far: tried again until it expires.
			when not m.sent then case when v.expires_at > ${now} then 'to_be_sent' else 'bounced' end
			when exists (select from set_aside s where s.invitation = v.id) then 'set_aside'
			when exists (select from kept_drafts f where f.invitation = v.id) then 'opened'
			when v.expires_at <= ${now} then 'expired'
			else 'waiting'
		end as ending
	from interactions i
	left join decisions d on d.interaction = i.id
	left join invitations v on v.interaction = i.id and v.asked_by = 'draw'
	left join lateral (
		select bool_or(o.outcome = 'sent' and not back.came) as sent,
			bool_or(back.came or coalesce(o.detail ~ '^(?!EAUTH).* 5\\d\\d$', false)) as refused
		from messages m join message_outcomes o on o.message = m.id
		cross join lateral (
			select exists (select from delivery_reports r where r.message = m.id and r.report in ('bounced', 'failed')) as came
		) back
		where m.invitation = v.id
	) m on v.id is not null
	left join answers a on a.interaction = i.id
	left join reps r on r.id = i.rep
	where ${within(sql, filters)}`;

export async function countStates(
	sql: Sql,
	filters: CoverageFilters,
	by: GroupBy | null,
	now: Date
): Promise<StateCount[]> {
	const groups = {
		location: sql`location`,
		team: sql`team`,
		rep: sql`rep`,
		kind: sql`kind`,
		day: sql`(started_at at time zone 'UTC')::date::text`
	};
	return sql<StateCount[]>`
		select ${by ? groups[by] : sql`null`} as group, ending, count(*)::int as n
		from (${ended(sql, filters, now)}) e group by 1, 2`;
}

export interface CountedRow {
	location: string;
	kind: string;
	source: string;
	days: number;
	counted: number;
	logged: number;
	/** Days on which more was counted than logged, and how much. */
	shortDays: number;
	missing: number;
}

/** What others counted beside what was fed, by place, kind and source; the last two days may be on their way. */
export async function countedAgainstLogged(
	sql: Sql,
	{ from, to, location, kind }: CoverageFilters,
	now: Date
): Promise<CountedRow[]> {
	return sql<CountedRow[]>`
		select c.location, c.kind, c.source, count(*)::int as days, sum(c.count)::float8 as counted, sum(coalesce(l.n, 0))::int as logged,
			count(*) filter (where c.count > coalesce(l.n, 0))::int as "shortDays",
			sum(greatest(0, c.count - coalesce(l.n, 0)))::float8 as missing
		from counts c
		left join (
			select i.location, i.kind, (i.started_at at time zone 'UTC')::date as day, count(*) as n from interactions i
			where ${within(sql, { from, to, location, kind })} group by 1, 2, 3
		) l on l.location = c.location and l.kind = c.kind and l.day = c.date
		where c.date < (${now} at time zone 'UTC')::date - 2
			${from ? sql`and c.date >= ${from}::date` : sql``}
			${to ? sql`and c.date <= ${to}::date` : sql``}
			${location ? sql`and c.location = ${location}` : sql``}
			${kind ? sql`and c.kind = ${kind}` : sql``}
		group by 1, 2, 3 order by 1, 2, 3`;
}

export async function unexplainedReturns(
	sql: Sql,
	{ from, to, location, rep, sku }: CoverageFilters
): Promise<{ n: number; unexplained: number }> {
	const [row] = await sql<{ n: number; unexplained: number }[]>`
		select count(*)::int as n, count(*) filter (where not exists (select from interactions i where i.id = r.interaction)
			and not exists (select from interactions i where i."return" = r.id))::int as unexplained
		from returns r
		where true
			${from ? sql`and r.returned_at >= ${from}::date` : sql``}
			${to ? sql`and r.returned_at < ${to}::date + 1` : sql``}
			${location ? sql`and r.location = ${location}` : sql``}
			${rep ? sql`and r.rep = ${rep}` : sql``}
			${sku ? sql`and r.sku = ${sku}` : sql``}`;
	return row!;
}

export interface InteractionRow {
	id: string;
	kind: string;
	location: string | null;
	rep: string | null;
	startedAt: Date;
	answer: number | null;
}

export async function interactionsIn(
	sql: Sql,
	filters: CoverageFilters,
	ending: string,
	now: Date,
	after?: string
): Promise<InteractionRow[]> {
	return sql<InteractionRow[]>`
		select id, kind, location, rep, started_at as "startedAt", answer::int
		from (${ended(sql, filters, now)}) e
		where ending = ${ending}
			${after ? sql`and (started_at, id) < ((select started_at from interactions where id = ${after}), ${after})` : sql``}
		order by started_at desc, id desc limit 51`;
}
