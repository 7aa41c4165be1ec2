// Shares, rates and two-by-two tables.
import { describe, expect, test } from 'vitest';
import { classWords, wordsOf } from './class-words.ts';
import { midPGreater } from './fisher-exact.ts';
import { mantelHaenszel, type Stratum } from './mantel-haenszel.ts';
import { rateInterval, rateRatio } from './poisson-rates.ts';
import { relativeError, results } from '../../../tests/reference/reference.ts';

const tables = results('tables');

describe('Mantel-Haenszel', () => {
	// Admissions to Berkeley's six largest departments in 1973, by sex (Bickel et al. 1975, Science 187): R's UCBAdmissions.
	const berkeley: Stratum[] = [
		[512, 313, 89, 19],
		[353, 207, 17, 8],
		[120, 205, 202, 391],
		[138, 279, 131, 244],
		[53, 138, 94, 299],
		[22, 351, 24, 317]
	].map(([a, b, c, d]) => [
		[a!, b!],
		[c!, d!]
	]);
	test('agrees with R mantelhaen.test on the admissions of Berkeley', () => {
		const { oddsRatio, low, high, heterogeneity } = mantelHaenszel(berkeley);
		expect([oddsRatio, low, high].map((value) => value.toFixed(7))).toEqual([
			'0.9046968',
			'0.7719074',
			'1.0603298'
		]);
		expect(heterogeneity).toBeCloseTo(0.00207, 4);
	});
	test('in one stratum it is the odds ratio', () => {
		expect(mantelHaenszel([[[8, 40], [2, 90]]]).oddsRatio).toBeCloseTo(9, 12); // prettier-ignore
	});
	test('strata that agree are not heterogeneous, strata that differ are', () => {
		const alike: Stratum[] = [
			[
				[20, 80],
				[10, 90]
			],
			[
				[40, 160],
				[20, 180]
			]
		];
		const unlike: Stratum[] = [
			[
				[40, 60],
				[10, 90]
			],
			[
				[10, 90],
				[40, 60]
			]
		];
		expect(mantelHaenszel(alike).heterogeneity).toBeGreaterThan(0.99);
		expect(mantelHaenszel(unlike).heterogeneity).toBeLessThan(1e-6);
	});
});

test('mid-p agrees with R', () => {
	for (const { a, b, c, d, midp_greater } of tables.fisher)
		expect(
			relativeError(
				midPGreater([
					[a, b],
					[c, d]
				]),
				midp_greater
			)
		).toBeLessThan(1e-9);
});

describe('Poisson rates', () => {
	test('exact intervals agree with R', () => {
		for (const { x, T, lo, hi } of tables.poisson_exact) {
			const got = rateInterval(x, T);
			expect(Math.max(relativeError(got.low, lo), relativeError(got.high, hi))).toBeLessThan(1e-8);
		}
	});
	test('the ratio of two agrees with R', () => {
		const { x1, T1, x2, T2, ratio, lo, hi } = tables.two_poisson;
		const got = rateRatio(x1, T1, x2, T2);
		expect(relativeError(got.estimate, ratio)).toBeLessThan(1e-12);
		expect(Math.max(relativeError(got.low, lo), relativeError(got.high, hi))).toBeLessThan(1e-8);
	});
});

describe('words', () => {
	test('weigh as in the reference', () => {
		const { docs, W } = results('ctfidf');
		const weights = classWords(
			new Map(Object.entries<string>(docs).map(([name, text]) => [name, wordsOf(text)]))
		);
		for (const { class: name, _row, ...words } of W)
			for (const [word, wanted] of Object.entries(words))
				expect(weights.get(name)!.get(word) ?? 0).toBeCloseTo(wanted as number, 12);
	});
	test('are found in every script', () => {
		expect(wordsOf('El móvil, NO carga: 电池坏了!')).toEqual(['móvil', 'carga', '电池坏了']);
	});
});
