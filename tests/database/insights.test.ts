// What stands behind the figures: what drives customers away, where promises break, what they write about; and what other systems read.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { seededRandom } from '../../src/demo/random.ts';
import {
	answersPage,
	casesPage,
	compareFigures,
	exportAnswers,
	metricsPage,
	readAnswers,
	readBreakdown,
	readLeaving,
	readPromises,
	readThemes
} from '../../src/lib/server/reports/reports.ts';
import { gatherAnew } from '../support/desk.ts';
import { now, testPlace, type TestPlace } from '../support/database.ts';

let place: TestPlace;
beforeAll(async () => {
	place = await testPlace();
	const all = Array.from({ length: 1200 }, (_, n) => n);
	const random = (n: number, salt: number) => seededRandom(1000 * salt + n).next();
	await place.feed('reps', { id: 'R1', team: 'floor' }, { id: 'R2', team: 'desk' });
	await place.feed(
		'interactions',
		...all.map((n) => ({
			id: `N${n}`,
			kind: n % 4 ? 'visit' : 'call',
			customer: `C${n % 300}`,
			rep: n % 2 ? 'R1' : 'R2',
			location: ['Ashford', 'Brill', 'Camber'][n % 3],
			channel: n % 4 ? 'shop' : 'phone',
			wait_minutes: Math.floor(40 * random(n, 3)),
			started_at: n % 2 ? '2026-10-05' : '2026-11-05',
			promise: n % 3 ? `A call by ${['Monday', 'Friday'][n % 2]}` : 'The part arrives',
			promise_due_at: n % 3 ? '2026-11-05' : '2026-11-20',
			language: n % 10 === 0 ? 'de' : n % 10 === 1 ? 'zh' : 'en'
		}))
	);
	await place.feed(
		'answers',
		...all.map((n) => {
			// What was planted: broken promises drive customers away, and they break in Camber.
			const isBroken = random(n, 1) < (n % 3 === 2 ? 0.5 : 0.15);
			const isUneased = random(n, 2) < 0.3;
			const leaves = random(n, 4) < 0.06 + (isBroken ? 0.3 : 0);
			const isNovember = n % 2 === 0;
			const words =
				n % 10 === 0
					? `Die Maschine ${isNovember ? 'tropft' : 'läuft'} wieder`
					: n % 10 === 1
						? '电池坏了，没有人回电话'
						: isNovember && n % 4 === 0
							? `The app crashed again, number ${n}`
							: `Waited long at the counter, number ${n}`;
			return {
				id: `N${n}`,
				interaction: `N${n}`,
				answered_at: isNovember ? '2026-11-08T10:00:00.123456Z' : '2026-10-08T10:00:00.123457Z',
				overall: isUneased ? 2 : 5,
				resolved: 'yes',
				eased: isUneased ? 1 : 5,
				promise_kept: isBroken ? 'broken' : 'kept',
				stay: leaves ? 'no' : 'yes',
				recommend: n % 11,
				comment: words
			};
		})
	);
	await gatherAnew(place.sql);
});
afterAll(() => place.end());

test('what was planted drives customers away, and what was not does not', async () => {
	const { value: leaving } = await readLeaving(place.sql, {}, now);
	const of = (name: string) => leaving.drivers.find((driver) => driver.name.startsWith(name))!;
	expect(leaving.n).toBe(1200);
	expect(leaving.drivers[0]!.name).toBe('A promise was broken');
	expect(of('A promise was broken').low).toBeGreaterThan(3);
	expect(of('A promise was broken').ofHundred).toBeGreaterThan(35);
	for (const name of ['The inconvenience', 'Waited', 'It was a call'])
		expect([name, of(name).low < 1.05, of(name).high > 0.95]).toEqual([name, true, true]);
	expect((await readLeaving(place.sql, { location: 'nowhere' }, now)).value).toMatchObject({
		n: 0,
		drivers: []
	});
});

test('promises break where they were made to, and days make no promise of their own', async () => {
	const { value: promises } = await readPromises(place.sql, {}, now);
	expect(promises.byLocation.map(({ name }) => name)[0]).toBe('Camber');
	expect(promises.byLocation[0]!.broken.low).toBeGreaterThan(promises.all.broken.estimate);
	expect(promises.byPromise.map(({ name }) => name).sort()).toEqual(['a call by …', 'the part arrives']);
	expect(promises.byTime.map(({ name }) => name)).toContain('more than a week');
	const sum = promises.byKind.reduce((n, { broken }) => n + broken.n, 0);
	expect(sum).toBe(promises.n);
});

