// How far a share has moved among the same people: before and after.
//
// Definition. Of n pairs, b were not so before and are after, c were so before and are not after. With one pair added to each,
//   p₁ = (b + 1) / (n + 2),  p₂ = (c + 1) / (n + 2),
// the interval is p₁ − p₂ ± z · √((p₁ + p₂ − (p₁ − p₂)²) / (n + 2)). The estimate itself is (b − c) / n.
//
// Assumptions. Independent pairs. Whoever was chosen because the first measurement was low tends to be higher at the second, whatever
// was done (regression to the mean): the interval does not know of it.
//
// Source. D. G. Bonett, R. M. Price (2012), "Adjusted Wald confidence interval for a difference of binomial proportions based on paired
// data", Journal of Educational and Behavioral Statistics 37, 479–488.
//
// Example. 40 pairs, 18 better and 4 worse → { estimate: 0.35, low: 0.128…, high: 0.538… }.
import type { Difference } from './difference.ts';
import { z95 } from './wilson-interval.ts';

export function pairedDifference(
	{ n, better, worse }: { n: number; better: number; worse: number },
	z = z95
): Difference {
	if (n === 0) return { estimate: NaN, low: -1, high: 1 };
	const [up, down] = [(better + 1) / (n + 2), (worse + 1) / (n + 2)];
	const half = z * Math.sqrt((up + down - (up - down) ** 2) / (n + 2));
	return {
		estimate: (better - worse) / n,
		low: Math.max(-1, up - down - half),
		high: Math.min(1, up - down + half)
	};
}
