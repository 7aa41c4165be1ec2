// Sums of answers and of those asked. Where one of location, team and product is chosen they are read from what the desk keeps;
// where two are, from the answers of the rarer one.
import { joined, type Sql } from '../database.ts';
import { figures, sumsOf } from '../desk/desk.ts';
import type { Filters } from './filters.ts';
import { piecesOf, type Span } from './periods.ts';
import { remembered, revisionOf } from './remembering.ts';

/** What answers can be told apart by. */
export const groupings = ['location', 'team', 'kind', 'channel', 'sku'] as const;
export type Grouping = (typeof groupings)[number];
export const isGrouping = (name: string | null): name is Grouping => groupings.some((each) => each === name);

export interface Tally {
	/** First day of the period; null for the whole. */
	period: string | null;
	/** Channel, kind, returned; null unless it is one stratum of the whole. */
	stratum: string | null;
	/** Of the grouping; null unless it is one group of the whole. */
	value: string | null;
	answers: number;
	imported: number;
	voices: number;
	excluded: number;
	underSignals: number;
	/** By figure. */
	yes: number[];
	n: number[];
	/** Of these, what is left out of the adjusted figures. */
	leftYes: number[];
	leftN: number[];
}

const scoped = ['location', 'team', 'sku'] as const;

/** The scope that has what is wanted; undefined where two would be needed. */
function scopeOf(filters: Filters, by?: Grouping): { scope: string; value?: string } | undefined {
	const wanted = scoped.filter((field) => filters[field] !== undefined || by === field);
	if (wanted.length > 1) return undefined;
	const [scope] = wanted;
	return scope ? { scope, value: filters[scope] } : { scope: 'all', value: '' };
}

const within = (sql: Sql, { from, to }: Filters, span: Span) => {
	const { whole, edges } = piecesOf({ from, to }, span);
	const parts = edges.map(
		(edge) => sql`span = 'day' and starts between ${edge.from}::date and ${edge.to}::date`
	);
	if (whole)
		parts.push(sql`span = ${span} ${whole.from ? sql`and starts >= ${whole.from}::date` : sql``}
			${whole.until ? sql`and starts < ${whole.until}::date` : sql``}`);
	return parts.reduce((all, part) => sql`${all} or ${part}`, sql`false`);
};

const strata = (sql: Sql, { kind, channel }: Filters) => sql`
	${kind ? sql`and kind = ${kind}` : sql``} ${channel ? sql`and channel = ${channel}` : sql``}`;

type Scope = NonNullable<ReturnType<typeof scopeOf>>;

const inScope = (sql: Sql, filters: Filters, span: Span, { scope, value }: Scope) => sql`
	scope = ${scope} ${value === undefined ? sql`` : sql`and value = ${value}`}
	and (${within(sql, filters, span)}) ${strata(sql, filters)}`;

/** Conditions on desk_answers. */
export const narrowed = (sql: Sql, { from, to, location, team, kind, channel, sku }: Filters) => sql`true
	${from ? sql`and answered_at >= ${from}::date` : sql``}
	${to ? sql`and answered_at < ${to}::date + 1` : sql``}
	${location ? sql`and location = ${location}` : sql``}
	${team ? sql`and team = ${team}` : sql``}
	${kind ? sql`and kind = ${kind}` : sql``}
	${channel ? sql`and channel = ${channel}` : sql``}
	${sku ? sql`and sku = ${sku}` : sql``}`;

const stratum = (sql: Sql) => sql`case when channel is null and kind is null and returned is null then null
	else coalesce(nullif(channel, ''), '–') || ', ' || coalesce(nullif(kind, ''), '–') || case when returned then ', with a return' else '' end end`;

interface Wanted {
	span: Span;
	/** Besides the whole: shares over time, by stratum, by group. */
	periods?: boolean;
	strata?: boolean;
	by?: Grouping;
}

export async function readTallies(sql: Sql, filters: Filters, wanted: Wanted): Promise<Tally[]> {
	const scope = scopeOf(filters, wanted.by);
	const { rows, sums } = scope ? fromSums(sql, filters, wanted, scope) : fromAnswers(sql, filters, wanted);
	const sets = [
		sql`()`,
		...(wanted.periods ? [sql`(period)`] : []),
		...(wanted.strata ? [sql`(channel, kind, returned)`] : []),
		...(wanted.by ? [sql`(value)`] : [])
	];
	return sql<Tally[]>`
		select ${wanted.periods ? sql`period::text` : sql`null`} as period, ${wanted.strata ? stratum(sql) : sql`null`} as stratum,
			${wanted.by ? sql`value` : sql`null`} as value, ${sums}
		from (${rows}) rows
		group by grouping sets (${joined(sql, sets, ', ')})`;
}

