// What of the board is shown, as it stands in the address. What makes no sense is left out.
import type { Filter, Order } from '#lib/server/flaws/flaws.ts';

const one = <T extends string>(value: string | null, of: readonly T[]): T | undefined =>
	of.find((each) => each === value);

interface BoardFilter {
	filter: Filter;
	order: Order;
	/** All products; all findings. */
	all: boolean;
	isWhole: boolean;
}

export function readBoardFilter(search: URLSearchParams): BoardFilter {
	const text = (name: string) => search.get(name)?.replaceAll('\0', '').trim().slice(0, 200) || undefined;
	return {
		filter: {
			tier: one(search.get('tier'), ['watch', 'signal', 'confirmed']),
			cause: one(search.get('cause'), ['design', 'lot', 'service', 'no_fault_found', 'handling']),
			// Dismissed ones are out of the way unless asked for.
			state:
				one(search.get('state'), [
					'any',
					'none',
					'watching',
					'investigating',
					'confirmed',
					'fix_shipped',
					'dismissed'
				]) ?? 'open',
			category: text('category'),
			search: text('search')
		},
		order: one(search.get('order'), ['strength', 'newest', 'units']) ?? 'strength',
		all: search.get('products') === 'all',
		isWhole: search.get('findings') === 'all'
	};
}

export function withParameter(url: URL, name: string, value: string): URLSearchParams {
	const parameters = new URLSearchParams(url.searchParams);
	parameters.set(name, value);
	return parameters;
}

/** The same findings as a table. */
export function csvParameters(filter: Filter): URLSearchParams {
	const given = Object.entries(filter).filter(([, value]) => value !== undefined);
	return new URLSearchParams([['format', 'csv'], ['limit', '500'], ...(given as [string, string][])]);
}
