import { readChoices, readPromises, readPeriod } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';

export async function load({ url }) {
	const { reports, now } = runtime();
	const { filters, weeks } = readPeriod(url.searchParams, now());
	const [{ value: promises, at }, choices] = await Promise.all([
		readPromises(reports, filters, now()),
		readChoices(reports, now())
	]);
	return { promises, at, filters, weeks, choices };
}
