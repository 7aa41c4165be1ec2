import { joined, type Fragment, type Sql } from '../database.ts';
import type { Figure } from './figures.ts';
import type { Filters } from './filters.ts';

/** Conditions on `a` (answers), `i` (interactions), `r` (reps) and `p` (answered_products). */
export function matching(sql: Sql, filters: Filters) {
	return sql`true
		${filters.from ? sql`and a.answered_at >= ${filters.from}::date` : sql``}
		${filters.to ? sql`and a.answered_at < ${filters.to}::date + 1` : sql``}
		${filters.location ? sql`and i.location = ${filters.location}` : sql``}
		${filters.team ? sql`and r.team = ${filters.team}` : sql``}
		${filters.kind ? sql`and i.kind = ${filters.kind}` : sql``}
		${filters.sku ? sql`and p.sku = ${filters.sku}` : sql``}`;
}

/** The tables an answer is read with; the product only where it is asked for. */
export function answersWithContext(sql: Sql, filters: Filters) {
	return sql`answers a
		left join interactions i on i.id = a.interaction
		${filters.team ? sql`left join reps r on r.id = i.rep` : sql``}
		${filters.sku ? sql`left join answered_products p on p.answer = a.id` : sql``}`;
}

export interface FigureCount {
	/** First day of the period; null for the whole. */
	period: string | null;
	answers: number;
	imported: number;
	/** Answers of customers who had to ask to be asked; in no figure, because they chose themselves. */
	voices: number;
	/** Answers left out of the adjusted figures: two people excluded them, or a signal rests on them. */
	excluded: number;
	underSignals: number;
	/** By figure, in the order given. */
	yes: number[];
	n: number[];
	adjustedYes: number[];
	adjustedN: number[];
}

/** Whether a figure is true of `a`, and whether its question applied. */
function conditions(sql: Sql) {
	const isYes = ({ key, yes, several }: Figure) =>
		several ? sql`a.replies -> ${key}::text ?| ${yes}` : sql`a.replies ->> ${key}::text = any(${yes})`;
	const counts = ({ key, ignored }: Figure) =>
		sql`a.replies ? ${key}::text and not coalesce(a.replies ->> ${key}::text = any(${ignored}), false)`;
	return { isYes, counts };
}

export async function countFigures(
	sql: Sql,
	figures: Figure[],
	filters: Filters,
	period: 'week' | 'month'
): Promise<FigureCount[]> {
	const { isYes, counts } = conditions(sql);
	const each = (condition: (figure: Figure) => Fragment, also: (figure: Figure) => Fragment = () => sql``) =>
		joined(
			sql,
			figures.map(
				(figure) => sql`count(*) filter (where not a.voice ${also(figure)} and ${condition(figure)})::int`
			),
			', '
		);
	// Counting everything twice is worth it only where something is excluded.
	const [excluded] = await sql`
		select from unadjusted_answers union all select from influenced_answers limit 1`;
	// A score somebody asked for bends the headline, not what else its customer says.
	const included = ({ isScore }: Figure) =>
		isScore ? sql`and x.answer is null and f.answer is null` : sql`and x.answer is null`;
	const adjusted = excluded
		? sql`array[${each(isYes, included)}] as "adjustedYes", array[${each(counts, included)}] as "adjustedN"`
		: sql`'{}'::int[] as "adjustedYes", '{}'::int[] as "adjustedN"`;
	return sql<FigureCount[]>`
		select
			to_char(date_trunc(${period}, a.answered_at), 'YYYY-MM-DD') as period,
			count(*) filter (where not a.voice)::int as answers,
			count(*) filter (where a.voice)::int as voices,
			count(a.imported_as)::int as imported,
			count(x.answer) filter (where not a.voice and e.answer is not null)::int as excluded,
			count(*) filter (where not a.voice and e.answer is null and (x.answer is not null or f.answer is not null))::int as "underSignals",
			array[${each(isYes)}] as yes,
			array[${each(counts)}] as n,
			${adjusted}
		from ${answersWithContext(sql, filters)}
		left join unadjusted_answers x on x.answer = a.id
		left join excluded_answers e on e.answer = a.id
		left join influenced_answers f on f.answer = a.id
		where ${matching(sql, filters)}
		group by grouping sets ((), (1))
		order by 1 nulls first`;
}

/** What the filters can be set to. */
export async function readChoices(sql: Sql) {
	const [row] = await sql<
		{ locations: string[]; teams: string[]; kinds: string[]; products: { sku: string; name: string }[] }[]
	>`
		select
			array(select distinct location from interactions where location is not null order by 1) as locations,
			array(select distinct team from reps where team is not null order by 1) as teams,
			array(select distinct kind from interactions order by 1) as kinds,
			coalesce((select json_agg(json_build_object('sku', sku, 'name', coalesce(name, sku)) order by name) from products), '[]') as products`;
	return row!;
}

export interface StratumCount {
	/** channel, kind, and whether something came back. */
	stratum: string;
	answered: number;
	yes: number[];
	n: number[];
}

const stratumOf = (sql: Sql) => sql`
	coalesce(i.channel, '–') || ', ' || i.kind || case when i."return" is not null
		or exists (select from returns back where back.interaction = i.id) then ', with a return' else '' end`;

/** Answers by stratum. */
export async function countStrata(sql: Sql, figures: Figure[], filters: Filters): Promise<StratumCount[]> {
	const { isYes, counts } = conditions(sql);
	const each = (condition: (figure: Figure) => Fragment) =>
		joined(
			sql,
			figures.map((figure) => sql`count(*) filter (where ${condition(figure)})::int`),
			', '
		);
	return sql<StratumCount[]>`
		select ${stratumOf(sql)} as stratum, count(*)::int as answered, array[${each(isYes)}] as yes, array[${each(counts)}] as n
		from ${answersWithContext(sql, filters)}
		where ${matching(sql, filters)} and not a.voice and i.id is not null
		group by 1`;
}

/** How many were asked, by stratum; those of before we were there count as asked, for nobody knows. */
export async function countAsked(sql: Sql, filters: Filters): Promise<Map<string, number>> {
	const { from, to, location, team, kind, sku } = filters;
	const rows = await sql<{ stratum: string; asked: number }[]>`
		select ${stratumOf(sql)} as stratum, count(*)::int as asked
		from interactions i
		join decisions d on d.interaction = i.id and d.outcome in ('invited', 'too_late')
		${team ? sql`left join reps r on r.id = i.rep` : sql``}
		where true
			${from ? sql`and i.started_at >= ${from}::date` : sql``}
			${to ? sql`and i.started_at < ${to}::date + 1` : sql``}
			${location ? sql`and i.location = ${location}` : sql``}
			${team ? sql`and r.team = ${team}` : sql``}
			${kind ? sql`and i.kind = ${kind}` : sql``}
			${sku ? sql`and i.sku = ${sku}` : sql``}
		group by 1`;
	return new Map(rows.map(({ stratum, asked }) => [stratum, asked]));
}
