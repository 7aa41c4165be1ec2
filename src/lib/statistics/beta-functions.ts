// The regularised incomplete beta function, and the binomial and negative binomial distributions that are made of it.
//
// Definition. I(x; a, b) = ∫₀^x t^(a−1) (1−t)^(b−1) dt / B(a, b). Then, of n trials with share p,
//   P(successes ≥ k) = I(p; k, n − k + 1)
// and a negative binomial count (size r, probability p, any r > 0) has
//   P(n) = Γ(n + r) / (Γ(r) n!) · p^r (1 − p)^n.
// A Poisson count whose rate is drawn from a gamma distribution (shape r, rate β) over exposure E is negative binomial with
// size r and probability β/(β + E): what shrinkage rests on.
//
// How. Lentz's continued fraction on the side where it converges fast; the other side is one minus that.
//
// Source. Abramowitz & Stegun 26.5.8; Press et al., Numerical Recipes, §6.4. Checked against R 4.2.2 (tests/reference/special.json).
//
// Example. binomialUpper(21, 46, 5.8 / 34) = 6.2e−6: 21 of 46 failures in a lot that should have had 17 % of them.
import { logGamma } from './gamma-functions.ts';

const tiny = 1e-300;

function fraction(a: number, b: number, x: number): number {
	let c = 1;
	let d = 1 / (1 - ((a + b) * x) / (a + 1) || tiny);
	let value = d;
	for (let m = 1; m < 100_000; m++) {
		const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
		d = 1 / (1 + even * d || tiny);
		c = 1 + even / c || tiny;
		value *= d * c;
		const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
		d = 1 / (1 + odd * d || tiny);
		c = 1 + odd / c || tiny;
		value *= d * c;
		if (Math.abs(d * c - 1) < 1e-16) break;
	}
	return value;
}

/** I(x; a, b). */
export function betaLower(a: number, b: number, x: number): number {
	if (x <= 0) return 0;
	if (x >= 1) return 1;
	const factor = Math.exp(logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x));
	if (x < (a + 1) / (a + b + 2)) return (factor * fraction(a, b, x)) / a;
	return 1 - (factor * fraction(b, a, 1 - x)) / b;
}

/** 1 − I(x; a, b), with the digits of a small tail. */
export const betaUpper = (a: number, b: number, x: number) => betaLower(b, a, 1 - x);

/** P(at least k of n), each with probability p. */
export function binomialUpper(k: number, n: number, p: number): number {
	if (k <= 0) return 1;
	if (k > n) return 0;
	return betaLower(k, n - k + 1, p);
}

/** ln P(n) of a negative binomial count. */
export function logNegativeBinomial(n: number, size: number, probability: number): number {
	return (
		logGamma(n + size) -
		logGamma(size) -
		logGamma(n + 1) +
		size * Math.log(probability) +
		n * Math.log1p(-probability)
	);
}
