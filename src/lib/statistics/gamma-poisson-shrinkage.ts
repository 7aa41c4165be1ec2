// How much more often something happened than expected, once chance and the number of places one has looked at are
// allowed for: the multi-item gamma-Poisson shrinker.
//
// Definition. Cell i has n_i events where E_i were expected; n_i ~ Poisson(λ_i E_i). The ratios λ of all cells come from one
// prior, a mixture of two gamma distributions (shape α, rate β):
//   λ ~ p · Γ(α1, β1) + (1 − p) · Γ(α2, β2)
// so that n is a mixture of negative binomials with size α_k and probability β_k / (β_k + E). The posterior of λ given n is
// again a mixture, of Γ(α_k + n, β_k + E), with weight
//   q = p f1(n) / (p f1(n) + (1 − p) f2(n))    (in logarithms: the direct form is 0/0 for large n)
// EBGM, the shown ratio, is its geometric mean exp E[ln λ]; EB05 and EB95 are its 5 % and 95 % points. Cells with little to
// say are drawn to what cells usually are: 1 event where 0.0003 were expected is a ratio of 3333 and an EB05 below 1.
//
// Fit. Maximum likelihood over all cells, those without an event included: leaving them out inflates the prior's upper end.
// On small tables the likelihood is flat, and the fit is held by weak penalties: log-normal on α and β (around 1 and 2, with
// a standard deviation of 2 on the logarithm) and Beta(1.5, 6) on p.
//
// Assumptions. Expected counts are right up to noise; cells are exchangeable before their counts are seen.
//
// Source. W. DuMouchel (1999), "Bayesian data mining in large frequency tables", The American Statistician 53, 177–190; the
// practice of the FDA's adverse event reports. "EBGM = a·N/((a+b)(a+c))", found in papers, is the unshrunk ratio, not
// this. Checked against openEBGM 0.9.1 and R (tests/reference/ebgm_grid.json, gps_zero_fit.json).
//
// Example. With the prior (2.15, 0.5, 8.3, 8.4, 0.04), 24 events where 8 were expected have an EB05 just above 1.5.
import { digamma, logGamma, logGammaLower } from './gamma-functions.ts';
import { nelderMead } from './nelder-mead.ts';
import { rootOf } from './quantile.ts';

export interface Cell {
	n: number;
	/** More than 0. */
	expected: number;
}

export interface Prior {
	alpha1: number;
	beta1: number;
	alpha2: number;
	beta2: number;
	/** Weight of the first component. */
	p: number;
}

export interface Shrunk {
	ebgm: number;
	eb05: number;
	/** Found when it is asked for: few need it. */
	readonly eb95: number;
}

/** ln(e^a + e^b) */
const logSum = (a: number, b: number) => {
	const most = Math.max(a, b);
	return most === -Infinity ? most : most + Math.log(Math.exp(a - most) + Math.exp(b - most));
};

/** −ln likelihood of the cells, up to Σ ln n!, which no parameter changes and which is included. */
export const negativeLogLikelihood = (prior: Prior, cells: Cell[]) => unlikeliness(prior, cells.map(counted));

interface Counted extends Cell {
	/** n ln E − ln n!, which no parameter changes. */
	constant: number;
}

const counted = ({ n, expected }: Cell): Counted => ({
	n,
	expected,
	constant: n * Math.log(expected) - logFactorial(n)
});

/** The negative binomial of a component: ln Γ(α + n)/Γ(α) + α ln β − (α + n) ln(β + E), and the cell's constant. */
function unlikeliness({ alpha1, beta1, alpha2, beta2, p }: Prior, cells: Counted[]): number {
	const first = countTerms(alpha1);
	const second = countTerms(alpha2);
	const base1 = Math.log(p) + alpha1 * Math.log(beta1);
	const base2 = Math.log1p(-p) + alpha2 * Math.log(beta2);
	let sum = 0;
	for (const { n, expected, constant } of cells) {
		const one = base1 + first(n) - (alpha1 + n) * Math.log(beta1 + expected);
		const two = base2 + second(n) - (alpha2 + n) * Math.log(beta2 + expected);
		sum -= constant + Math.max(one, two) + Math.log1p(Math.exp(-Math.abs(one - two)));
	}
	return sum;
}

/** ln Γ(α + n) − ln Γ(α): most counts are small and come again and again. */
function countTerms(alpha: number): (n: number) => number {
	const base = logGamma(alpha);
	const known: number[] = [];
	return (n) => (known[n] ??= logGamma(alpha + n) - base);
}

const factorials: number[] = [];
const logFactorial = (n: number) => (factorials[n] ??= logGamma(n + 1));

export interface Fit {
	/** Whether weak penalties hold the fit: on small tables unless said. */
	penalised?: boolean;
	/** Search from here only, such as last night's prior. */
	near?: Prior;
	/** In the logarithm of the likelihood. */
	tolerance?: number;
}

