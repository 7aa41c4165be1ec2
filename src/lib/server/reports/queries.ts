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
	/** Answers two people excluded from the adjusted figures. */
	excluded: number;
	/** By figure, in the order given. */
	yes: number[];
	n: number[];
	adjustedYes: number[];
	adjustedN: number[];
}

export async function countFigures(
	sql: Sql,
	figures: Figure[],
	filters: Filters,
	period: 'week' | 'month'
): Promise<FigureCount[]> {
	const isYes = ({ key, yes, several }: Figure) =>
		several ? sql`a.replies -> ${key}::text ?| ${yes}` : sql`a.replies ->> ${key}::text = any(${yes})`;
	const counts = ({ key, ignored }: Figure) =>
		sql`a.replies ? ${key}::text and not coalesce(a.replies ->> ${key}::text = any(${ignored}), false)`;
	const each = (condition: (figure: Figure) => Fragment, also = sql``) =>
		joined(
			sql,
			figures.map((figure) => sql`count(*) filter (where not a.voice ${also} and ${condition(figure)})::int`),
			', '
		);
	// Counting everything twice is worth it only where something is excluded.
	const [excluded] = await sql`select from excluded_answers limit 1`;
	const included = sql`and x.answer is null`;
	const adjusted = excluded
		? sql`array[${each(isYes, included)}] as "adjustedYes", array[${each(counts, included)}] as "adjustedN"`
		: sql`'{}'::int[] as "adjustedYes", '{}'::int[] as "adjustedN"`;
	return sql<FigureCount[]>`
		select
			to_char(date_trunc(${period}, a.answered_at), 'YYYY-MM-DD') as period,
			count(*) filter (where not a.voice)::int as answers,
			count(*) filter (where a.voice)::int as voices,
			count(a.imported_as)::int as imported,
			count(x.answer) filter (where not a.voice)::int as excluded,
			array[${each(isYes)}] as yes,
			array[${each(counts)}] as n,
			${adjusted}
		from ${answersWithContext(sql, filters)}
		left join excluded_answers x on x.answer = a.id
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
