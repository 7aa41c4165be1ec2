import {
	coverageBy,
	funnelOf,
	groupings,
	readChoices,
	readCoverage,
	readFilters
} from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { withDefaultPeriod } from './period.ts';

export async function load({ url }) {
	const { reports: sql, now } = runtime();
	const filters = withDefaultPeriod(readFilters(url.searchParams), now());
	const by = groupings.find((each) => each === url.searchParams.get('by')) ?? 'location';
	const [coverage, groups, choices] = await Promise.all([
		readCoverage(sql, filters, now()),
		coverageBy(sql, filters, by, now()),
		readChoices(sql, now())
	]);
	return {
		filters,
		by,
		coverage,
		groups,
		choices,
		funnels: by === 'day' ? [] : [funnelOf(groups, 'asked'), funnelOf(groups, 'answered')],
		search: new URLSearchParams(Object.entries(filters).filter(([, value]) => value)).toString()
	};
}
