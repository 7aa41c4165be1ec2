// What findings rest on: shrinkage, e-values, false discovery, lots.
import { describe, expect, test } from 'vitest';
import { eValue } from './e-value.ts';
import { adjusted, benjaminiHochberg, eBenjaminiHochberg } from './false-discovery.ts';
import { fitPrior, negativeLogLikelihood, shrink, weightOfFirst } from './gamma-poisson-shrinkage.ts';
import { lotStructure } from './lot-structure.ts';
import { inputs, relativeError, results } from '../../../tests/reference/reference.ts';

const priorOf = ([alpha1, beta1, alpha2, beta2, p]: number[]) => ({
	alpha1: alpha1!,
	beta1: beta1!,
	alpha2: alpha2!,
	beta2: beta2!,
	p: p!
});

describe('shrinkage', () => {
	test('agrees with openEBGM on 128 cells of two priors', () => {
		let [closed, quantiles, cells] = [0, 0, 0];
		for (const { theta, rows } of results('ebgm_grid').cases)
			for (const { N, E, Qn, EBGM, EB05, EB95 } of rows) {
				const prior = priorOf(theta);
				const got = shrink(prior, N, E);
				closed = Math.max(
					closed,
					relativeError(got.ebgm, EBGM),
					relativeError(weightOfFirst(prior, N, E), Qn)
				);
				quantiles = Math.max(
					quantiles,
					relativeError(got.eb05, EB05),
					EB95 === null ? 0 : relativeError(got.eb95, EB95)
				);
				cells++;
			}
		expect(cells).toBe(128);
		expect(closed).toBeLessThan(1e-10);
		expect(quantiles).toBeLessThan(1e-8);
	});

	test('one report where 0.0003 were expected says nothing', () => {
		const prior = priorOf(results('ebgm_grid').cases[0].theta);
		expect(shrink(prior, 1, 0.0003).eb05).toBeLessThan(1);
	});

	test('the fit with zero cells is as likely as R’s', () => {
		const cells = inputs('gps_zero_cells').map(({ N, E }) => ({ n: N!, expected: E! }));
		const wanted = results('gps_zero_fit').two_component;
		expect(negativeLogLikelihood(priorOf(wanted.theta), cells)).toBeCloseTo(wanted.negLL, 6);
		expect(negativeLogLikelihood(fitPrior(cells), cells)).toBeLessThan(wanted.negLL + 1e-6);
	});

	test('the smallest counts that signal are those of the typical prior', () => {
		const { theta, rows } = results('min_counts');
		for (const row of rows) {
			let n = 0;
			while (shrink(priorOf(theta), n, row.E).eb05 < 1.5) n++;
			expect([row.E, n]).toEqual([row.E, row['minN EB05>=1.5']]);
		}
	});
});

describe('e-values', () => {
	test('agree with R', () => {
		for (const { n, mu, e } of results('evalue').rows)
			expect(relativeError(eValue(n, mu), e)).toBeLessThan(1e-10);
	});
	test('stay finite for counts no evidence needs', () => {
		expect(eValue(5000, 10)).toBe(Number.MAX_VALUE);
	});
	test('e-BH believes the first three of the example, wherever they stand', () => {
		const { e, alpha } = results('evalue').ebh;
		expect(eBenjaminiHochberg(e, alpha).map(Number).join('')).toBe('1110000000');
		expect(eBenjaminiHochberg(e.toReversed(), alpha).map(Number).join('')).toBe('0000000111');
		expect(eBenjaminiHochberg([], 0.05)).toEqual([]);
	});
	test('looking every day raises at most one in twenty false alarms at e of 20', () => {
		// Counts of a sound product over 200 looks, at the edge of the null. A small generator of our own, with a fixed start.
		let state = 7;
		const random = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
		let alarms = 0;
		for (let run = 0; run < 1000; run++) {
			let n = 0;
			for (let look = 1; look <= 200; look++) {
				if (random() < 0.06 * 1.5) n++;
				if (eValue(n, 0.06 * look) >= 20) {
					alarms++;
					break;
				}
			}
		}
		expect(alarms / 1000).toBeLessThan(0.05);
	});
});

test('Benjamini-Hochberg agrees with R and rejects four in the worked example', () => {
	const { p, BH } = results('tables').bh;
	adjusted(p).forEach((value, at) => expect(relativeError(value, BH[at])).toBeLessThan(1e-10));
	expect(benjaminiHochberg(p, 0.05).filter(Boolean)).toHaveLength(4);
});

describe('lots', () => {
	const lots = (...pairs: [number, number][]) => pairs.map(([n, expected]) => ({ n, expected }));
	test('one bad lot among sound ones is named, as likely by chance as R says', () => {
		const { x, E, max_share_binom_p } = results('tables').lot_heterogeneity;
		const found = lotStructure(x.map((n: number, at: number) => ({ n, expected: E[at] })));
		expect(found).toMatchObject({ story: 'one', lot: 3 });
		expect(relativeError(found.worstLot, x.length * max_share_binom_p)).toBeLessThan(1e-9);
	});
	test('an excess in every lot is one of all lots', () => {
		expect(lotStructure(lots([9, 3], [11, 3], [8, 3], [10, 3])).story).toBe('all');
	});
	test('an excess that begins is dated', () => {
		expect(lotStructure(lots([3, 3], [2, 3], [4, 3], [14, 3], [12, 3], [13, 3]))).toMatchObject({
			story: 'from',
			lot: 3
		});
	});
	test('one lot alone, or none, tells nothing', () => {
		expect(lotStructure(lots([9, 1])).story).toBe('all');
		expect(lotStructure([]).story).toBe('all');
	});
});
