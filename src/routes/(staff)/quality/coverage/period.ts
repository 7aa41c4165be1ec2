import type { Filters } from '#lib/server/reports/reports.ts';

const ninetyDays = 90 * 86_400_000;

/** The last ninety days, unless a period is chosen. */
export function withDefaultPeriod(filters: Filters, now: Date): Filters {
	if (filters.from || filters.to) return filters;
	return { ...filters, from: new Date(now.getTime() - ninetyDays).toISOString().slice(0, 10) };
}
