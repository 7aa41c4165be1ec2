import { compareFigures, readChoices, readFilters } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';

export async function load({ url }) {
	const { reports } = runtime();
	const sets = [readFilters(url.searchParams), readFilters(url.searchParams, 'with_')] as const;
	const isAsked = sets.some((filters) => Object.keys(filters).length > 0);
	const [comparison, choices] = await Promise.all([
		isAsked ? compareFigures(reports, ...sets) : null,
		readChoices(reports, runtime().now())
	]);
	return { sets, comparison, choices };
}
