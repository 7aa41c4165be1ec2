// Counts out of n where the share itself varies a little from subject to subject (the beta-binomial distribution).
//
// Definition. With mean share p and intraclass correlation ρ, the share is Beta(a, b) with a = p(1/ρ − 1), b = (1 − p)(1/ρ − 1), and
//   P(k) = C(n, k) · B(k + a, n − k + b) / B(a, b),
// whose variance is np(1 − p)(1 + (n − 1)ρ): for ρ = 0 the binomial's. betaBinomialUpper is P(K ≥ k).
//
// Estimating ρ. Over honest subjects the squared standardised residual z² = (k − np)² / (np(1 − p)) has the mean φ = 1 + (n − 1)ρ. The
// largest quarter of the z² is cut down to the rest's largest, so that those looked for do not hide by widening the limits
// (winsorising, as for funnel plots); for a chi-squared z² the cut mean is φ · 0.6071, so that
//   φ = mean of the cut z² / 0.6071,   ρ = max(0, (φ − 1) / (mean n − 1)).
//
// Assumptions. Each subject's events are alike apart from its own share. Expected shares are taken as known.
//
// Source. J. G. Skellam (1948), JRSS B 10, 257–261; D. Spiegelhalter (2005), "Funnel plots for comparing institutional
// performance", Statistics in Medicine 24, 1185–1202.
//
// Example. betaBinomialUpper(2, 2, 0.5, 1/3) → 1/3: with a = b = 1 every count 0, 1, 2 is equally likely.
import { binomialUpper } from './beta-functions.ts';
import { logGamma } from './gamma-functions.ts';
import { normalLower } from './normal-distribution.ts';

const logBeta = (a: number, b: number) => logGamma(a) + logGamma(b) - logGamma(a + b);

/** Above it the normal distribution is as good, and does not take a term for every case. */
const mostSummed = 1_000_000;

/** P(K ≥ k) of n with mean share p and intraclass correlation ρ in [0, 1). */
export function betaBinomialUpper(k: number, n: number, p: number, rho: number): number {
	if (k <= 0) return 1;
	if (k > n || p <= 0) return 0;
	if (p >= 1) return 1;
	if (rho < 1e-9) return binomialUpper(k, n, p);
	if (n > mostSummed)
		return normalLower((n * p - k + 0.5) / Math.sqrt(n * p * (1 - p) * (1 + (n - 1) * rho)));
	const a = p * (1 / rho - 1);
	const b = (1 - p) * (1 / rho - 1);
	const logChoose = logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);
	let term = Math.exp(logChoose + logBeta(k + a, n - k + b) - logBeta(a, b));
	let sum = 0;
	for (let at = k; at <= n; at++) {
		sum += term;
		// P(at + 1) from P(at).
		term *= ((n - at) / (at + 1)) * ((at + a) / (n - at - 1 + b));
		if (at > n * p && term < sum * 1e-14) break;
	}
	return Math.min(1, sum);
}

export interface Counted {
	n: number;
	observed: number;
	/** Expected count. */
	expected: number;
}

const mostCorrelation = 0.3;
const cutShare = 0.25;
/** E[min(X, c)] of a chi-squared X with one degree of freedom and c its upper quartile: P(χ²₃ ≤ c) + c/4. */
const cutMean = 0.6071;

/** The intraclass correlation over subjects, robustly; 0 for fewer than five. */
export function intraclassCorrelation(subjects: Counted[]): number {
	const known = subjects.filter(({ n, expected }) => n > 1 && expected > 0 && expected < n);
	if (known.length < 5) return 0;
	const squares = known.map(
		({ n, observed, expected }) => (observed - expected) ** 2 / (expected * (1 - expected / n))
	);
	const limit = squares.toSorted((x, y) => x - y)[Math.floor((1 - cutShare) * (squares.length - 1))]!;
	const factor = mean(squares.map((square) => Math.min(square, limit))) / cutMean;
	return Math.min(mostCorrelation, Math.max(0, (factor - 1) / (mean(known.map(({ n }) => n)) - 1)));
}

const mean = (numbers: number[]) => numbers.reduce((sum, each) => sum + each, 0) / numbers.length;
