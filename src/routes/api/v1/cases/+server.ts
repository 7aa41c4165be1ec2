import { json } from '@sveltejs/kit';
import { caseFields, casesPage } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { csvOf, csvResponse } from '#lib/server/table.ts';

export async function GET({ url }) {
	const { sql, now } = runtime();
	const { format = 'json', ...search } = Object.fromEntries(url.searchParams);
	if (format !== 'json' && format !== 'csv')
		return json({ error: 'format must be json or csv' }, { status: 400 });
	const page = await casesPage(sql, new URLSearchParams(search), now());
	if ('mistakes' in page) return json({ error: page.mistakes.join('; ') }, { status: 400 });
	if (format === 'json') return json(page);
	const rows = page.cases.map(({ rules, wanted, done, ...row }) => ({
		...row,
		rules: rules.join('|'),
		wanted: wanted.join('|'),
		done: done.join('|'),
		...Object.fromEntries(
			Object.entries(row).flatMap(([name, value]) =>
				value instanceof Date ? [[name, value.toISOString()]] : []
			)
		)
	}));
	const response = csvResponse(csvOf(rows, caseFields), 'cases.csv');
	if (page.next) {
		const next = new URLSearchParams({ ...search, format, after: String(page.next) });
		response.headers.set('link', `</api/v1/cases?${next}>; rel="next"`);
	}
	return response;
}