/** The whole alone. */
export const tallyOf = async (sql: Sql, filters: Filters): Promise<Tally> =>
	(await readTallies(sql, filters, { span: 'week' }))[0]!;

/** From what the desk keeps. */
function fromSums(sql: Sql, filters: Filters, { span, by }: Wanted, scope: Scope) {
	const value = by === 'kind' || by === 'channel' ? sql(by) : sql`value`;
	const total = (column: string) => sql`coalesce(sum(${sql(column)}), 0)::int`;
	const each = (column: string) =>
		sql`array[${joined(
			sql,
			figures.map((_, at) => sql`coalesce(sum(${sql(column)}[${sql.unsafe(String(at + 1))}]), 0)::int`),
			', '
		)}]`;
	return {
		rows: sql`
			select date_trunc(${span}, starts)::date as period, channel, kind, returned, ${value} as value, answers, imported, voices, excluded,
				under_signals, yes, counted, left_yes, left_counted
			from desk_tallies where ${inScope(sql, filters, span, scope)}`,
		sums: sql`${total('answers')} as answers, ${total('imported')} as imported, ${total('voices')} as voices, ${total('excluded')} as excluded,
			${total('under_signals')} as "underSignals", ${each('yes')} as yes, ${each('counted')} as n, ${each('left_yes')} as "leftYes",
			${each('left_counted')} as "leftN"`
	};
}

/** From the answers themselves. */
function fromAnswers(sql: Sql, filters: Filters, { span, by }: Wanted) {
	const { answers, imported, voices, excluded, underSignals, yes, counted, leftYes, leftCounted } =
		sumsOf(sql);
	return {
		rows: sql`
			select date_trunc(${span}, day)::date as period, coalesce(channel, '') as channel, coalesce(kind, '') as kind, returned,
				${by ? sql`coalesce(${sql(by)}, '')` : sql`''`} as value, 1 as sign, imported, voice, left_out, yes, counted
			from desk_answers where ${narrowed(sql, filters)}`,
		sums: sql`${answers} as answers, ${imported} as imported, ${voices} as voices, ${excluded} as excluded,
			${underSignals} as "underSignals", ${yes} as yes, ${counted} as n, ${leftYes} as "leftYes", ${leftCounted} as "leftN"`
	};
}

export interface Asked {
	/** null: the whole. */
	stratum: string | null;
	interactions: number;
	asked: number;
	answered: number;
}

/** Interactions that began in the period; of two of location, team and product, the sums cannot tell: empty. */
export async function readAsked(sql: Sql, filters: Filters, span: Span): Promise<Asked[]> {
	const scope = scopeOf(filters);
	if (!scope) return [];
	return sql<Asked[]>`
		select ${stratum(sql)} as stratum, coalesce(sum(interactions), 0)::int as interactions, coalesce(sum(asked), 0)::int as asked,
			coalesce(sum(answered), 0)::int as answered
		from desk_asked where ${inScope(sql, filters, span, scope)}
		group by grouping sets ((), (channel, kind, returned))`;
}

/** What the filters can be set to. Products come and go without an answer: they are asked for every minute. */
export const readChoices = async (sql: Sql, now: Date) =>
	(
		await remembered(sql, 'choices', { version: await revisionOf(sql), minutes: 1 }, now, () =>
			listChoices(sql)
		)
	).value;

async function listChoices(sql: Sql) {
	const [row] = await sql<
		{
			locations: string[];
			teams: string[];
			kinds: string[];
			channels: string[];
			products: { sku: string; name: string }[];
		}[]
	>`
		select ${joined(
			sql,
			(['location', 'team', 'kind', 'channel'] as const).map(
				(field) =>
					sql`array(select value from desk_values where field = ${field} order by 1) as ${sql(`${field}s`)}`
			),
			', '
		)},
			coalesce((select json_agg(json_build_object('sku', sku, 'name', coalesce(name, sku)) order by name) from products), '[]') as products`;
	return row!;
}
