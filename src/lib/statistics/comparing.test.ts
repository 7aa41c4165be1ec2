import { expect, test } from 'vitest';
import { differenceOf, differenceOfCounts, isDifferent } from './difference.ts';
import { chanceOfApart } from './two-shares.ts';
import { pairedDifference } from './paired-difference.ts';
import { netPromoterScore } from './net-promoter.ts';
import { wilsonInterval } from './wilson-interval.ts';

// Newcombe (1998), table II, method 10.
test.each([
	[
		[56, 70],
		[48, 80],
		[0.2, 0.0524, 0.3339]
	],
	[
		[9, 10],
		[3, 10],
		[0.6, 0.1705, 0.809]
	],
	[
		[5, 56],
		[0, 29],
		[0.0893, -0.0381, 0.1926]
	],
	[
		[10, 10],
		[0, 10],
		[1, 0.6075, 1]
	]
] as const)(
	'the difference of %j and %j has the interval of Newcombe',
	(one, other, [estimate, low, high]) => {
		const found = differenceOfCounts([...one], [...other]);
		expect(found.estimate).toBeCloseTo(estimate, 4);
		expect(found.low).toBeCloseTo(low, 4);
		expect(found.high).toBeCloseTo(high, 4);
	}
);
test('without answers everything is possible', () => {
	const none = differenceOf(wilsonInterval(0, 0), wilsonInterval(3, 4));
	expect([none.low, none.high, isDifferent(none)]).toEqual([-1, 1, false]);
});
test('a net promoter score counts who warns against who recommends', () => {
	expect(netPromoterScore(40, 20, 100)).toMatchObject({ score: 20, n: 100 });
	const { low, high } = netPromoterScore(40, 20, 100);
	expect([low, high].map((each) => Math.round(each * 100) / 100)).toEqual([4.97, 33.86]);
	const all = netPromoterScore(5, 0, 5);
	expect([all.score, all.high, all.low < 100]).toEqual([100, 100, true]);
	expect(netPromoterScore(0, 0, 0)).toMatchObject({ low: -100, high: 100 });
});

test('a paired difference moves by those who changed, and its interval holds its level', () => {
	const { estimate, low, high } = pairedDifference({ n: 40, better: 18, worse: 4 });
	expect([estimate, low, high].map((each) => Math.round(each * 1000) / 1000)).toEqual([0.35, 0.128, 0.539]);
	expect(pairedDifference({ n: 0, better: 0, worse: 0 })).toMatchObject({ low: -1, high: 1 });
	// 30 pairs of which 30 % get better and 10 % worse: every outcome, weighed by how likely it is.
	const [n, up, down] = [30, 0.3, 0.1];
	const factorial = (k: number): number => (k < 2 ? 1 : k * factorial(k - 1));
	let covered = 0;
	for (let better = 0; better <= n; better++)
		for (let worse = 0; worse <= n - better; worse++) {
			const chance =
				(factorial(n) / (factorial(better) * factorial(worse) * factorial(n - better - worse))) *
				up ** better *
				down ** worse *
				(1 - up - down) ** (n - better - worse);
			const interval = pairedDifference({ n, better, worse });
			if (interval.low <= up - down && interval.high >= up - down) covered += chance;
		}
	expect(covered).toBeGreaterThan(0.94);
	expect(covered).toBeLessThan(0.975);
});

test('a single answer is no evidence, many are', () => {
	expect(chanceOfApart([1, 1], [100, 2000])).toBeCloseTo(0.0505, 3);
	expect(chanceOfApart([1, 20], [0, 4000])).toBeGreaterThan(0.004);
	expect(chanceOfApart([56, 70], [48, 80])).toBeCloseTo(0.0083, 3);
	expect(chanceOfApart([300, 1000], [400, 1000])).toBeLessThan(1e-5);
	expect(
		[chanceOfApart([0, 0], [1, 2]), chanceOfApart([0, 5], [0, 9]), chanceOfApart([3, 6], [3, 6])].map(
			(chance) => Math.round(1e9 * chance) / 1e9
		)
	).toEqual([1, 1, 1]);
});
