import { readAnswers, readChoices, readFilters } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';

export async function load({ url }) {
	const { reports: sql } = runtime();
	const filters = readFilters(url.searchParams);
	const after = url.searchParams.get('after') ?? undefined;
	const [answers, choices] = await Promise.all([readAnswers(sql, filters, after), readChoices(sql)]);
	return { filters, answers, choices, after };
}
