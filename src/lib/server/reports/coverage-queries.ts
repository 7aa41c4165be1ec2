import type { Sql } from '../database.ts';
import { begun, ended, type EndingFilters } from '../desk/desk.ts';

export type CoverageFilters = EndingFilters;

export const groupings = ['location', 'team', 'rep', 'kind', 'day'] as const;
export type GroupBy = (typeof groupings)[number];

export interface StateCount {
	group: string | null;
	ending: string;
	n: number;
}

const scoped = ['location', 'team', 'sku', 'rep'] as const;

/** What the desk keeps of these, where one of location, team, product and rep is wanted; reps by whole weeks, of all kinds together. */
function keptOf(sql: Sql, filters: CoverageFilters, by: GroupBy | null) {
	const wanted = scoped.filter((field) => filters[field] !== undefined || by === field);
	if (wanted.length > 1) return undefined;
	const scope = wanted[0] ?? 'all';
	if (scope === 'rep' && (filters.kind !== undefined || by === 'kind' || by === 'day')) return undefined;
	const value = scope === 'all' ? '' : filters[scope];
	const { from, to, kind } = filters;
	return sql`desk_endings where scope = ${scope} ${value === undefined ? sql`` : sql`and value = ${value}`}
		${from ? sql`and starts >= ${scope === 'rep' ? sql`date_trunc('week', ${from}::date)::date` : sql`${from}::date`}` : sql``}
		${to ? sql`and starts <= ${to}::date` : sql``} ${kind ? sql`and kind = ${kind}` : sql``}`;
}

/** When the desk counted last; null: never, or what is wanted it does not keep: then everything is counted now. */
export async function countedAt(
	sql: Sql,
	filters: CoverageFilters,
	by: GroupBy | null
): Promise<Date | null> {
	if (!keptOf(sql, filters, by)) return null;
	const [row] = await sql<{ at: Date | null }[]>`select endings_at as at from desk_marks`;
	return row!.at;
}

export async function countStates(
	sql: Sql,
	filters: CoverageFilters,
	by: GroupBy | null,
	now: Date
): Promise<StateCount[]> {
	const kept = keptOf(sql, filters, by);
	if (kept && (await countedAt(sql, filters, by))) {
		const group =
			by === null ? sql`null` : by === 'kind' ? sql`kind` : by === 'day' ? sql`starts::text` : sql`value`;
		return sql<StateCount[]>`
			select ${group} as group, ending, sum(n)::int as n from ${kept} group by 1, 2`;
	}
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

type LoggedFilters = Pick<CoverageFilters, 'from' | 'to' | 'location' | 'kind'>;

/** Not async: a statement that is awaited is run. */
function loggedByDay(sql: Sql, filters: LoggedFilters, isKept: boolean) {
	const { from, to, location, kind } = filters;
	if (!isKept)
		return sql`
			select i.location, i.kind, (i.started_at at time zone 'UTC')::date as day, count(*) as n from interactions i
			where ${begun(sql, filters)} group by 1, 2, 3`;
	return sql`
		select value as location, kind, starts as day, sum(n) as n from desk_endings
		where scope = 'location' ${location ? sql`and value = ${location}` : sql``} ${kind ? sql`and kind = ${kind}` : sql``}
			${from ? sql`and starts >= ${from}::date` : sql``} ${to ? sql`and starts <= ${to}::date` : sql``}
		group by 1, 2, 3`;
}

/** What others counted beside what was fed, by place, kind and source; the last two days may be on their way. */
export async function countedAgainstLogged(
	sql: Sql,
	{ from, to, location, kind }: CoverageFilters,
	now: Date
): Promise<CountedRow[]> {
	const isKept = (await countedAt(sql, { location }, 'location')) !== null;
	return sql<CountedRow[]>`
		select c.location, c.kind, c.source, count(*)::int as days, sum(c.count)::float8 as counted, sum(coalesce(l.n, 0))::int as logged,
			count(*) filter (where c.count > coalesce(l.n, 0))::int as "shortDays",
			sum(greatest(0, c.count - coalesce(l.n, 0)))::float8 as missing
		from counts c
		left join (${loggedByDay(sql, { from, to, location, kind }, isKept)}) l on l.location = c.location and l.kind = c.kind and l.day = c.date
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
