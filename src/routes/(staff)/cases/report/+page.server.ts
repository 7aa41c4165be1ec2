import { readChoices, readPeriod, readRecovery } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';

export async function load({ url }) {
	const { reports, now } = runtime();
	const { filters: chosen, weeks } = readPeriod(url.searchParams, now());
	const { from, to, location } = chosen;
	const filters = { from, to, location };
	const [report, { locations }] = await Promise.all([
		readRecovery(reports, filters, now()),
		readChoices(reports, now())
	]);
	const choices = { locations, teams: [], kinds: [], products: [] };
	return { ...report, filters, weeks, choices };
}
