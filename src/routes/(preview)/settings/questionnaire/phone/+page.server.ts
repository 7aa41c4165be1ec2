import { readForPreview } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { openEditing } from '#lib/server/survey/survey.ts';
import { showSpecimen, tryOut } from '../../../../(customer)/specimen-page.ts';

/** The next version, and the chosen interaction. */
async function chosen(search: URLSearchParams) {
	const { sql, reports, now } = runtime();
	const get = (name: string) => search.get(name)?.replaceAll('\0', '').slice(0, 200) || undefined;
	const wish = {
		interaction: get('interaction'),
		kind: get('kind') ?? 'visit',
		sku: get('sku'),
		promise: get('promise')
	};
	const [{ next }, facts] = await Promise.all([openEditing(sql), readForPreview(reports, wish, now())]);
	return { questions: next.questions, languages: next.languages, facts };
}

export const load = async (event) => showSpecimen(event, await chosen(event.url.searchParams));

export const actions = { default: async (event) => tryOut(event, await chosen(event.url.searchParams)) };
