import { describe, expect, test } from 'vitest';
import { asDate, makeWorld, storyEnd, usual } from '../../../../tests/bench/flaws/world.ts';
import { factsOf } from '../../../../tests/bench/flaws/in-memory.ts';
import { Facts, lineagesOf, nobody, sold } from '../returns/returns.ts';
import { assess } from './assess.ts';
import { byBatch } from './batches.ts';
import { causeOf } from './cause.ts';
import { measure } from './evidence.ts';
import { AgeTable, bandCount } from './exposure.ts';
import { foretell } from './foretelling.ts';
import { fixMeasured } from './findings.ts';
import { returnCurve } from './lives.ts';
import { lookAt } from './look.ts';
import { portraits } from './portrait.ts';
import { tellingWords } from './words.ts';
import { sentenceOf } from './sentences.ts';

const nothing = { customersOf: new Map<string, string>(), said: [] };
const small = { ...usual, units: 9000, products: 24, plants: 0 };
const worldWith = (seed: number, more = {}) => makeWorld(seed, { ...small, ...more });
const looked = (seed: number, more = {}) => lookAt({ ...factsOf(worldWith(seed, more)), asOf: storyEnd });

test('a curve goes on past the last return for as long as five are watched', () => {
	const [failed, watched] = [new Float64Array(366), new Float64Array(366)];
	failed[10] = 1;
	watched[100] = 5;
	watched[200] = 4;
	const curve = returnCurve({ failed, watched });
	expect(curve.map(([day]) => day)).toEqual(Array.from({ length: 15 }, (_, week) => 7 * week));
	expect(curve.map(([, share]) => share)).toEqual([0, 0, ...Array.from({ length: 13 }, () => 0.1)]);
});

describe('exposure', () => {
	test('counts a unit’s days up to today, or up to its return', () => {
		const table = new AgeTable([1], 400);
		const days = (age: number) =>
			Array.from({ length: bandCount }, (_, band) => table.days[age * bandCount + band]!);
		expect(days(0)).toEqual([1, 0, 0, 0, 0, 0, 0, 0]);
		expect(days(20)).toEqual([15, 6, 0, 0, 0, 0, 0, 0]);
		expect(days(400).reduce((sum, each) => sum + each)).toBe(365);
		// Returned on its day 20: the days 0 to 20 count, whatever its age.
		expect(table.days[100 * bandCount + 1]! - table.after(100, 1, 20)).toBe(6);
		expect(table.after(100, 3, 20)).toBe(table.days[100 * bandCount + 3]!);
	});
	test('a day counts as much as is usually recorded by now', () => {
		// Half is recorded at once, everything a day later.
		expect(new AgeTable([0.5, 1], 10).days[0]).toBe(0.5);
		expect(new AgeTable([0.5, 1], 10).days[2 * bandCount]).toBe(2.5);
	});
});

describe('what is expected', () => {
	test('adds up to what was observed, over everything that does not stand out', () => {
		const { cells } = looked(3).reference;
		const sum = (of: 'observed' | 'expected') => cells.reduce((total, cell) => total + cell[of], 0);
		expect(sum('expected') / sum('observed')).toBeGreaterThan(0.9);
		expect(sum('expected') / sum('observed')).toBeLessThan(1.1);
	});
	test('by lot adds up to what is expected of the product', () => {
		const look = looked(3);
		look.products.forEach(({ modes, facts }, product) => {
			const { expected } = byBatch(look, product);
			modes.forEach((mode, m) => {
				const batches = facts.batches.length;
				const sum = expected.slice(m * batches, (m + 1) * batches).reduce((a, b) => a + b, 0);
				const cell = look.reference.cellOf[product]!.get(mode)!;
				// Places and replacements have moved a little since the cell was last expected.
				expect(sum).toBeCloseTo(cell.expected, 6);
			});
		});
	});
});

