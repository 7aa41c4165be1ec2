import type { Sql } from '../database.ts';

interface RankRow {
	sku: string;
	name: string;
	category: string | null;
	units: number;
	returns: number;
	repeatReturns: number;
	returnedLineages: number;
	lineagesAgain: number;
	answersAsked: number;
	answersFailed: number;
	topMode: string | null;
	topModeCount: number;
}

/** Every product that was named anywhere, most repeat returns first. */
export async function rankCounts(sql: Sql): Promise<RankRow[]> {
	return sql<RankRow[]>`
		with by_return as (
			select sku, count(*)::int as returns, count(*) filter (where turn > 1)::int as repeats from returns_in_lineage group by sku
		), by_lineage as (
			select sku, count(*)::int as lineages, count(*) filter (where came > 1)::int as again
			from (select sku, lineage, max(turn) as came from returns_in_lineage where lineage is not null group by sku, lineage) each
			group by sku
		), by_unit as (
			select sku, count(*)::int as units from units group by sku
		), about as (
			select p.sku, a.replies from answered_products p join answers a on a.id = p.answer
			where p.sku is not null and not a.voice and a.replies ? 'product_failed'
		), by_answer as (
			select sku, count(*)::int as asked, count(*) filter (where replies ->> 'product_failed' = 'yes')::int as failed
			from about group by sku
		), by_mode as (
			select distinct on (sku) sku, replies ->> 'failure_mode' as mode, count(*)::int as count
			from about where replies ->> 'product_failed' = 'yes' and replies ? 'failure_mode'
			group by 1, 2 order by sku, count desc, mode
		), named as (
			select sku from products union select sku from by_return union select sku from by_unit union select sku from by_answer
		)
		select
			named.sku, coalesce(p.name, named.sku) as name, p.category,
			coalesce(u.units, 0) as units, coalesce(r.returns, 0) as returns, coalesce(r.repeats, 0) as "repeatReturns",
			coalesce(l.lineages, 0) as "returnedLineages", coalesce(l.again, 0) as "lineagesAgain",
			coalesce(a.asked, 0) as "answersAsked", coalesce(a.failed, 0) as "answersFailed",
			coalesce((select own ->> 'label' from jsonb_array_elements(p.failure_modes) own where own ->> 'code' = m.mode),
				case m.mode when 'other' then 'Something else' else m.mode end) as "topMode",
			coalesce(m.count, 0) as "topModeCount"
		from named
		left join products p using (sku)
		left join by_unit u using (sku)
		left join by_return r using (sku)
		left join by_lineage l using (sku)
		left join by_answer a using (sku)
		left join by_mode m using (sku)
		order by "repeatReturns" desc, "answersFailed" desc, returns desc, name`;
}

export async function findProduct(sql: Sql, sku: string) {
	const [row] = await sql<{ supplier: string | null; launchedOn: string | null }[]>`
		select p.supplier, p.launched_on::text as "launchedOn"
		from (select ${sku}::text as sku) named left join products p using (sku)
		where p.sku is not null
			or exists (select from units where units.sku = named.sku)
			or exists (select from returns where returns.sku = named.sku)
			or exists (select from interactions where interactions.sku = named.sku)`;
	return row;
}

export interface ModeRow {
	mode: string;
	label: string;
	/** Customers who named it, and returns whose reason code means it. */
	answers: number;
	returns: number;
}

export async function modesOf(sql: Sql, sku: string): Promise<ModeRow[]> {
	return sql<ModeRow[]>`
		with said as (
			select a.replies ->> 'failure_mode' as mode, count(*)::int as answers
			from answered_products p join answers a on a.id = p.answer
			where p.sku = ${sku} and not a.voice and a.replies ->> 'product_failed' = 'yes' and a.replies ? 'failure_mode'
			group by 1
		), coded as (
			select failure_mode as mode, count(*)::int as returns
			from returns_in_lineage where sku = ${sku} and failure_mode is not null group by 1
		), own as (
			select item ->> 'code' as mode, item ->> 'label' as label
			from products, jsonb_array_elements(failure_modes) item where sku = ${sku}
		)
		select mode, coalesce(own.label, case mode when 'other' then 'Something else' else mode end) as label,
			coalesce(answers, 0) as answers, coalesce(returns, 0) as returns
		from said full join coded using (mode) full join own using (mode)
		order by answers desc nulls last, returns desc nulls last, label`;
}

export interface LineageRow {
	lineage: string;
	returns: {
		id: string;
		serial: string;
		lot: string | null;
		returnedAt: string;
		reason: string | null;
		meaning: string | null;
		disposition: string | null;
		replacement: string | null;
		said: string | null;
	}[];
}

/** Lineages of this product that came back more than once, those with most returns first. */
export async function lineagesOf(sql: Sql, sku: string): Promise<LineageRow[]> {
	return sql<LineageRow[]>`
		with again as (
			select lineage from returns_in_lineage where turn > 1 and sku = ${sku}
		), said as (
			select p.serial, a.answered_at, a.replies ->> 'failure_mode' as mode
			from answered_products p join answers a on a.id = p.answer
			where a.replies ->> 'product_failed' = 'yes' and p.serial is not null
		)
		select r.lineage, json_agg(json_build_object(
			'id', r.id, 'serial', r.serial, 'lot', u.lot, 'returnedAt', to_char(r.returned_at, 'YYYY-MM-DD'), 'reason', r.reason,
			'meaning', r.meaning, 'disposition', r.disposition, 'replacement', r.replacement_serial,
			'said', (select mode from said where said.serial = r.serial order by answered_at desc limit 1)
		) order by r.turn) as returns
		from returns_in_lineage r
		left join units u on u.serial = r.serial
		where r.lineage in (select lineage from again)
		group by r.lineage
		order by count(*) desc, max(r.returned_at) desc
		limit 100`;
}

export interface WordsRow {
	words: string;
	answeredAt: Date;
	location: string | null;
	mode: string | null;
}

/** What customers wrote about this product when it failed, newest first. */
export async function wordsOf(sql: Sql, sku: string): Promise<WordsRow[]> {
	return sql<WordsRow[]>`
		select w.words, a.answered_at as "answeredAt", i.location, a.replies ->> 'failure_mode' as mode
		from answered_products p
		join answers a on a.id = p.answer
		join answer_words w on w.answer = a.id
		join interactions i on i.id = a.interaction
		where p.sku = ${sku} and a.replies ->> 'product_failed' = 'yes'
		order by a.answered_at desc
		limit 30`;
}
