import { expect, test } from 'vitest';
import { wilsonInterval } from './wilson-interval.ts';

// R 4.2.2, prop.test(x, n, correct = FALSE)$conf.int
const reference = [
	{ successes: 0, n: 10, low: 0, high: 0.277532799862889 },
	{ successes: 1, n: 10, low: 0.0178762130950729, high: 0.404150026795238 },
	{ successes: 3, n: 20, low: 0.0523687458962166, high: 0.360418864740757 },
	{ successes: 45, n: 300, low: 0.114032468711853, high: 0.194817611145329 },
	{ successes: 300, n: 300, low: 0.987357028775454, high: 1 }
];

test.each(reference)('$successes of $n has the interval R gives', ({ successes, n, low, high }) => {
	const interval = wilsonInterval(successes, n);
	expect(Math.abs(interval.low - low)).toBeLessThanOrEqual(1e-10 * Math.max(low, 1e-300) + 1e-15);
	expect(Math.abs(interval.high - high)).toBeLessThanOrEqual(1e-10 * high);
});

test('another level has another interval', () => {
	const { low, high } = wilsonInterval(7, 1000, 1.6448536269514722);
	expect(low).toBeCloseTo(0.00379978018340774, 13);
	expect(high).toBeCloseTo(0.0128606876509961, 13);
});

test('without trials everything is possible', () => {
	expect(wilsonInterval(0, 0)).toEqual({ estimate: NaN, low: 0, high: 1, n: 0 });
});
