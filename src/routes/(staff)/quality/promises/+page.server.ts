import { readChoices, readPromises, readPeriod } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';

export async function load({ url }) {
	const { reports, now } = runtime();
	const { filters, weeks } = readPeriod(url.searchParams, now());
	const [promises, choices] = await Promise.all([readPromises(reports, filters), readChoices(reports)]);
	return { promises, filters, weeks, choices };
}
