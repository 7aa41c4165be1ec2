// Wilson score interval of a share.
//
// Definition. With k successes in n trials and z the normal quantile of the level,
//   centre = (k + z²/2) / (n + z²)
//   half   = z / (n + z²) · √(k(n − k)/n + z²/4)
// and the interval is centre ± half. It is the set of shares p that a score test does not refuse.
//
// Assumptions. Independent trials with one common share. Unlike the textbook ±z√(p(1−p)/n) it keeps to
// [0, 1], is never empty at 0 or n successes, and holds its level from n of about 5 on.
//
// Source. E. B. Wilson (1927), "Probable inference, the law of succession, and statistical inference",
// JASA 22, 209–212. Checked against R 4.2.2, prop.test(correct = FALSE).
//
// Example. wilsonInterval(8, 10) → { estimate: 0.8, low: 0.490…, high: 0.943…, n: 10 }

export interface Share {
	/** k/n; NaN when n is 0. */
	estimate: number;
	low: number;
	high: number;
	n: number;
}

/** Normal quantile of 0.975: a 95 % interval. */
export const z95 = 1.959963984540054;

/** The 95 % interval (by default) of `successes` out of `n`. Without trials: everything is possible. */
export function wilsonInterval(successes: number, n: number, z = z95): Share {
	if (n === 0) return { estimate: NaN, low: 0, high: 1, n };
	const centre = (successes + (z * z) / 2) / (n + z * z);
	const half = (z / (n + z * z)) * Math.sqrt((successes * (n - successes)) / n + (z * z) / 4);
	return {
		estimate: successes / n,
		// Exact at the ends, where rounding would leave a tiny remainder.
		low: successes === 0 ? 0 : Math.max(0, centre - half),
		high: successes === n ? 1 : Math.min(1, centre + half),
		n
	};
}
