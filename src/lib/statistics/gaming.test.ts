import { describe, expect, test } from 'vitest';
import { betaBinomialUpper, intraclassCorrelation } from './beta-binomial.ts';
import { binomialUpper } from './beta-functions.ts';
import { funnelLimits } from './funnel-limits.ts';
import { amongPeers } from './peers.ts';
import { weightedShare } from './weighting.ts';

describe('beta-binomial', () => {
	test('with a uniform share every count is equally likely', () => {
		for (let k = 0; k <= 10; k++) expect(betaBinomialUpper(k, 10, 0.5, 1 / 3)).toBeCloseTo((11 - k) / 11, 12);
	});
	test('is the binomial without correlation, and near it with hardly any', () => {
		expect(betaBinomialUpper(7, 20, 0.2, 0)).toBe(binomialUpper(7, 20, 0.2));
		expect(betaBinomialUpper(7, 20, 0.2, 1e-6) / binomialUpper(7, 20, 0.2)).toBeCloseTo(1, 3);
	});
	test('has its mean and variance', () => {
		const [n, p, rho] = [40, 0.15, 0.05];
		const upper = Array.from({ length: n + 2 }, (_, k) => betaBinomialUpper(k, n, p, rho));
		const of = (value: (k: number) => number) =>
			Array.from({ length: n + 1 }, (_, k) => (upper[k]! - upper[k + 1]!) * value(k)).reduce((a, b) => a + b);
		expect(of((k) => k)).toBeCloseTo(n * p, 8);
		expect(of((k) => (k - n * p) ** 2)).toBeCloseTo(n * p * (1 - p) * (1 + (n - 1) * rho), 8);
	});
	test('nothing of nothing, and all of it', () => {
		expect(betaBinomialUpper(0, 0, 0.1, 0.1)).toBe(1);
		expect(betaBinomialUpper(1, 0, 0.1, 0.1)).toBe(0);
		expect(betaBinomialUpper(3, 5, 0, 0.1)).toBe(0);
		expect(betaBinomialUpper(3, 5, 1, 0.1)).toBe(1);
	});
	test('the correlation is found again, and a few who stand out do not hide behind it', () => {
		// Counts as a share of .1 ± .05 would give them, by quantiles instead of chance.
		const honest = Array.from({ length: 200 }, (_, at) => ({
			n: 200,
			observed: Math.round(200 * (0.1 + 0.05 * Math.sin(at))),
			expected: 20
		}));
		const found = intraclassCorrelation(honest);
		expect(found).toBeGreaterThan(0.005);
		expect(found).toBeLessThan(0.02);
		const withGaming = [...honest, ...Array(15).fill({ n: 200, observed: 120, expected: 20 })];
		expect(intraclassCorrelation(withGaming)).toBeLessThan(0.03);
		expect(intraclassCorrelation(honest.slice(0, 4))).toBe(0);
	});
});

describe('peers', () => {
	const tally = (subject: string, observed: number, n = 100, stratum = 'A visit') => ({
		subject,
		stratum,
		group: 'visit',
		n,
		observed
	});
	test('what is expected leaves the subject out', () => {
		const [a, , c] = amongPeers([tally('a', 10), tally('b', 10), tally('c', 40)]);
		expect(c!.expected).toBeCloseTo(10, 1);
		expect(a!.expected).toBeGreaterThan(20);
		expect(a!.peers).toBe(2);
	});
	test('who stands out is nobody’s peer', () => {
		const [a, , c] = amongPeers([tally('a', 10), tally('b', 10), tally('c', 40)], new Set(['c']));
		expect(a!.expected).toBeCloseTo(10, 0);
		expect(c!.expected).toBeCloseTo(10, 1);
		expect(a!.peers).toBe(1);
	});
	test('where nobody has shown it yet, little is expected, but not nothing', () => {
		const [a] = amongPeers([tally('a', 3), tally('b', 0), tally('c', 0)]);
		expect(a!.expected).toBeGreaterThan(0.05);
		expect(a!.expected).toBeLessThan(0.5);
	});
	test('a thin place borrows from its kind', () => {
		const far = amongPeers([tally('a', 0, 5, 'B visit'), tally('b', 200, 1000), tally('c', 200, 1000)])[0]!;
		expect(far.expected).toBeCloseTo(1, 3);
		expect(far.peers).toBe(0);
	});
});

describe('weighting', () => {
	test('the silent count as much as those who speak', () => {
		const share = weightedShare([
			{ asked: 100, answered: 50, n: 50, yes: 50 },
			{ asked: 100, answered: 10, n: 10, yes: 0 }
		]);
		expect(share.estimate).toBeCloseTo(0.5, 10);
		// 50 answers of weight .6, 10 of weight 3: (30 + 30)² / (50·.36 + 10·9)
		expect(share.n).toBeCloseTo(3600 / 108, 10);
	});
	test('no weight is worth more than four answers', () => {
		const share = weightedShare([
			{ asked: 100, answered: 100, n: 100, yes: 100 },
			{ asked: 10_000, answered: 1, n: 1, yes: 0 }
		]);
		expect(share.estimate).toBeGreaterThan(0.8);
	});
	test('without answers everything is possible', () => {
		expect(weightedShare([{ asked: 5, answered: 0, n: 0, yes: 0 }])).toMatchObject({ low: 0, high: 1, n: 0 });
	});
});

describe('funnel limits', () => {
	test('are wide for few and narrow for many', () => {
		const [few, many] = [funnelLimits(20, 0.3, 0), funnelLimits(2000, 0.3, 0)];
		expect(few.high - few.low).toBeGreaterThan(5 * (many.high - many.low));
		expect(many.low).toBeGreaterThan(0.26);
	});
	test('keep to shares, and widen with what honest places differ by', () => {
		expect(funnelLimits(5, 0.02, 0.1).low).toBe(0);
		expect(funnelLimits(2000, 0.3, 0.01).high).toBeGreaterThan(funnelLimits(2000, 0.3, 0).high);
	});
});
