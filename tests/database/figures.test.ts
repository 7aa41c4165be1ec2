import { afterAll, beforeAll, expect, test } from 'vitest';
import { readAnswers } from '../../src/lib/server/reports/reports.ts';
import { testPlace, type TestPlace } from '../support/database.ts';
import { figuresOf } from '../support/desk.ts';

let place: TestPlace;
beforeAll(async () => {
	place = await testPlace();
	await place.feed('reps', { id: 'R1', team: 'floor' }, { id: 'R2', team: 'desk' });
	const many = Array.from({ length: 60 }, (_, n) => ({ id: `F${n}`, n }));
	await place.feed(
		'interactions',
		...many.map(({ id, n }) => ({
			id,
			kind: n % 3 ? 'visit' : 'call',
			customer: 'C',
			rep: n % 2 ? 'R1' : 'R2',
			location: n < 30 ? 'Ashford' : 'Brill',
			started_at: '2026-10-01'
		}))
	);
	await place.feed(
		'answers',
		...many.map(({ id, n }) => ({
			id,
			interaction: id,
			answered_at: `2026-${n < 30 ? '09' : '10'}-0${1 + (n % 9)}`,
			overall: n < 45 ? 5 : 2,
			eased: n % 4 ? 4 : 'no_inconvenience',
			asked_for_score: n < 6 ? ['asked', 'pressured'] : ['nobody'],
			...(n < 10 && { promise_kept: n < 4 ? 'broken' : n < 8 ? 'kept' : 'nothing_promised' })
		}))
	);
});
afterAll(() => place.end());

const shareOf = async (key: string, filters = {}) => {
	const { series } = await figuresOf(place, filters);
	const { total } = series.find((each) => each.id === key)!;
	return [Math.round(total.estimate * total.n), total.n];
};

test('each share counts the answers it can be said of', async () => {
	expect(await shareOf('overall')).toEqual([45, 60]);
	expect(await shareOf('eased')).toEqual([45, 45]);
	expect(await shareOf('asked_for_score')).toEqual([6, 60]);
	expect(await shareOf('promise_kept')).toEqual([4, 8]);
	expect(await shareOf('stay')).toEqual([NaN, 0]);
});
test('filters narrow by place, team, kind and day', async () => {
	expect(await shareOf('overall', { location: 'Brill' })).toEqual([15, 30]);
	expect(await shareOf('overall', { team: 'floor', kind: 'call' })).toEqual([7, 10]);
	expect(await shareOf('overall', { from: '2026-10-01', to: '2026-10-31' })).toEqual([15, 30]);
	expect(await shareOf('overall', { sku: 'nothing' })).toEqual([NaN, 0]);
});
test('periods add up to the whole', async () => {
	const { series, answers, imported } = await figuresOf(place);
	expect([answers, imported]).toEqual([60, 60]);
	expect(series[0]!.periods.map((period) => [period.from, period.n])).toEqual([
		['2026-09-01', 30],
		['2026-10-01', 30]
	]);
});
test('pages of answers neither repeat nor miss one', async () => {
	const seen: number[] = [];
	let cursor: string | undefined;
	do {
		const { rows, next } = await readAnswers(place.sql, { location: 'Brill' }, cursor);
		seen.push(...rows.map((row) => row.id));
		cursor = next ?? undefined;
	} while (cursor);
	expect([seen.length, new Set(seen).size]).toEqual([30, 30]);
});
test('a cursor that makes no sense begins at the top', async () => {
	expect((await readAnswers(place.sql, {}, "x'; drop table answers")).rows).toHaveLength(25);
});