/** The prior that fits the cells best. */
export function fitPrior(
	cells: Cell[],
	{ penalised = cells.length < 100, near, tolerance }: Fit = {}
): Prior {
	const usable = cells.filter(({ expected }) => expected > 0).map(counted);
	const objective = (at: number[]) => {
		if (at.some((x) => Math.abs(x) > 15)) return Infinity;
		const value = unlikeliness(priorAt(at), usable) + (penalised ? penalty(at) : 0);
		return Number.isNaN(value) ? Infinity : value;
	};
	// A small part of cells with a wide range of ratios beside the many around 1; and one kind of cells only.
	const starts = [
		[Math.log(2), Math.log(0.7), Math.log(8), Math.log(8), Math.log(0.05 / 0.95)],
		[Math.log(5), Math.log(5), Math.log(100), Math.log(30), 2]
	];
	const found = (near ? [startAt(near)] : starts).map((start) =>
		nelderMead(objective, start, { tolerance, size: near && 0.15 })
	);
	const { at } = found.reduce((a, b) => (b.value < a.value ? b : a));
	return ordered(priorAt(at));
}

const priorAt = ([a1, b1, a2, b2, logit]: number[]): Prior => ({
	alpha1: Math.exp(a1!),
	beta1: Math.exp(b1!),
	alpha2: Math.exp(a2!),
	beta2: Math.exp(b2!),
	p: 1 / (1 + Math.exp(-logit!))
});

const startAt = ({ alpha1, beta1, alpha2, beta2, p }: Prior) => [
	Math.log(alpha1),
	Math.log(beta1),
	Math.log(alpha2),
	Math.log(beta2),
	Math.log(p / (1 - p))
];

function penalty([a1, b1, a2, b2, logit]: number[]): number {
	const centre = Math.log(2);
	const pull = [a1!, b1!, a2!, b2!].reduce((sum, x) => sum + (x - centre / 2) ** 2 / (2 * 2 ** 2), 0);
	const p = 1 / (1 + Math.exp(-logit!));
	// Beta(1.5, 6), up to a constant.
	return pull - 0.5 * Math.log(p) - 5 * Math.log1p(-p);
}

/** The component with the higher mean first. */
function ordered(prior: Prior): Prior {
	const { alpha1, beta1, alpha2, beta2, p } = prior;
	if (alpha1 / beta1 >= alpha2 / beta2) return prior;
	return { alpha1: alpha2, beta1: beta2, alpha2: alpha1, beta2: beta1, p: 1 - p };
}

const gammaTerm = (alpha: number, beta: number, n: number, expected: number) =>
	-alpha * Math.log1p(expected / beta) - n * Math.log1p(beta / expected);

/** Posterior weight of the first component. */
export function weightOfFirst(
	{ alpha1, beta1, alpha2, beta2, p }: Prior,
	n: number,
	expected: number
): number {
	const one = Math.log(p) + logGamma(alpha1 + n) - logGamma(alpha1) + gammaTerm(alpha1, beta1, n, expected);
	const two =
		Math.log1p(-p) + logGamma(alpha2 + n) - logGamma(alpha2) + gammaTerm(alpha2, beta2, n, expected);
	return Math.exp(one - logSum(one, two));
}

/** The ratio of one cell, shrunk: geometric mean, 5 % and 95 % point of its posterior. */
export function shrink(prior: Prior, n: number, expected: number): Shrunk {
	const posterior = posteriorOf(prior, n, expected);
	const { q, shape1, rate1, shape2, rate2 } = posterior;
	const mean = q * (digamma(shape1) - Math.log(rate1)) + (1 - q) * (digamma(shape2) - Math.log(rate2));
	return {
		ebgm: Math.exp(mean),
		eb05: pointOf(posterior, 0.05),
		get eb95() {
			return pointOf(posterior, 0.95);
		}
	};
}

interface Posterior {
	/** Weight of the first component. */
	q: number;
	shape1: number;
	rate1: number;
	shape2: number;
	rate2: number;
}

const posteriorOf = (prior: Prior, n: number, expected: number): Posterior => ({
	q: weightOfFirst(prior, n, expected),
	shape1: prior.alpha1 + n,
	rate1: prior.beta1 + expected,
	shape2: prior.alpha2 + n,
	rate2: prior.beta2 + expected
});

function pointOf(posterior: Posterior, p: number): number {
	const [low, high] = bracket(posterior);
	return Math.exp(rootOf((t) => below(posterior, Math.exp(t)) - p, low, high));
}

/** The posterior probability that the ratio lies below x. */
const below = ({ q, shape1, rate1, shape2, rate2 }: Posterior, x: number) =>
	(q > 0 ? q * Math.exp(logGammaLower(shape1, x * rate1)) : 0) +
	(q < 1 ? (1 - q) * Math.exp(logGammaLower(shape2, x * rate2)) : 0);

/** EB05 is at least `ratio` where this is at most 0.05. */
export const chanceBelow = (prior: Prior, n: number, expected: number, ratio: number) =>
	below(posteriorOf(prior, n, expected), ratio);

/** Where on ln λ the 5 % and 95 % points surely lie: both components' means, and a long way around them. */
function bracket({ shape1, rate1, shape2, rate2 }: Posterior): [number, number] {
	const reach = (shape: number) => 6 / Math.sqrt(shape) + 6 / shape;
	const [m1, m2] = [Math.log(shape1 / rate1), Math.log(shape2 / rate2)];
	return [Math.min(m1 - reach(shape1), m2 - reach(shape2)), Math.max(m1 + reach(shape1), m2 + reach(shape2))];
}
