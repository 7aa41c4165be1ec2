// How far two independent shares lie apart.
//
// Definition. With shares p₁, p₂ and their Wilson intervals (l₁, u₁), (l₂, u₂), the difference d = p₁ − p₂ has the interval
//   d − √((p₁ − l₁)² + (u₂ − p₂)²)  to  d + √((u₁ − p₁)² + (p₂ − l₂)²).
//
// Assumptions. Two independent samples of independent answers. Holds its level where the textbook interval does not: shares near 0 or 1
// and few answers.
//
// Source. R. G. Newcombe (1998), "Interval estimation for the difference between independent proportions: comparison of eleven
// methods", Statistics in Medicine 17, 873–890, method 10.
//
// Example. 56 of 70 and 48 of 80 → { estimate: 0.2, low: 0.0524, high: 0.3339 } (Newcombe's table II).
import { wilsonInterval, type Share } from './wilson-interval.ts';

export interface Difference {
	/** Of the first from the second, −1 to 1; NaN where one has no answers. */
	estimate: number;
	low: number;
	high: number;
}

export function differenceOf(first: Share, second: Share): Difference {
	if (first.n === 0 || second.n === 0) return { estimate: NaN, low: -1, high: 1 };
	const estimate = first.estimate - second.estimate;
	return {
		estimate,
		low: estimate - Math.hypot(first.estimate - first.low, second.high - second.estimate),
		high: estimate + Math.hypot(first.high - first.estimate, second.estimate - second.low)
	};
}

/** Whether the interval leaves out "no difference". */
export const isDifferent = ({ low, high }: Difference) => low > 0 || high < 0;

/** The same of `successes` out of `n` twice. */
export const differenceOfCounts = (first: [number, number], second: [number, number]) =>
	differenceOf(wilsonInterval(...first), wilsonInterval(...second));
