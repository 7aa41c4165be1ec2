// Quantiles by bisection: the point where a distribution function reaches p.
//
// Bisection halves a bracket until it is a hundred-billionth wide. It needs nothing but that the function rises, cannot run
// away, and costs some forty evaluations.
//
// Gamma quantiles are sought on ln x, because at a small shape they lie at 1e−100 and below.
//
// Source. Press et al., Numerical Recipes, §9.1. Checked against R 4.2.2 qgamma, qbeta, qnorm (tests/reference/special.json).
//
// Example. gammaQuantile(0.05, 24) / 8 = 2.04…: 24 events where 8 were expected, and the true ratio is above 2.04 with
// 95 % confidence.
import { betaLower } from './beta-functions.ts';
import { logGammaLower, logGammaUpper } from './gamma-functions.ts';
import { normalLower } from './normal-distribution.ts';

/** The point in [low, high] where `rises` turns from below 0 to above. */
export function bisect(rises: (x: number) => number, low: number, high: number): number {
	for (let left = 200; left > 0; left--) {
		const middle = (low + high) / 2;
		if (middle === low || middle === high || high - low < 1e-11 * Math.min(1, Math.abs(middle)))
			return middle;
		if (rises(middle) < 0) low = middle;
		else high = middle;
	}
	return (low + high) / 2;
}

/** x with P(shape, x) = p, of a gamma distribution with rate 1. */
export function gammaQuantile(p: number, shape: number): number {
	if (p <= 0) return 0;
	if (p >= 1) return Infinity;
	// On the smaller tail, which keeps its digits.
	const rises =
		p < 0.5
			? (t: number) => logGammaLower(shape, Math.exp(t)) - Math.log(p)
			: (t: number) => Math.log1p(-p) - logGammaUpper(shape, Math.exp(t));
	const centre = Math.log(shape + 1);
	return Math.exp(bisect(rises, Math.min(-700, -2 / shape), centre + 8));
}

/** x with I(x; a, b) = p. */
export function betaQuantile(p: number, a: number, b: number): number {
	if (p <= 0) return 0;
	if (p >= 1) return 1;
	// The half near 1 is searched from the other end, where numbers are dense.
	if (betaLower(a, b, 0.5) < p)
		return 1 - Math.exp(bisect((t) => betaLower(b, a, Math.exp(t)) - (1 - p), -745, Math.log(0.5)));
	return Math.exp(bisect((t) => betaLower(a, b, Math.exp(t)) - p, -745, Math.log(0.5)));
}

/** z with Φ(z) = p. */
export const normalQuantile = (p: number) =>
	(p > 0.5 ? -1 : 1) * bisect((z) => normalLower(z) - Math.min(p, 1 - p), -40, 0);
