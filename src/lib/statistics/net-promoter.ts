// The net promoter score: how many more recommend than warn.
//
// Definition. Of n answers from 0 to 10, a share p is 9 or 10 and a share d at most 6. The score is p − d; its variance
//   (p + d − (p − d)²) / n,
// and the interval is score ± z · √variance, with one added to each of the three groups ("adjusted Wald"), so that it is never empty.
//
// Assumptions. Independent answers of one multinomial. The adjustment is B. Rocks's (2016), "Interval estimation for the net promoter
// score", The American Statistician 70, 365–372: three pseudo-answers, one in four of them in the middle half.
//
// Example. 40 promoters and 20 detractors of 100 → { score: 20, low: 4.97…, high: 33.86…, n: 100 }.
import { z95 } from './wilson-interval.ts';

export interface NetPromoterScore {
	/** −100 to 100; NaN without answers. */
	score: number;
	low: number;
	high: number;
	n: number;
}

export function netPromoterScore(
	promoters: number,
	detractors: number,
	n: number,
	z = z95
): NetPromoterScore {
	if (n === 0) return { score: NaN, low: -100, high: 100, n };
	// Three quarters of an answer at each end, one and a half in the middle.
	const added = 3;
	const [p, d] = [(promoters + added / 4) / (n + added), (detractors + added / 4) / (n + added)];
	const half = z * Math.sqrt((p + d - (p - d) ** 2) / (n + added));
	return {
		score: (100 * (promoters - detractors)) / n,
		low: Math.max(-100, 100 * (p - d - half)),
		high: Math.min(100, 100 * (p - d + half)),
		n
	};
}
