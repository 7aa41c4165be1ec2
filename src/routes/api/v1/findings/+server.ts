import { json } from '@sveltejs/kit';
import { findingFields, findingsPage } from '#lib/server/flaws/flaws.ts';
import { runtime } from '#lib/server/runtime.ts';
import { csvOf, csvResponse } from '#lib/server/table.ts';

export async function GET({ url }) {
	const { format = 'json', ...search } = Object.fromEntries(url.searchParams);
	if (format !== 'json' && format !== 'csv')
		return json({ error: 'format must be json or csv' }, { status: 400 });
	const page = await findingsPage(runtime().reports, new URLSearchParams(search));
	if (page.mistakes) return json({ error: page.mistakes.join('; ') }, { status: 400 });
	if (format === 'json') return json(page);
	const response = csvResponse(csvOf(page.findings, findingFields), 'findings.csv');
	if (page.next) {
		const next = new URLSearchParams({ ...search, format, after: page.next });
		response.headers.set('link', `</api/v1/findings?${next}>; rel="next"`);
	}
	return response;
}
