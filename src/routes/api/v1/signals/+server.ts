import { json } from '@sveltejs/kit';
import { signalFields, signalsPage } from '#lib/server/integrity/integrity.ts';
import { runtime } from '#lib/server/runtime.ts';
import { csvOf, csvResponse } from '#lib/server/table.ts';

export async function GET({ url }) {
	const { format = 'json', ...search } = Object.fromEntries(url.searchParams);
	if (format !== 'json' && format !== 'csv')
		return json({ error: 'format must be json or csv' }, { status: 400 });
	const page = await signalsPage(runtime().reports, new URLSearchParams(search));
	if (page.mistakes) return json({ error: page.mistakes.join('; ') }, { status: 400 });
	if (format === 'json') return json(page);
	const rows = page.signals.map((signal) => ({ ...signal, interval: signal.interval.join(' to ') }));
	const response = csvResponse(csvOf(rows, signalFields), 'signals.csv');
	if (page.next) {
		const next = new URLSearchParams({ ...search, format, after: page.next });
		response.headers.set('link', `</api/v1/signals?${next}>; rel="next"`);
	}
	return response;
}
