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
	return { ...found, product: page?.product ?? null, company: look.name, madeAt: now() };
}
