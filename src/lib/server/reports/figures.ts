// The shares of the key questions, as a whole and over time. What counts as yes, and which answers count
// at all, is said here once.
import { weightedShare } from '../../statistics/weighting.ts';
import { wilsonInterval, type Share } from '../../statistics/wilson-interval.ts';
import type { Sql } from '../database.ts';
import { whyDifferent } from './explaining.ts';
import type { Filters } from './filters.ts';
import { countAsked, countFigures, countStrata } from './queries.ts';

export interface Figure {
	key: string;
	/** The question as a statement that is true or not. */
	name: string;
	/** Codes that make it true. */
	yes: string[];
	/** Codes that say the question did not apply. */
	ignored: string[];
	several?: boolean;
	/** What somebody may ask a customer for. */
	isScore?: boolean;
}

export const figures: Figure[] = [
	{ key: 'overall', name: 'Content (4 or 5 of 5)', yes: ['4', '5'], ignored: [], isScore: true },
	{ key: 'resolved', name: 'Matter resolved', yes: ['yes'], ignored: [] },
	{ key: 'eased', name: 'Inconvenience eased (4 or 5 of 5)', yes: ['4', '5'], ignored: ['no_inconvenience'] },
	{ key: 'promise_kept', name: 'Promise kept', yes: ['kept'], ignored: ['nothing_promised'] },
	{ key: 'told_upfront', name: 'Told beforehand', yes: ['yes'], ignored: ['not_applicable'] },
	{ key: 'respected', name: 'Treated respectfully (4 or 5 of 5)', yes: ['4', '5'], ignored: [] },
	{
		key: 'asked_for_score',
		name: 'Asked for a particular score',
		yes: ['asked', 'told_what_counts', 'offered_something', 'pressured', 'watched'],
		ignored: [],
		several: true
	},
	{ key: 'product_failed', name: 'Product failed', yes: ['yes'], ignored: [] },
	{ key: 'stay', name: 'Will come back', yes: ['yes'], ignored: [] }
];

export interface FigureSeries {
	key: string;
	name: string;
	total: Share;
	/** As if all who were asked had answered alike within their stratum. */
	weighted: Share;
	/** Without the answers two people excluded or a signal rests on; null where there are none. */
	adjusted: Share | null;
	/** Why the three differ, where they do. */
	why: string[];
	/** One share a period, oldest first. */
	periods: (Share & { from: string })[];
}

export interface Figures {
	answers: number;
	imported: number;
	/** Counted apart: they asked to be asked. */
	voices: number;
	/** Answers left out of the adjusted figures: excluded by two people, or under a signal. */
	excluded: number;
	underSignals: number;
	period: 'week' | 'month';
	series: FigureSeries[];
}

const ninetyDays = 90 * 86_400_000;

export async function readFigures(sql: Sql, filters: Filters, now: Date): Promise<Figures> {
	const from = filters.from ? Date.parse(filters.from) : 0;
	const to = filters.to ? Date.parse(filters.to) : now.getTime();
	const period = to - from <= 2 * ninetyDays ? 'week' : 'month';
	const [rows, strata, asked] = await Promise.all([
		countFigures(sql, figures, filters, period),
		countStrata(sql, figures, filters),
		countAsked(sql, filters)
	]);
	const total = rows.find((row) => row.period === null);
	const periods = rows.filter((row) => row.period !== null);
	const leftOut = (total?.excluded ?? 0) + (total?.underSignals ?? 0);

	return {
		answers: total?.answers ?? 0,
		imported: total?.imported ?? 0,
		voices: total?.voices ?? 0,
		excluded: total?.excluded ?? 0,
		underSignals: total?.underSignals ?? 0,
		period,
		series: figures.map(({ key, name }, index) => {
			const raw = wilsonInterval(total?.yes[index] ?? 0, total?.n[index] ?? 0);
			const by = strata.map((row) => ({
				stratum: row.stratum,
				asked: asked.get(row.stratum) ?? row.answered,
				answered: row.answered,
				n: row.n[index]!,
				yes: row.yes[index]!
			}));
			const weighted = weightedShare(by);
			const adjusted =
				leftOut > 0 ? wilsonInterval(total!.adjustedYes[index]!, total!.adjustedN[index]!) : null;
			return {
				key,
				name,
				total: raw,
				weighted,
				adjusted,
				why: whyDifferent({ raw, weighted, adjusted, by, yes: total?.yes[index] ?? 0, total, index }),
				periods: periods.map((row) => ({
					from: row.period!,
					...wilsonInterval(row.yes[index]!, row.n[index]!)
				}))
			};
		})
	};
}
