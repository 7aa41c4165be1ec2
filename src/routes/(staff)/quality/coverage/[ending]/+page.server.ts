import { error } from '@sveltejs/kit';
import { endings, readFilters, readInteractions } from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { withDefaultPeriod } from '../period.ts';

export async function load({ params, url }) {
	const { reports, now } = runtime();
	const ending = endings.find((each) => each === params.ending);
	if (!ending) error(404, { message: 'No interaction can end like this.' });
	const filters = withDefaultPeriod(readFilters(url.searchParams), now());
	const after = url.searchParams.get('after')?.replaceAll('\0', '').slice(0, 200) || undefined;
	const { rows, next } = await readInteractions(reports, filters, ending, now(), after);
	const search = new URLSearchParams(Object.entries(filters).filter(([, value]) => value));
	return {
		ending,
		rows,
		back: `/quality/coverage?${search}`,
		next: next && `?${new URLSearchParams([...search, ['after', next]])}`
	};
}
