// How likely two shares lie as far apart as these, if the trait made no difference.
//
// Definition. Where each cell of the two-by-two table is expected to hold ten or more, twice the tail of the score statistic
//   z = (p₁ − p₂) / √(p(1 − p)(1/n₁ + 1/n₂)),  p the pooled share;
// otherwise twice the smaller mid-p of the hypergeometric distribution, at most 1.
//
// Assumptions. Two independent samples. With few counts the score test calls single answers significant; the mid-p does not.
//
// Source. As fisher-exact.ts; the bound of ten is W. G. Cochran's (1954), "Some methods for strengthening the common χ² tests", doubled.
//
// Example. One of one against 100 of 2,000 → 0.05 (the score test alone: 0.000014).
import { midPGreater } from './fisher-exact.ts';
import { normalLower } from './normal-distribution.ts';

const enough = 10;

/** Two-sided; 1 where one side is empty or nothing varies. */
export function chanceOfApart([a, n]: [number, number], [b, m]: [number, number]): number {
	const [happened, all] = [a + b, n + m];
	if (n === 0 || m === 0 || happened === 0 || happened === all) return 1;
	const leastExpected = (Math.min(n, m) * Math.min(happened, all - happened)) / all;
	if (leastExpected < enough) {
		const more = midPGreater([
			[a, n - a],
			[b, m - b]
		]);
		return Math.min(1, 2 * Math.min(more, 1 - more));
	}
	const pooled = happened / all;
	const deviation = Math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m));
	return 2 * normalLower(-Math.abs(a / n - b / m) / deviation);
}
