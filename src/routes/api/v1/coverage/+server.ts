import { json } from '@sveltejs/kit';
import { coverageFields, coveragePage } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { csvOf, csvResponse } from '#lib/server/table.ts';

export async function GET({ url }) {
	const { reports, now } = runtime();
	const { format = 'json', ...search } = Object.fromEntries(url.searchParams);
	if (format !== 'json' && format !== 'csv')
		return json({ error: 'format must be json or csv' }, { status: 400 });
	const page = await coveragePage(reports, new URLSearchParams(search), now());
	if (page.mistakes) return json({ error: page.mistakes.join('; ') }, { status: 400 });
	if (format === 'json') return json(page);
	const all = { group: 'all', interactions: page.interactions, endings: page.endings };
	const rows = [all, ...page.groups].map(({ endings, ...row }) => ({ ...row, ...endings }));
	return csvResponse(csvOf(rows, coverageFields), 'coverage.csv');
}
