// Whether what customers answer after a return foretells the next one: those who say it was not resolved against those who say it
// was, within one location and channel. Pure.
import { midPGreater } from '../../statistics/fisher-exact.ts';
import { mantelHaenszel, type Stratum } from '../../statistics/mantel-haenszel.ts';
import { nobody } from '../returns/returns.ts';
import type { LineageLives } from './lineage-lives.ts';
import type { Look } from './look.ts';

export interface Foretelling {
	/** Answers "partly" or "no", and how many of those lineages came back within the days. */
	unresolved: { n: number; again: number };
	resolved: { n: number; again: number };
	/** Undefined with fewer than five events on a side: not enough data. */
	odds?: { oddsRatio: number; low: number; high: number; heterogeneity: number };
	/** One-sided mid-p where only a side is sparse. */
	midP?: number;
	days: number;
}

/** How long after the answer a return counts as "again", and how old an answer must be to count. */
const horizon = 90;
const enough = 5;

/** Counts by location and channel. */
export type Strata = Map<number, Stratum>;

/** Of the lineages that began with one product. */
export function strataOf(look: Look, { lives, returns, of }: LineageLives, product: number): Strata {
	const strata: Strata = new Map();
	const { answers, words } = look.facts;
	const { resolved, answeredOn, channel } = answers.columns;
	const yes = words.numberOf('yes');
	const back = returns.columns;
	for (const life of of[product]!) {
		const last = lives.columns.last[life]!;
		for (let n = last; n !== nobody; n = back.before[n]!) {
			const { own, facts } = look.products[back.product[n]!]!;
			const answer = own.answer[back.at[n]!]!;
			if (answer === nobody || resolved[answer] === nobody) continue;
			const on = answeredOn[answer]!;
			if (on > look.asOf - horizon) continue;
			let again = false;
			for (let m = last; m !== nobody; m = back.before[m]!) {
				const later = back.returnedOn[m]!;
				if (later > on && later <= on + horizon) again = true;
			}
			const key = facts.returns.columns.location[back.at[n]!]! * words.list.length + channel[answer]!;
			const stratum = strata.get(key) ?? emptyStratum();
			strata.set(key, stratum);
			stratum[resolved[answer] === yes ? 1 : 0][again ? 0 : 1]++;
		}
	}
	return strata;
}

const emptyStratum = (): Stratum => [
	[0, 0],
	[0, 0]
];

/** Of one product's strata, or those of all, in which one key may come several times. */
export function foretell(counted: Iterable<[number, Stratum]>): Foretelling {
	const strata: Strata = new Map();
	for (const [key, [[a, b], [c, d]]] of counted) {
		const sum = strata.get(key) ?? emptyStratum();
		strata.set(key, sum);
		sum[0][0] += a;
		sum[0][1] += b;
		sum[1][0] += c;
		sum[1][1] += d;
	}
	return summarise([...strata.values()]);
}

function summarise(strata: Stratum[]): Foretelling {
	const sum = (row: 0 | 1, column: 0 | 1) => strata.reduce((total, each) => total + each[row][column], 0);
	const [a, b, c, d] = [sum(0, 0), sum(0, 1), sum(1, 0), sum(1, 1)];
	const result: Foretelling = {
		unresolved: { n: a + b, again: a },
		resolved: { n: c + d, again: c },
		days: horizon
	};
	const odds = a >= enough && c >= enough ? mantelHaenszel(strata) : undefined;
	// Strata with one side only compare nothing.
	if (odds && [odds.oddsRatio, odds.low, odds.high].every((each) => each > 0 && Number.isFinite(each)))
		result.odds = odds;
	else if (a + c >= enough && a + b > 0 && c + d > 0) result.midP = midPGreater([[a, b], [c, d]]); // prettier-ignore
	return result;
}
