import {
	periodBefore,
	readChoices,
	readPeriod,
	readThemes,
	type Filters
} from '#lib/server/reports/reports.ts';
import { runtime } from '#lib/server/runtime.ts';
import { allLanguages, languages, languageOf } from '#lib/web/languages/languages.ts';

export async function load({ url }) {
	const { reports, now } = runtime();
	const { filters, weeks } = readPeriod(url.searchParams, now());
	const language = languageOf(url.searchParams.get('language')) ?? 'en';
	const isBeside = url.searchParams.get('beside') === 'others';
	const there = isBeside ? withoutPlace(filters) : before(filters, now());
	const [found, choices] = await Promise.all([
		there && readThemes(reports, { here: filters, there, language }, now()),
		readChoices(reports, now())
	]);
	const offered = allLanguages.map((code) => ({ code, name: languages[code].name }));
	return { themes: found?.value, at: found?.at, there, isBeside, filters, weeks, language, offered, choices };
}

/** The same filters, the period before. */
function before(filters: Filters, now: Date): Filters | undefined {
	const days = periodBefore(filters, now.toISOString().slice(0, 10));
	return days && { ...filters, ...days };
}

/** The same days, everywhere. */
const withoutPlace = ({ from, to }: Filters): Filters => ({ from, to });