describe('themes', () => {
	const november = { from: '2026-11-01', to: '2026-11-30' };
	const october = { from: '2026-10-01', to: '2026-10-31' };
	const between = async (language: string) =>
		(await readThemes(place.sql, { here: november, there: october, language }, now)).value;
	test('are what is said more than before, with quotes, and what is said less', async () => {
		const { more, less } = await between('en');
		expect(more.map(({ word }) => word).sort()).toEqual(['again', 'app', 'crashed']);
		expect(less.map(({ word }) => word)).toContain('counter');
		expect(more[0]!.quotes[0]!.words).toContain('The app crashed again');
		expect(more[0]!.difference.low).toBeGreaterThan(0.2);
	});
	test('work in other languages, and find none where nothing changed', async () => {
		const only = { from: '2026-11-01', to: '2026-11-30' };
		const german = await readThemes(place.sql, { here: only, there: {}, language: 'de' }, now);
		expect(german.value.comments).toEqual([120, 0]);
		const same = (
			await readThemes(place.sql, { here: { location: 'Ashford' }, there: {}, language: 'en' }, now)
		).value;
		expect([same.more, same.less]).toEqual([[], []]);
		const chinese = (await readThemes(place.sql, { here: { kind: 'call' }, there: {}, language: 'zh' }, now))
			.value;
		expect(chinese.comments[0] + chinese.comments[1]).toBe(120);
	});
});

test('words are found in every language, Chinese by its signs', async () => {
	const found = async (words: string) => (await readAnswers(place.sql, { words })).rows.length;
	expect(await found('Maschinen')).toBe(25);
	expect(await found('电池')).toBe(25);
	expect(await found('池电')).toBe(0);
	expect(await found('crash')).toBe(25);
	expect(await found('"number 8"')).toBe(1);
});

test('answers of one moment are paged and exported whole', async () => {
	const seen = new Set<number>();
	let next: string | undefined;
	do {
		const page = await readAnswers(place.sql, { from: '2026-11-01' }, next);
		for (const { id } of page.rows) seen.add(id);
		next = page.next ?? undefined;
	} while (next);
	expect(seen.size).toBe(600);
	let lines = 0;
	for await (const piece of exportAnswers(place.sql, {}, 'ndjson')) lines += piece.trim().split('\n').length;
	expect(lines).toBe(1200);
});

test('groups that differ are marked, and one answer marks nobody', async () => {
	await place.feed('interactions', {
		id: 'lone',
		kind: 'visit',
		customer: 'C',
		location: 'Lonely',
		started_at: '2026-11-05'
	});
	await place.feed('answers', {
		id: 'lone',
		interaction: 'lone',
		answered_at: '2026-11-08',
		promise_kept: 'broken',
		overall: 1
	});
	await gatherAnew(place.sql);
	const { groups, figures } = await readBreakdown(place.sql, {}, 'location', now);
	const at = figures.findIndex(({ id }) => id === 'promise_kept');
	expect(groups.map(({ value, shares }) => [value, shares[at]!.stands])).toEqual([
		['Ashford', 'above'],
		['Brill', 'above'],
		['Camber', 'below'],
		['Lonely', null]
	]);
});

test('two sets side by side differ by what they differ', async () => {
	const { rows, answers } = await compareFigures(place.sql, { location: 'Ashford' }, { location: 'Camber' });
	const promise = rows.find(({ id }) => id === 'promise_kept')!;
	expect(answers).toEqual([400, 400]);
	expect(promise.difference.high).toBeLessThan(-0.2);
	expect(promise.difference.estimate).toBeCloseTo(
		promise.shares[1].estimate - promise.shares[0].estimate,
		12
	);
});

describe('other systems', () => {
	const search = (text: string) => new URLSearchParams(text);
	test('read the figures the desk shows', async () => {
		const page = (await metricsPage(
			place.sql,
			search('from=2026-11-01&to=2026-11-30&location=Camber'),
			now
		)) as {
			answers: number;
			metrics: { metric: string; share: number; change: { estimate: number } | null }[];
		};
		expect(page.answers).toBe(200);
		const promise = page.metrics.find(({ metric }) => metric === 'promise_kept')!;
		expect(promise.share).toBeLessThan(0.7);
		expect(promise.change).not.toBeNull();
		for (const wrong of ['from=yesterday', 'to=9999-12-31', 'from=0026-01-01', 'town=Brill', 'location='])
			expect(await metricsPage(place.sql, search(wrong), now), wrong).toHaveProperty('mistakes');
	});
	test('read answers page by page, and are told of a cursor that makes no sense', async () => {
		const first = (await answersPage(place.sql, search('said=promise_kept=broken'))) as {
			answers: { id: number }[];
			next: string;
		};
		const second = (await answersPage(
			place.sql,
			search(`said=promise_kept=broken&after=${first.next}`)
		)) as typeof first;
		const ids = [...first.answers, ...second.answers].map(({ id }) => id);
		expect([ids.length, new Set(ids).size]).toEqual([50, 50]);
		expect(JSON.stringify(first)).not.toMatch(/"C\d|"R\d/);
		expect(await answersPage(place.sql, search('after=nonsense'))).toHaveProperty('mistakes');
		expect(await casesPage(place.sql, search('state=happy'), now)).toHaveProperty('mistakes');
		expect(await casesPage(place.sql, search('after=-1'), now)).toHaveProperty('mistakes');
		expect(await casesPage(place.sql, search(''), now)).toEqual({ cases: [], next: null });
	});
});