describe('a planted flaw', () => {
	const world = worldWith(12, { plants: 3 });
	const look = lookAt({ ...factsOf(world), asOf: storyEnd });
	const assessment = assess(look);
	const named = assessment.found.map((finding) => ({
		finding,
		plant: world.plants.find(
			({ sku, mode }) =>
				sku === look.products[finding.cell.product]!.sku && mode === look.modes[finding.cell.mode]
		)
	}));
	test('is found, with product and mode, and nothing else is', () => {
		expect(world.plants.filter(({ excess }) => excess > 30).length).toBeGreaterThan(0);
		for (const plant of world.plants.filter(({ excess }) => excess > 30))
			expect(named.map((each) => each.plant)).toContain(plant);
		expect(named.filter(({ plant, finding }) => !plant && finding.tier !== 'watch')).toEqual([]);
	});
	test('is called what it is', () => {
		for (const { finding, plant } of named)
			if (plant && finding.tier !== 'watch')
				expect(causeOf(look, finding, new Map()).cause).toBe(plant.cause);
	});
	test('states its evidence: the last point of its story is what is shown', () => {
		for (const { finding } of named) {
			const { evidence, observed, expected, counted } = measure(look, assessment, finding, nothing);
			const [day, seen, usualBy] = evidence.series.at(-1)!;
			expect([day, seen]).toEqual([storyEnd, observed]);
			expect(usualBy).toBeCloseTo(expected, 1);
			expect(counted).toHaveLength(observed);
			expect(evidence.whatIf.previous.events).toBeLessThan(observed);
		}
	});
	test('of one store’s making is a service problem', () => {
		const bent = worldWith(12, { plants: 0 });
		const { sku } = bent.products[0]!;
		const mode = bent.products[0]!.failure_modes[3]!.split(':')[0]!;
		const sold = bent.units.filter((unit) => unit.sku === sku && unit.location === 'Store 3').slice(0, 20);
		sold.forEach((unit, n) => {
			const returned_at = asDate(Math.min(storyEnd, Date.parse(unit.sold_at!) / 86_400_000 + 40 + n));
			bent.returns.push({
				id: `X${n}`,
				serial: unit.serial!,
				returned_at,
				recorded_at: returned_at,
				reason: `D-${mode}`,
				disposition: 'repaired'
			});
		});
		const bentLook = lookAt({ ...factsOf(bent), asOf: storyEnd });
		const found = assess(bentLook).found.find(
			({ cell }) => bentLook.modes[cell.mode] === mode && bentLook.products[cell.product]!.sku === sku
		);
		expect(found && causeOf(bentLook, found, new Map()).cause).toBe('service');
	});
	test('of a few customers’ making is handling', () => {
		const [strongest] = named.filter(({ plant }) => plant?.cause === 'design' && plant.lot === 0);
		if (!strongest) return;
		const events = measure(look, assessment, strongest.finding, nothing).counted;
		const few = new Map(events.map((each, at) => [each.return, `C${at % 3}`]));
		expect(causeOf(look, strongest.finding, few).cause).toBe('handling');
		// Small companies with two each are not a few customers.
		const many = new Map(events.map((each, at) => [each.return, `C${at >> 1}`]));
		expect(causeOf(look, strongest.finding, many).cause).toBe('design');
	});
});

test('a story names the lot of each unit, also of another product given as the replacement', () => {
	const facts = new Facts();
	const numbers = facts.serials.numbersOf(['A1', 'B1']);
	const ids = facts.returnIds.numbersOf(['first', 'second']);
	const day = storyEnd - 100;
	const sell = (sku: string, lot: string, how: number) => {
		const batch = facts.productOf(sku).batchOf(lot, null, null);
		facts.productOf(sku).units.addUnit(batch, facts.locationOf('Shop'), day, how);
		return batch;
	};
	const giveBack = (
		sku: string,
		id: string,
		batch: number,
		serial: string,
		after: number,
		next: string | null
	) =>
		facts.addReturn(sku, {
			id: ids.get(id)!,
			unit: numbers.get(serial)!,
			batch,
			location: 0,
			soldOn: day,
			returnedOn: day + after,
			recordedOn: day + after,
			reason: nobody,
			disposition: facts.words.numberOf('replaced'),
			next: next === null ? nobody : numbers.get(next)!,
			isReplacement: 0,
			isOtherSku: 0,
			lacksRecord: 0
		});
	sell('B', 'B lot 1', sold.asNew);
	giveBack('A', 'first', sell('A', 'A lot', sold.asNew), 'A1', 10, 'B1');
	giveBack('B', 'second', sell('B', 'B lot 2', sold.asReplacement), 'B1', 20, null);
	const look = lookAt({ facts, catalogue: new Map(), reasons: new Map(), asOf: storyEnd });
	const { all } = portraits(look, assess(look), lineagesOf(facts.serials, facts.replacementsBy(storyEnd)));
	const { stories } = all.map((draw) => draw()).find(({ sku }) => sku === 'A')!.content;
	expect(stories.map(({ returns }) => returns.map(({ serial, lot }) => [serial, lot]))).toEqual([
		[
			['A1', 'A lot'],
			['B1', 'B lot 2']
		]
	]);
});

