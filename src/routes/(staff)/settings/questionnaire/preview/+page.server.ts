import { readChoices } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { openEditing } from '#lib/server/survey/survey.ts';
import { languages } from '#lib/web/languages/languages.ts';

export async function load({ url }) {
	const { sql, reports } = runtime();
	const [{ next }, choices] = await Promise.all([openEditing(sql), readChoices(reports, runtime().now())]);
	const chosen = Object.fromEntries(
		['interaction', 'kind', 'sku', 'promise', 'language', 'dark'].map((name) => [
			name,
			url.searchParams.get(name) ?? ''
		])
	);
	return {
		chosen,
		choices,
		languages: next.languages.map((code) => ({ code, name: languages[code].name }))
	};
}
