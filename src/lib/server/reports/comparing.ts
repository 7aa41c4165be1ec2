// Two sets of answers side by side: periods, places, teams, products, or any of them at once.
import { differenceOf, type Difference } from '../../statistics/difference.ts';
import { wilsonInterval, type Share } from '../../statistics/wilson-interval.ts';
import type { Sql } from '../database.ts';
import { figures } from '../desk/desk.ts';
import type { Filters } from './filters.ts';
import { readTallies } from './tallies.ts';

export interface Comparison {
	answers: [number, number];
	rows: {
		id: string;
		name: string;
		isBad: boolean;
		shares: [Share, Share];
		/** Of the second from the first. */
		difference: Difference;
	}[];
}

export async function compareFigures(sql: Sql, one: Filters, other: Filters): Promise<Comparison> {
	const [first, second] = (
		await Promise.all([one, other].map((filters) => readTallies(sql, filters, { span: 'week' })))
	).map(([whole]) => whole!) as [
		Awaited<ReturnType<typeof readTallies>>[0],
		Awaited<ReturnType<typeof readTallies>>[0]
	];
	return {
		answers: [first.answers, second.answers],
		rows: figures.flatMap(({ id, name, isBad = false }, at) => {
			const shares: [Share, Share] = [
				wilsonInterval(first.yes[at]!, first.n[at]!),
				wilsonInterval(second.yes[at]!, second.n[at]!)
			];
			if (shares.every(({ n }) => n === 0)) return [];
			return [{ id, name, isBad, shares, difference: differenceOf(shares[1], shares[0]) }];
		})
	};
}
