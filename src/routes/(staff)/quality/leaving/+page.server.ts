import { readChoices, readLeaving, readPeriod } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';

export async function load({ url }) {
	const { reports, now } = runtime();
	const { filters, weeks } = readPeriod(url.searchParams, now());
	const [{ value: leaving, at }, choices] = await Promise.all([
		readLeaving(reports, filters, now()),
		readChoices(reports, now())
	]);
	return { leaving, at, filters, weeks, choices };
}
