// A count over what was expected, with its exact interval; and two such counts against each other.
//
// Definition. For a Poisson count x over exposure T the exact 95 % interval of the rate runs from the 2.5 % point of Γ(x) to the
// 97.5 % point of Γ(x + 1), over T. Of two counts, given their sum, the first is binomial with share ρT1/(ρT1 + T2): the
// Clopper-Pearson interval of that share, turned into odds, is the interval of the ratio ρ.
//
// Assumptions. Independent events. Exact intervals are a little too wide rather than too narrow.
//
// Source. F. Garwood (1936), Biometrika 28; C. Clopper & E. Pearson (1934), Biometrika 26. Checked against R 4.2.2 poisson.test
// (tests/reference/tables.json).
//
// Example. rateInterval(5, 1.7) → { estimate: 2.94…, low: 0.955…, high: 6.864… }
import { betaQuantile, gammaQuantile } from './quantile.ts';

export interface Rate {
	estimate: number;
	low: number;
	high: number;
}

/** x events where `exposure` was expected: 95 % by default. */
export function rateInterval(x: number, exposure: number, level = 0.95): Rate {
	const tail = (1 - level) / 2;
	return {
		estimate: x / exposure,
		low: x === 0 ? 0 : gammaQuantile(tail, x) / exposure,
		high: gammaQuantile(1 - tail, x + 1) / exposure
	};
}

/** How many times the second rate the first is. */
export function rateRatio(x1: number, exposure1: number, x2: number, exposure2: number, level = 0.95): Rate {
	const tail = (1 - level) / 2;
	const odds = (share: number) => ((share / (1 - share)) * exposure2) / exposure1;
	return {
		estimate: x1 / exposure1 / (x2 / exposure2),
		low: x1 === 0 ? 0 : odds(betaQuantile(tail, x1, x2 + 1)),
		high: x2 === 0 ? Infinity : odds(betaQuantile(1 - tail, x1 + 1, x2))
	};
}
