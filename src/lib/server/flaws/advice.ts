// Advice at the counter: whether to hand out the same product again. It says nothing of answers, and no figure.
import type { Sql } from '../database.ts';

export interface Advice {
	sku: string;
	replace_like_with_like: boolean;
	advice: string;
	/** Products of the category without a finding, those sold most first. */
	alternatives: { sku: string; name: string }[];
	as_of: string | null;
}

const shown = 5;

interface Row {
	isKnown: boolean;
	category: string | null;
	asOf: string | null;
	/** The lots it is about; null where it is about all of them. */
	against: { lot: string | null }[];
}

/** Undefined: no feed has named this product. What is wrong with a place, or with how a thing is used, is no reason. */
export async function adviseOn(sql: Sql, sku: string): Promise<Advice | undefined> {
	const [row] = await sql<Row[]>`
		select p.sku is not null or r.sku is not null as "isKnown", p.category,
			(select max(as_of)::text from analyses) as "asOf",
			(select coalesce(json_agg(json_build_object('lot', s.lot)), '[]') from standing_findings s
				where s.sku = named.sku and s.tier in ('signal', 'confirmed') and s.cause in ('design', 'lot')) as against
		from (select ${sku}::text as sku) named
		left join products p using (sku) left join product_reports r using (sku)`;
	const { isKnown, category, asOf, against } = row!;
	if (!isKnown) return undefined;
	return {
		sku,
		replace_like_with_like: against.length === 0,
		advice: wordsFor(against.map(({ lot }) => lot)),
		alternatives: against.length === 0 ? [] : await alternativesTo(sql, sku, category),
		as_of: asOf
	};
}

function wordsFor(lots: (string | null)[]): string {
	if (lots.length === 0)
		return 'No design flaw and no bad lot is known of it: it may be replaced by the same product.';
	if (lots.some((lot) => lot === null)) return 'Do not replace like with like: offer another product.';
	return `Do not replace like with like from lot ${lots.join(', ')}: offer another lot or another product.`;
}

async function alternativesTo(sql: Sql, sku: string, category: string | null) {
	const rows = await sql<{ sku: string; name: string }[]>`
		select p.sku, coalesce(p.name, p.sku) as name
		from products p join product_reports r on r.sku = p.sku
		where p.category = ${category} and p.sku <> ${sku}
			and not exists (select from standing_findings s where s.sku = p.sku)
		order by (r.summary ->> 'units')::int desc, p.sku
		limit ${shown}`;
	return [...rows];
}
