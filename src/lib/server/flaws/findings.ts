// Findings as the last analysis measured them, with what people have done about them.
import { labelOf } from '../../web/findings.ts';
import { joined, type Sql } from '../database.ts';
import { rateRatio } from '../../statistics/poisson-rates.ts';
import type { Tier } from './assess.ts';
import type { LotCell } from './batches.ts';
import type { Cause } from './cause.ts';
import type { Evidence } from './evidence.ts';
import type { SeriesPoint } from './series.ts';
import { nextStep, sentenceOf } from './sentences.ts';

export const states = ['watching', 'investigating', 'confirmed', 'fix_shipped', 'dismissed'] as const;
export type State = (typeof states)[number];

export interface Finding {
	id: number;
	sku: string;
	product: string;
	category: string | null;
	mode: string;
	label: string;
	tier: Tier | null;
	cause: Cause;
	lot: string | null;
	observed: number;
	expected: number;
	ebgm: number;
	eb05: number;
	eb95: number;
	eValue: number;
	/** A day such as 2026-01-31. */
	since: string | null;
	inUse: number;
	firstCrossedAt: string | null;
	/** null: nobody has looked at it. */
	state: State | null;
	fixLot: string | null;
	owner: string | null;
	ownerId: number | null;
	/** Observed and expected, by day. */
	series: SeriesPoint[];
	sentence: string;
	nextStep: string;
	fix: FixMeasured | null;
}

export interface Filter {
	tier?: string;
	cause?: string;
	category?: string;
	state?: string;
	sku?: string;
	/** Part of a product's name, its SKU, or a mode. */
	search?: string;
	/** First crossed within these days. */
	from?: string;
	to?: string;
	/** Also what does not stand out any more. */
	faded?: boolean;
	ids?: number[];
	after?: number;
	limit?: number;
}

export type Order = 'strength' | 'newest' | 'units';

type Row = Omit<Finding, 'label' | 'sentence' | 'nextStep' | 'fix'> & {
	labels: { code: string; label: string }[] | null;
	/** Only where a fix is to be measured. */
	lots: LotCell[] | null;
};

/** The findings that fit, strongest first unless said. */
export async function listFindings(sql: Sql, filter: Filter, order: Order = 'strength'): Promise<Finding[]> {
	const by = {
		strength: sql`array_position(array['confirmed', 'signal', 'watch'], m.tier) nulls last, m.eb05 desc, f.id`,
		newest: sql`first_crossed.on desc nulls last, f.id`,
		units: sql`m.in_use desc, f.id`
	}[order];
	const rows = await sql<Row[]>`
		select f.id::int, f.sku, coalesce(p.name, f.sku) as product, p.category, f.failure_mode as mode, p.failure_modes as labels,
			m.tier, m.cause, m.lot, m.observed, m.expected, m.ebgm, m.eb05, m.eb95, m.e_value as "eValue", m.since::text,
			m.in_use as "inUse", m.evidence -> 'series' as series,
			case when state.state = 'fix_shipped' then m.evidence -> 'lots' end as lots, first_crossed.on::text as "firstCrossedAt",
			state.state, state.fix_lot as "fixLot", owner.email as owner, owner.id::int as "ownerId"
		from findings f
		join lateral (select * from measurements where finding = f.id order by analysis desc limit 1) m on true
		left join products p on p.sku = f.sku
		left join lateral (select min(crossed_on) as on from crossings where finding = f.id) first_crossed on true
		left join lateral (
			select state, fix_lot from finding_steps s where s.finding = f.id and s.step = 'state'
				and not (s.state = 'dismissed' and exists (
					select from crossings c where c.finding = f.id and c.noted_at > s.at))
			order by id desc limit 1
		) state on true
		left join lateral (
			select owner from finding_steps where finding = f.id and step = 'owner' order by id desc limit 1
		) taken on true
		left join staff owner on owner.id = taken.owner
		where ${joined(sql, [sql`true`, ...conditions(sql, filter)], ' and ')}
		order by ${filter.after === undefined ? by : sql`f.id`}
		${filter.limit ? sql`limit ${filter.limit}` : sql``}`;
	return rows.map(told);
}

