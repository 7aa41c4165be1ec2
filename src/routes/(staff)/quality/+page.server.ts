import { readChoices, readFigures, readFilters } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';

export async function load({ url }) {
	const { sql, now } = runtime();
	const filters = readFilters(url.searchParams);
	const [figures, choices] = await Promise.all([readFigures(sql, filters, now()), readChoices(sql)]);
	return { filters, figures, choices };
}
