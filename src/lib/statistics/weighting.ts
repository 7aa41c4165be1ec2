// Shares weighted for non-response, with the sample size the weights leave.
//
// Definition. Those asked are sorted into strata (channel × kind × whether the product came back). An answer in stratum s has the weight
//   w_s = asked_s / answered_s,  scaled to a mean of 1 over the answers and trimmed to [1/4, 4].
// The weighted share is Σ w y / Σ w. Kish's effective sample size n* = (Σ w)² / Σ w² goes into the Wilson interval in the place of n.
//
// Assumptions. Within a stratum those who answered are like those who did not. What makes people silent beyond that stays unseen.
//
// Source. L. Kish (1965), Survey Sampling, §11.7; trimming as usual in survey practice.
//
// Example. 100 asked and 50 answered in one stratum (all yes), 100 asked and 10 answered in another (all no): raw 50/60 = 83 %,
// weighted 50 %, for the silent half counts as much as the other.
import { wilsonInterval, type Share } from './wilson-interval.ts';

export interface Stratum {
	asked: number;
	answered: number;
	/** Of the answered: to how many the question applied, and for how many it is true. */
	n: number;
	yes: number;
}

const mostWeight = 4;

/** n is the effective sample size, not rounded. */
export function weightedShare(strata: Stratum[]): Share {
	const answering = strata.filter(({ answered }) => answered > 0);
	const asked = sumOf(answering, ({ asked, answered }) => Math.max(asked, answered));
	const answered = sumOf(answering, (stratum) => stratum.answered);
	const weightOf = (stratum: Stratum) => {
		const raw = Math.max(stratum.asked, stratum.answered) / stratum.answered / (asked / answered);
		return Math.min(mostWeight, Math.max(1 / mostWeight, raw));
	};
	const total = sumOf(answering, (stratum) => weightOf(stratum) * stratum.n);
	const squares = sumOf(answering, (stratum) => weightOf(stratum) ** 2 * stratum.n);
	if (total === 0) return wilsonInterval(0, 0);
	const share = sumOf(answering, (stratum) => weightOf(stratum) * stratum.yes) / total;
	const effective = total ** 2 / squares;
	return wilsonInterval(share * effective, effective);
}

const sumOf = (strata: Stratum[], of: (stratum: Stratum) => number) =>
	strata.reduce((sum, stratum) => sum + of(stratum), 0);
