import { error } from '@sveltejs/kit';
import { currentLook } from '#lib/server/survey/survey.ts';
import { readFinding, readProduct } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { idOf } from '../id.ts';

export async function load({ params }) {
	const { sql, reports, now } = runtime();
	const found = await readFinding(reports, idOf(params));
	if (!found) error(404, { message: 'There is no such finding.' });
	const [page, look] = await Promise.all([readProduct(reports, found.finding.sku), currentLook(sql)]);
	const { finding, words, returnCount, imported, answered } = found;
	// A number or an address in a text may be somebody's.
	const quotes = found.quotes
		.filter((quote) => !/@|\d{4,}/.test(quote.words))
		.map(({ words, answeredAt }) => ({ words, month: answeredAt.toISOString().slice(0, 7) }));
	const supplier = page?.product.supplier ?? null;
	return {
		finding,
		quotes,
		words,
		returnCount,
		imported,
		answered,
		supplier,
		company: look.name,
		madeAt: now()
	};
}
