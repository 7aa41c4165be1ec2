// Filters as they stand in the address of a page.

export interface Filters {
	/** First and last day, inclusive, as YYYY-MM-DD. */
	from?: string;
	to?: string;
	location?: string;
	team?: string;
	kind?: string;
	sku?: string;
}

const isDay = (text: string) => {
	const moment = Date.parse(text);
	// "2026-02-30" is read as the 2nd of March, and the year 0 is none of PostgreSQL's.
	return (
		/^\d{4}-\d{2}-\d{2}$/.test(text) &&
		!Number.isNaN(moment) &&
		new Date(moment).toISOString().startsWith(text) &&
		text > '0001'
	);
};

/** Filters from search parameters; what makes no sense is left out. */
export function readFilters(search: URLSearchParams): Filters {
	const filters: Filters = {};
	for (const key of ['from', 'to'] as const) {
		const value = search.get(key);
		if (value && isDay(value)) filters[key] = value;
	}
	for (const key of ['location', 'team', 'kind', 'sku'] as const) {
		const value = search.get(key)?.replaceAll('\0', '').slice(0, 200);
		if (value) filters[key] = value;
	}
	return filters;
}
