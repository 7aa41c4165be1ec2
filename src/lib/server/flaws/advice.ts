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

/** Undefined: no feed has named this product. */
export async function adviseOn(sql: Sql, sku: string): Promise<Advice | undefined> {
	const [row] = await sql<
		{ isKnown: boolean; category: string | null; asOf: string | null; lots: (string | null)[] }[]
	>`
		select p.sku is not null or r.sku is not null as "isKnown", p.category,
			(select max(as_of)::text from analyses) as "asOf",
			array(select lot from standing_findings s where s.sku = named.sku) as lots
		from (select ${sku}::text as sku) named
		left join products p using (sku) left join product_reports r using (sku)`;
	if (!row!.isKnown) return undefined;
	const { category, asOf, lots } = row!;
	const isSound = lots.length === 0;
	const bad = lots.filter((lot) => lot !== null);
	const onlyLots = !isSound && bad.length === lots.length;
	return {
		sku,
		replace_like_with_like: isSound,
		advice: isSound
			? 'Nothing is known against replacing it with the same product.'
			: onlyLots
				? `Do not replace like with like from lot ${bad.join(', ')}: offer another lot or another product.`
				: 'Do not replace like with like: offer another product.',
		alternatives: isSound ? [] : await alternativesTo(sql, sku, category),
		as_of: asOf
	};
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
