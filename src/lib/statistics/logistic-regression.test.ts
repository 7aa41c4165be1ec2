import { expect, test } from 'vitest';
import { independentTraits, logisticRegression, type Pattern } from './logistic-regression.ts';

test('one trait comes to half a case more in each cell', () => {
	const [odds] = logisticRegression([
		{ traits: [1], n: 12, events: 10 },
		{ traits: [0], n: 20, events: 3 }
	]);
	expect(odds!.oddsRatio).toBeCloseTo((10.5 * 17.5) / (2.5 * 3.5), 5);
});
test('a trait that never goes with the outcome has a finite estimate and a wide interval', () => {
	const [odds] = logisticRegression([
		{ traits: [1], n: 15, events: 0 },
		{ traits: [0], n: 20, events: 9 }
	]);
	expect(odds!.oddsRatio).toBeCloseTo((0.5 * 11.5) / (15.5 * 9.5), 5);
	expect(odds!.high / odds!.low).toBeGreaterThan(50);
});
test('what only goes with a driver is told apart from it', () => {
	// The first trait triples the odds, the second only comes with it.
	const random = (() => {
		let state = 7;
		return () => (state = (state * 48271) % 2147483647) / 2147483647;
	})();
	const patterns = new Map<string, Pattern>();
	for (let index = 0; index < 20_000; index++) {
		const first = random() < 0.3 ? 1 : 0;
		const second = random() < (first ? 0.8 : 0.1) ? 1 : 0;
		const odds = 0.2 * (first ? 3 : 1);
		const pattern = patterns.get(`${first}${second}`) ?? { traits: [first, second], n: 0, events: 0 };
		pattern.n++;
		if (random() < odds / (1 + odds)) pattern.events++;
		patterns.set(`${first}${second}`, pattern);
	}
	const [driver, follower] = logisticRegression([...patterns.values()]);
	expect(driver!.low).toBeLessThan(3);
	expect(driver!.high).toBeGreaterThan(3);
	expect(driver!.low).toBeGreaterThan(2);
	expect([follower!.low < 1, follower!.high > 1]).toEqual([true, true]);
});
test('without patterns there is nothing to say', () => expect(logisticRegression([])).toEqual([]));

test('a trait that repeats others is known before', () => {
	const patterns = [
		{ traits: [1, 0, 1], n: 9, events: 3 },
		{ traits: [0, 1, 1], n: 8, events: 1 },
		{ traits: [1, 0, 0], n: 5, events: 1 }
	];
	// The second is whatever the first is not.
	expect(independentTraits(patterns)).toEqual([true, false, true]);
});
