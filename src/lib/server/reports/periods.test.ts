import fc from 'fast-check';
import { expect, test } from 'vitest';
import { dayAfter, latest, lengthOf, periodBefore, piecesOf, startOf } from './periods.ts';

const day = fc.integer({ min: 0, max: 3000 }).map((n) => dayAfter('2020-01-01', n));
const days = (from: string, to: string) =>
	Array.from({ length: lengthOf({ from, to }) }, (_, n) => dayAfter(from, n));

test('the pieces of a period are its days, each once', () => {
	fc.assert(
		fc.property(
			day,
			fc.integer({ min: 0, max: 500 }),
			fc.constantFrom('week', 'month'),
			(from, length, span) => {
				const to = dayAfter(from, length);
				const { whole, edges } = piecesOf({ from, to }, span);
				const inside =
					whole && whole.from! < whole.until! ? days(whole.from!, dayAfter(whole.until!, -1)) : [];
				const all = [...edges.flatMap((edge) => days(edge.from, edge.to)), ...inside];
				expect(all.sort()).toEqual(days(from, to));
				if (whole && inside.length > 0)
					expect([startOf(whole.from!, span), startOf(whole.until!, span)]).toEqual([
						whole.from,
						whole.until
					]);
			}
		)
	);
});
test('a period without an end has no edge there', () => {
	expect(piecesOf({}, 'week')).toEqual({ whole: { from: undefined, until: undefined }, edges: [] });
	expect(piecesOf({ from: '2026-11-25' }, 'week')).toEqual({
		whole: { from: '2026-11-30', until: undefined },
		edges: [{ from: '2026-11-25', to: '2026-11-29' }]
	});
});
test('the period before is as long and ends the day before', () => {
	expect(periodBefore({ from: '2026-03-01', to: '2026-03-31' }, '2026-11-28')).toEqual({
		from: '2026-01-29',
		to: '2026-02-28'
	});
	expect(periodBefore({ from: '2026-11-23' }, '2026-11-28')).toEqual({
		from: '2026-11-17',
		to: '2026-11-22'
	});
	expect(periodBefore({ to: '2026-11-23' }, '2026-11-28')).toBeUndefined();
});
test('the latest weeks begin on a Monday and take in the running one', () => {
	expect(latest('4w', '2026-11-28')).toEqual({ from: '2026-11-02' });
	expect(latest('all', '2026-11-28')).toEqual({});
});
