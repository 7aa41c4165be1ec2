import type { Content, Summary } from '../flaws/flaws.ts';
import type { Defect } from '../returns/returns.ts';
import type { Sql } from '../database.ts';

export interface ProductLine {
	sku: string;
	name: string;
	category: string | null;
	summary: Summary;
}

/** Products with most repeat returns first. */
export async function listProducts(sql: Sql, limit: number): Promise<ProductLine[]> {
	return sql<ProductLine[]>`
		select r.sku, coalesce(p.name, r.sku) as name, p.category, r.summary
		from product_reports r left join products p using (sku)
		order by (r.summary ->> 'repeatReturns')::int desc, (r.summary ->> 'returns')::int desc, r.sku
		limit ${limit}`;
}

export interface Standing {
	asOf: string;
	extent: 'full' | 'incremental';
	finishedAt: Date;
	lookedAt: { products: number; cells: number; units: number; returns: number; answers: number };
	quality: Defect[];
	foretelling: Content['foretelling'];
	products: number;
}

/** The last analysis. */
export async function lastAnalysis(sql: Sql): Promise<Standing | undefined> {
	const [row] = await sql<Standing[]>`
		select as_of::text as "asOf", extent, finished_at as "finishedAt", looked_at as "lookedAt", quality, foretelling,
			(select count(*)::int from product_reports) as products
		from analyses order by id desc limit 1`;
	return row;
}

export async function listCategories(sql: Sql): Promise<string[]> {
	const rows = await sql<{ category: string }[]>`
		select distinct category from products where category is not null order by 1`;
	return rows.map(({ category }) => category);
}

export interface ProductPage {
	sku: string;
	name: string;
	category: string | null;
	supplier: string | null;
	launchedOn: string | null;
	labels: { code: string; label: string }[];
	summary: Summary | null;
	content: Content | null;
	asOf: string | null;
}

/** Undefined: no feed has named it. */
export async function findProduct(sql: Sql, sku: string): Promise<ProductPage | undefined> {
	const [row] = await sql<ProductPage[]>`
		select named.sku, coalesce(p.name, named.sku) as name, p.category, p.supplier, p.launched_on::text as "launchedOn",
			coalesce(p.failure_modes, '[]') as labels, r.summary, r.content,
			(select as_of::text from analyses a where a.id = r.analysis) as "asOf"
		from (select ${sku}::text as sku) named
		left join products p using (sku)
		left join product_reports r using (sku)
		where p.sku is not null or r.sku is not null`;
	return row;
}

export interface Words {
	words: string;
	answeredAt: Date;
	location: string | null;
	mode: string | null;
}

/** What customers wrote of these returns, newest first: one per location at first, then the others. */
export async function wordsAbout(sql: Sql, answers: number[], limit: number): Promise<Words[]> {
	return sql<Words[]>`
		with said as (
			select w.words, a.answered_at, i.location, a.replies ->> 'failure_mode' as mode,
				row_number() over (partition by i.customer order by a.answered_at desc) as of_customer,
				row_number() over (partition by i.location order by a.answered_at desc) as of_location
			from answer_words w
			join answers a on a.id = w.answer
			join interactions i on i.id = a.interaction
			where w.answer = any(${answers}) and w.key = 'comment'
				and not exists (select from unadjusted_answers e where e.answer = a.id)
		)
		select words, answered_at as "answeredAt", location, mode from said
		where of_customer = 1 order by of_location, answered_at desc limit ${limit}`;
}

export interface Counted {
	return: string;
	serial: string | null;
	lot: string | null;
	version: string | null;
	location: string | null;
	soldOn: string | null;
	returnedOn: string;
	recordedOn: string | null;
	reason: string | null;
	disposition: string | null;
	replacement: string | null;
	source: 'customer' | 'reason' | 'desk';
	answer: number | null;
	imported: boolean | null;
}

/** The returns a finding rests on, with nothing of who brought them. */
export async function countedReturns(sql: Sql, finding: number): Promise<Counted[]> {
	return sql<Counted[]>`
		select r.id as "return", r.serial, u.lot, u.version, coalesce(u.location, r.location) as location,
			u.sold_at::date::text as "soldOn", r.returned_at::date::text as "returnedOn",
			r.recorded_at::date::text as "recordedOn", r.reason, r.disposition, r.replacement_serial as replacement,
			c.source, c.answer::int, a.imported_as is not null as imported
		from counted_returns c
		join returns r on r.id = c."return"
		left join units u on u.serial = r.serial
		left join answers a on a.id = c.answer
		where c.finding = ${finding}
		order by r.returned_at desc, r.id`;
}
