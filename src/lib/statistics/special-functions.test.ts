import { describe, expect, test } from 'vitest';
import { betaLower, betaUpper, logNegativeBinomial } from './beta-functions.ts';
import { digamma, gammaLower, gammaUpper, logGamma } from './gamma-functions.ts';
import { nelderMead } from './nelder-mead.ts';
import { chiSquaredUpper, normalLower } from './normal-distribution.ts';
import { betaQuantile, gammaQuantile, normalQuantile } from './quantile.ts';
import { relativeError, results } from '../../../tests/reference/reference.ts';

const special = results('special');
type Row = Record<string, number>;

/** The worst error over all rows with a result: relative, or of one where the function crosses zero. */
function worst(rows: Row[], wanted: string, got: (row: Row) => number): number {
	const crosses = ['lgamma', 'digamma', 'qnorm'].includes(wanted);
	const errors = rows
		.filter((row) => row[wanted] !== null)
		.map((row) => {
			const [value, right] = [got(row), row[wanted]!];
			return crosses ? Math.abs(value - right) / Math.max(1, Math.abs(right)) : relativeError(value, right);
		});
	return Math.max(...errors);
}

describe('agree with R within 1e-10:', () => {
	test.each([
		['ln Γ', 'psi', 'lgamma', ({ x }: Row) => logGamma(x!)],
		['digamma', 'psi', 'digamma', ({ x }: Row) => digamma(x!)],
		['lower gamma tail', 'pgamma', 'lower', ({ a, x }: Row) => gammaLower(a!, x!)],
		['upper gamma tail', 'pgamma', 'upper', ({ a, x }: Row) => gammaUpper(a!, x!)],
		['lower beta tail', 'pbeta', 'lower', ({ a, b, x }: Row) => betaLower(a!, b!, x!)],
		['upper beta tail', 'pbeta', 'upper', ({ a, b, x }: Row) => betaUpper(a!, b!, x!)],
		[
			'ln negative binomial',
			'nbinom',
			'logd',
			({ size, prob, x }: Row) => logNegativeBinomial(x!, size!, prob!)
		],
		['normal', 'pnorm', 'pnorm', ({ z }: Row) => normalLower(z!)],
		['χ² upper tail', 'pchisq_upper', 'upper', ({ x, df }: Row) => chiSquaredUpper(x!, df!)]
	] as const)('%s', (_, list, wanted, got) => {
		expect(special[list].length).toBeGreaterThan(5);
		expect(worst(special[list], wanted, got)).toBeLessThan(1e-10);
	});
});

describe('quantiles agree with R within 1e-8:', () => {
	test.each([
		['gamma', 'qgamma', 'q', ({ a, p }: Row) => gammaQuantile(p!, a!)],
		['beta', 'qbeta', 'q', ({ a, b, p }: Row) => betaQuantile(p!, a!, b!)],
		['normal', 'qnorm', 'qnorm', ({ p }: Row) => normalQuantile(p!)]
	] as const)('%s', (_, list, wanted, got) => {
		expect(worst(special[list], wanted, got)).toBeLessThan(1e-8);
	});
});

test('tails stay right where shapes are large', () => {
	// R: pgamma(5000, 5000), and upper tails far out.
	for (const shape of [1e3, 1e4, 1e6]) {
		const both = gammaLower(shape, shape * 1.01) + gammaUpper(shape, shape * 1.01);
		expect(Math.abs(both - 1)).toBeLessThan(1e-12);
		expect(gammaQuantile(gammaLower(shape, shape * 0.98), shape)).toBeCloseTo(shape * 0.98, 4);
	}
});

test('a minimum in a bent valley is found', () => {
	const rosenbrock = ([x, y]: number[]) => (1 - x!) ** 2 + 100 * (y! - x! ** 2) ** 2;
	const { at } = nelderMead(rosenbrock, [-1.2, 1]);
	expect(at[0]).toBeCloseTo(1, 5);
	expect(at[1]).toBeCloseTo(1, 5);
});
