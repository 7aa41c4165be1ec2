// The gamma function and its relatives: ln Γ, digamma, and both regularised incomplete gamma functions.
//
// Definition.
//   Γ(x) = ∫₀^∞ t^(x−1) e^(−t) dt            ψ(x) = d/dx ln Γ(x)
//   P(a, x) = ∫₀^x t^(a−1) e^(−t) dt / Γ(a)   Q(a, x) = 1 − P(a, x)
// P and Q are the lower and upper tail of a gamma distribution of shape a and rate 1. Each tail is computed directly where
// it is small: 1 − P loses every digit of a tail of 1e−20, and small tails are what evidence is made of.
//
// How. ln Γ and ψ by Stirling's series above 12, reached by recurrence. P by its power series below a + 1, Q by Lentz's
// continued fraction above. The common factor x^a e^(−x)/Γ(a+1) is written with the deviance a(u − ln(1+u)),
// u = (x − a)/a, because a·ln x − x − ln Γ(a) loses digits for large a (Loader 2000).
//
// Assumptions. a > 0, x ≥ 0; NaN otherwise.
//
// Source. Abramowitz & Stegun 6.1.41, 6.3.18, 6.5.29, 6.5.31; C. Loader (2000), "Fast and accurate computation of binomial
// probabilities". Checked against R 4.2.2 (tests/reference/special.json).
//
// Example. gammaUpper(3, 8) = 0.01375…: of Poisson counts with mean 8, those below 3.

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);

/** ln Γ(x) − [(x − ½) ln x − x + ½ ln 2π], for x ≥ 12. */
function stirlingError(x: number): number {
	const inverse = 1 / (x * x);
	return (
		(1 / 12 -
			inverse *
				(1 / 360 -
					inverse * (1 / 1260 - inverse * (1 / 1680 - inverse * (1 / 1188 - (inverse * 691) / 360360))))) /
		x
	);
}

/** ln Γ(x) for x > 0. */
export function logGamma(x: number): number {
	if (!(x > 0)) return NaN;
	let product = 1;
	let at = x;
	for (; at < 12; at++) product *= at;
	return (at - 0.5) * Math.log(at) - at + halfLogTwoPi + stirlingError(at) - Math.log(product);
}

/** ψ(x), the derivative of ln Γ, for x > 0. */
export function digamma(x: number): number {
	if (!(x > 0)) return NaN;
	let sum = 0;
	let at = x;
	for (; at < 12; at++) sum -= 1 / at;
	const inverse = 1 / (at * at);
	const series =
		1 / 12 -
		inverse *
			(1 / 120 - inverse * (1 / 252 - inverse * (1 / 240 - inverse * (1 / 132 - (inverse * 691) / 32760))));
	return sum + Math.log(at) - 0.5 / at - inverse * series;
}

/** u − ln(1 + u), without cancellation near 0. */
function deviance(u: number): number {
	if (Math.abs(u) > 0.1) return u - Math.log1p(u);
	// u²/2 − u³/3 + u⁴/4 − …
	let power = u * u;
	let sum = 0;
	for (let k = 2; k < 40; k++, power *= -u) sum += power / k;
	return sum;
}

/** ln [x^a e^(−x) / Γ(a + 1)]. */
function logFactor(a: number, x: number): number {
	if (a < 12) return a * Math.log(x) - x - logGamma(a + 1);
	return -a * deviance((x - a) / a) - 0.5 * Math.log(2 * Math.PI * a) - stirlingError(a);
}

const tiny = 1e-300;

/** Σ of x^k / ((a+1) … (a+k)), from k = 0: P = factor · sum. */
function lowerSeries(a: number, x: number): number {
	let term = 1;
	let sum = 1;
	for (let k = 1; term > sum * 1e-17; k++) {
		term *= x / (a + k);
		sum += term;
	}
	return sum;
}

/** The continued fraction with Q = factor · a · fraction. */
function upperFraction(a: number, x: number): number {
	let b = x + 1 - a;
	let c = 1 / tiny;
	let d = 1 / b;
	let fraction = d;
	for (let k = 1; k < 100_000; k++) {
		const an = -k * (k - a);
		b += 2;
		d = 1 / (an * d + b || tiny);
		c = b + an / c || tiny;
		const step = c * d;
		fraction *= step;
		if (Math.abs(step - 1) < 1e-16) break;
	}
	return fraction;
}

/** ln P(a, x). */
export function logGammaLower(a: number, x: number): number {
	if (!(a > 0) || !(x >= 0)) return NaN;
	if (x === 0) return -Infinity;
	if (x < a + 1) return logFactor(a, x) + Math.log(lowerSeries(a, x));
	return Math.log1p(-Math.exp(logGammaUpper(a, x)));
}

/** ln Q(a, x). */
export function logGammaUpper(a: number, x: number): number {
	if (!(a > 0) || !(x >= 0)) return NaN;
	if (x === 0) return 0;
	if (x < a + 1) return Math.log1p(-Math.exp(logGammaLower(a, x)));
	return logFactor(a, x) + Math.log(a * upperFraction(a, x));
}

/** P(a, x), the lower tail. */
export const gammaLower = (a: number, x: number) => Math.exp(logGammaLower(a, x));
/** Q(a, x), the upper tail. */
export const gammaUpper = (a: number, x: number) => Math.exp(logGammaUpper(a, x));
