// A simulated chain in a test's own database, and analyses of it.
import { expect } from 'vitest';
import { analyse } from '../../src/lib/server/flaws/flaws.ts';
import { asDate, storyEnd, usual, type World } from '../bench/flaws/world.ts';
import { now, type TestPlace } from './database.ts';

export const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
export const size = { ...usual, units: 5000, products: 12, plants: 3 };
const end = asDate(storyEnd);

export async function feedWorld(
	place: TestPlace,
	world: World,
	feeds: (keyof World)[] = ['products', 'reasons', 'units', 'interactions', 'returns', 'answers']
) {
	for (const feed of feeds) {
		const rows = (world[feed] as object[]).map((row) =>
			feed === 'answers' ? { ...row, overall: Number((row as { overall: string }).overall) } : row
		);
		for (let from = 0; from < rows.length; from += 5000) {
			const { rejected } = await place.feed(feed as 'units', ...rows.slice(from, from + 5000));
			expect(rejected).toEqual([]);
		}
	}
}

export async function run(place: TestPlace, more: { asOf?: string; full?: boolean; at?: Date } = {}) {
	const { at = now, ...rest } = more;
	const result = await analyse(place.sql, { asOf: end, ...rest, queue: place.queue, now: () => at });
	if (result === 'busy') throw new Error('busy');
	return result;
}
export const figures = ({ found }: Awaited<ReturnType<typeof run>>) =>
	found.map(({ sku, mode, tier, cause, lot, observed, expected, eb05 }) => ({
		sku,
		mode,
		tier,
		cause,
		lot,
		observed,
		expected: expected.toFixed(6),
		eb05: eb05.toFixed(2)
	}));
