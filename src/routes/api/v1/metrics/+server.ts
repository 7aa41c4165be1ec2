import { json } from '@sveltejs/kit';
import { metricFields, metricsPage } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { csvOf, csvResponse } from '#lib/server/table.ts';

export async function GET({ url }) {
	const { reports, now } = runtime();
	const { format = 'json', ...search } = Object.fromEntries(url.searchParams);
	if (format !== 'json' && format !== 'csv')
		return json({ error: 'format must be json or csv' }, { status: 400 });
	const page = await metricsPage(reports, new URLSearchParams(search), now());
	if ('mistakes' in page) return json({ error: page.mistakes.join('; ') }, { status: 400 });
	if (format === 'json') return json(page);
	const rows = page.metrics.map(({ weighted, adjusted, change, ...metric }) => ({
		...metric,
		weighted: weighted.share,
		adjusted: adjusted?.share,
		change: change?.estimate,
		change_low: change?.low,
		change_high: change?.high
	}));
	return csvResponse(csvOf(rows, metricFields), 'metrics.csv');
}
