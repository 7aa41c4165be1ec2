// Evidence that may be looked at every night: an e-value against "this happens at most r0 times as often as expected".
//
// Definition. Under the null hypothesis the count n is Poisson with mean at most r0 μ. Against it stands a ratio drawn from a
// gamma distribution (shape a, rate b), cut off below r0. The e-value is the ratio of the two likelihoods at the null's edge:
//   e = [Γ(a+n) b^a / (Γ(a) (b+μ)^(a+n))] · [Q(a+n, (b+μ) r0) / Q(a, b r0)] / (r0^n e^(−r0 μ))
// Under the null its mean is at most 1, at any time one chooses to look; so P(e ever reaches 1/α) ≤ α. A p-value
// recomputed every night has no such bound.
//
// Assumptions. Counts grow as a Poisson process and μ is known; that μ is itself estimated is not allowed for, which is why
// a tier rests on the shrunk ratio, too.
//
// Source. A. Wald (1945); P. Grünwald, R. de Heide, W. Koolen (2024), "Safe testing", JRSS B 86. Checked against R 4.2.2
// (tests/reference/evalue.json).
//
// Example. eValue(12, 2.5) = 129.0: twelve where two and a half were expected.
import { logGamma, logGammaUpper } from './gamma-functions.ts';

export interface Against {
	/** The highest ratio that is still no news. */
	r0?: number;
	/** Shape and rate of the alternative. */
	a?: number;
	b?: number;
}

/** ln e: large counts overflow e itself. */
export function logEValue(n: number, mu: number, { r0 = 1.5, a = 2, b = 0.5 }: Against = {}): number {
	return (
		logGamma(a + n) -
		logGamma(a) +
		a * Math.log(b) -
		(a + n) * Math.log(b + mu) +
		logGammaUpper(a + n, (b + mu) * r0) -
		logGammaUpper(a, b * r0) -
		n * Math.log(r0) +
		r0 * mu
	);
}

/** e, at most the largest number there is. */
export const eValue = (n: number, mu: number, against?: Against) =>
	Math.min(Number.MAX_VALUE, Math.exp(logEValue(n, mu, against)));
