// Quantiles: the point where a distribution function reaches p.
//
// The root is sought in a bracket, by inverse quadratic interpolation where the last three points promise that it helps, else by halving
// (Chandrupatla). It needs nothing but that the function rises and cannot run away; it costs some ten evaluations where the
// function is smooth, and hardly more than halving alone where it is not.
//
// Gamma quantiles are sought on ln x, because at a small shape they lie at 1e−100 and below.
//
// Source. T. R. Chandrupatla (1997), Advances in Engineering Software 28, 145–149; P. O. J. Scherer (2013), Computational Physics, §6.1.7.
// Checked against R 4.2.2 qgamma, qbeta, qnorm (tests/reference/special.json).
//
// Example. gammaQuantile(0.05, 24) / 8 = 2.04…: 24 events where 8 were expected, and the true ratio is above 2.04 with
// 95 % confidence.
import { betaLower } from './beta-functions.ts';
import { logGammaLower, logGammaUpper } from './gamma-functions.ts';
import { normalLower } from './normal-distribution.ts';

/** The point in [low, high] where `rises` turns from below 0 to above, to a hundred-billionth. */
export function rootOf(rises: (x: number) => number, low: number, high: number): number {
	// The newest point, the one across the root, and the one before.
	let [x1, x2, x3] = [high, low, low];
	let [f1, f2, f3] = [rises(high), rises(low), 0];
	// Where there is none, the end nearest to it.
	if (f2 >= 0) return low;
	if (f1 <= 0) return high;
	let step = 0.5;
	for (let left = 200; left > 0; left--) {
		const x = x1 + step * (x2 - x1);
		const f = rises(x);
		if (f > 0 === f1 > 0) [x3, f3] = [x1, f1];
		else [x3, f3, x2, f2] = [x2, f2, x1, f1];
		[x1, f1] = [x, f];
		const nearest = Math.abs(f1) < Math.abs(f2) ? x1 : x2;
		const least = (1e-11 * Math.min(1, Math.abs(nearest))) / Math.abs(x2 - x1);
		if (f === 0 || least > 0.5 || x === x2) return nearest;
		const xi = (x1 - x2) / (x3 - x2);
		const phi = (f1 - f2) / (f3 - f2);
		// False as well where a value is infinite.
		const helps = phi ** 2 < xi && (1 - phi) ** 2 < 1 - xi;
		step = helps
			? (f1 / (f2 - f1)) * (f3 / (f2 - f3)) + ((x3 - x1) / (x2 - x1)) * (f1 / (f3 - f1)) * (f2 / (f3 - f2))
			: 0.5;
		step = Math.min(1 - least, Math.max(least, step));
	}
	return x1;
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
	return Math.exp(rootOf(rises, Math.min(-700, -2 / shape), centre + 8));
}

/** x with I(x; a, b) = p. */
export function betaQuantile(p: number, a: number, b: number): number {
	if (p <= 0) return 0;
	if (p >= 1) return 1;
	// The half near 1 is searched from the other end, where numbers are dense.
	if (betaLower(a, b, 0.5) < p)
		return 1 - Math.exp(rootOf((t) => betaLower(b, a, Math.exp(t)) - (1 - p), -745, Math.log(0.5)));
	return Math.exp(rootOf((t) => betaLower(a, b, Math.exp(t)) - p, -745, Math.log(0.5)));
}

/** z with Φ(z) = p. */
export const normalQuantile = (p: number) =>
	(p > 0.5 ? -1 : 1) * rootOf((z) => normalLower(z) - Math.min(p, 1 - p), -40, 0);
