// Filters as they stand in the address of a page.
import { latest, lengths, type Days, type Length } from './periods.ts';

export interface Filters extends Days {
	location?: string;
	team?: string;
	kind?: string;
	channel?: string;
	sku?: string;
}

const isDay = (text: string) => {
	const moment = Date.parse(text);
	// "2026-02-30" is read as the 2nd of March. Beyond these years a period before or after may have no name.
	return (
		/^\d{4}-\d{2}-\d{2}$/.test(text) &&
		!Number.isNaN(moment) &&
		new Date(moment).toISOString().startsWith(text) &&
		text >= '1900' &&
		text < '2200'
	);
};

/** Filters from search parameters; what makes no sense is left out. `prefix` for the second of two sets. */
export function readFilters(search: URLSearchParams, prefix = ''): Filters {
	const filters: Filters = {};
	for (const key of ['from', 'to'] as const) {
		const value = search.get(prefix + key);
		if (value && isDay(value)) filters[key] = value;
	}
	for (const key of ['location', 'team', 'kind', 'channel', 'sku'] as const) {
		const value = search
			.get(prefix + key)
			?.replaceAll('\0', '')
			.slice(0, 200);
		if (value) filters[key] = value;
	}
	return filters;
}

/** As above; where no day is given, the latest weeks `weeks` names (a quarter unless it does). */
export function readPeriod(search: URLSearchParams, now: Date): { filters: Filters; weeks: Length | 'own' } {
	const filters = readFilters(search);
	if (filters.from || filters.to) return { filters, weeks: 'own' };
	const weeks = lengths.find((length) => length === search.get('weeks')) ?? '13w';
	return { filters: { ...filters, ...latest(weeks, now.toISOString().slice(0, 10)) }, weeks };
}