function* conditions(sql: Sql, filter: Filter) {
	const { tier, cause, category, state, sku, search, from, to, faded, ids, after } = filter;
	if (ids !== undefined) yield sql`f.id = any(${ids})`;
	if (after !== undefined) yield sql`f.id > ${after}`;
	if (tier) yield sql`m.tier = ${tier}`;
	else if (!faded) yield sql`(m.tier is not null or state.state = 'fix_shipped')`;
	if (cause) yield sql`m.cause = ${cause}`;
	if (category) yield sql`p.category = ${category}`;
	if (state === 'open') yield sql`state.state is distinct from 'dismissed'`;
	else if (state === 'none') yield sql`state.state is null`;
	else if (state && state !== 'any') yield sql`state.state = ${state}`;
	if (sku !== undefined) yield sql`f.sku = ${sku}`;
	if (from) yield sql`first_crossed.on >= ${from}::date`;
	if (to) yield sql`first_crossed.on <= ${to}::date`;
	if (search)
		yield sql`position(lower(${search}) in lower(concat_ws(' ', p.name, f.sku, f.failure_mode, p.failure_modes::text, m.lot))) > 0`;
}

function told({ labels, lots, ...row }: Row): Finding {
	const label = labelOf(row.mode, new Map((labels ?? []).map((each) => [each.code, each.label])));
	return {
		...row,
		label,
		sentence: sentenceOf({ ...row, label }),
		nextStep: nextStep(row),
		fix: lots !== null && row.fixLot !== null ? fixMeasured(lots, row.fixLot) : null
	};
}

export interface WholeFinding extends Finding {
	evidence: Evidence;
	/** Tiers and the days they were first reached. */
	crossings: { tier: Tier; on: string }[];
	analysedAsOf: string;
	/** Names of the company's for failure modes of this product. */
	labels: [string, string][];
}

export async function findFinding(sql: Sql, id: number): Promise<WholeFinding | undefined> {
	const [[finding], [more]] = await Promise.all([
		listFindings(sql, { ids: [id], faded: true }),
		sql<Omit<WholeFinding, keyof Finding>[]>`
			select m.evidence, a.as_of::text as "analysedAsOf",
				(select coalesce(json_agg(json_build_object('tier', c.tier, 'on', c.crossed_on) order by c.id), '[]')
					from crossings c where c.finding = f.id) as crossings,
				(select coalesce(json_agg(json_build_array(item ->> 'code', item ->> 'label')), '[]')
					from products p, jsonb_array_elements(p.failure_modes) item where p.sku = f.sku) as labels
			from findings f
			join lateral (select * from measurements where finding = f.id order by analysis desc limit 1) m on true
			join analyses a on a.id = m.analysis
			where f.id = ${id}`
	]);
	return finding && more ? { ...finding, ...more } : undefined;
}

/** Lots from the one with the fix on, against those before it. */
export interface FixMeasured {
	before: { n: number; expected: number };
	after: { n: number; expected: number };
	/** How many times the rate of the lots before; `high` null: unbounded. Null while there is nothing to compare. */
	ratio: { estimate: number; low: number; high: number | null } | null;
	verdict: 'better' | 'not better' | 'too early' | 'not sold yet' | 'no lot before';
}

export function fixMeasured(lots: LotCell[], fixLot: string): FixMeasured {
	const at = lots.findIndex(({ name }) => name === fixLot);
	const sum = (some: LotCell[]) => ({
		n: some.reduce((total, { n }) => total + n, 0),
		expected: some.reduce((total, { expected }) => total + expected, 0)
	});
	const [before, after] = [sum(at < 0 ? lots : lots.slice(0, at)), sum(at < 0 ? [] : lots.slice(at))];
	if (at < 0 || after.expected <= 0) return { before, after, ratio: null, verdict: 'not sold yet' };
	if (before.expected <= 0) return { before, after, ratio: null, verdict: 'no lot before' };
	if (before.n === 0) return { before, after, ratio: null, verdict: 'too early' };
	const { estimate, low, high } = rateRatio(after.n, after.expected, before.n, before.expected);
	// A fix that does not even halve the rate is none.
	const verdict = high < 1 ? 'better' : low > 0.5 ? 'not better' : 'too early';
	return { before, after, ratio: { estimate, low, high: Number.isFinite(high) ? high : null }, verdict };
}
