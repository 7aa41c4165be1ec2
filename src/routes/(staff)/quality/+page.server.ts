import { countSetAside, readChoices, readFigures, readFilters } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';

export async function load({ url }) {
	const { reports: sql, now } = runtime();
	const filters = readFilters(url.searchParams);
	const [figures, choices, setAside] = await Promise.all([
		readFigures(sql, filters, now()),
		readChoices(sql),
		countSetAside(sql)
	]);
	return { filters, figures, choices, setAside };
}