test('a sound chain yields no finding', () => {
	for (const seed of [41, 42, 43])
		expect(assess(looked(seed)).found.filter(({ tier }) => tier !== 'watch')).toEqual([]);
});

test('an empty chain is looked at without a word', () => {
	const { facts, catalogue, reasons } = factsOf({
		plants: [],
		products: [],
		reasons: [],
		units: [],
		interactions: [],
		returns: [],
		answers: []
	});
	expect(assess(lookAt({ facts, catalogue, reasons, asOf: storyEnd })).found).toEqual([]);
});

describe('a fix', () => {
	const lots = (...counts: [number, number][]) =>
		counts.map(([n, expected], at) => ({
			name: `L${at + 1}`,
			n,
			expected,
			units: 100,
			meanSale: at,
			firstSale: at
		}));
	test('that works is told from one that does not, and from one nobody can judge yet', () => {
		expect(fixMeasured(lots([20, 5], [22, 5], [1, 6]), 'L3').verdict).toBe('better');
		expect(fixMeasured(lots([20, 5], [22, 5], [26, 6]), 'L3').verdict).toBe('not better');
		expect(fixMeasured(lots([20, 5], [22, 5], [0, 0.2]), 'L3').verdict).toBe('too early');
		expect(fixMeasured(lots([20, 5], [22, 5]), 'L9').verdict).toBe('not sold yet');
		expect(fixMeasured(lots([20, 5], [22, 5]), 'L1').verdict).toBe('no lot before');
	});
});

test('the sentence says what was seen, what was expected, and what is left after chance', () => {
	const told = {
		mode: 'battery',
		label: 'Battery drains',
		lot: null,
		tier: 'signal',
		cause: 'design',
		observed: 24,
		expected: 8.02,
		eb05: 1.52
	} as const;
	expect(sentenceOf(told)).toBe(
		'24 failures “Battery drains” where 8 were expected; at least 1.5× after allowing for chance.'
	);
	expect(sentenceOf({ ...told, lot: 'L3', observed: 1, expected: 1.02, eb05: 0.5 })).toBe(
		'1 failure “Battery drains” in lot L3 where 1 was expected; within what chance brings.'
	);
});

test('strata that compare nothing give no odds, and nothing that is no number', () => {
	const strata = (...tables: [[number, number], [number, number]][]) =>
		foretell(tables.map((table, at): [number, [[number, number], [number, number]]] => [at, table]));
	for (const told of [
		strata(
			[
				[6, 4],
				[0, 0]
			],
			[
				[0, 0],
				[6, 30]
			]
		),
		strata([
			[6, 0],
			[5, 20]
		]),
		strata([
			[6, 10],
			[5, 0]
		])
	])
		// prettier-ignore
		expect(JSON.stringify(told)).not.toContain('null');
	expect(strata([[12, 30], [8, 60]]).odds!.oddsRatio).toBeCloseTo(3, 6); // prettier-ignore
});

test('telling words are those of this failure, used by several, not those of everyday', () => {
	const said = [
		...[
			'the battery is empty by noon',
			'empty the battery',
			'battery empty at work, the',
			'Anna says battery empty'
		].map((words) => ({ mode: 'battery', words })),
		...['the screen is dark', 'the picture goes the way it came', 'the screen'].map((words) => ({
			mode: 'screen',
			words
		}))
	];
	expect(tellingWords(said, 'battery').sort()).toEqual(['battery', 'empty']);
	expect(tellingWords(said.slice(0, 4), 'battery')).toEqual([]);
});
