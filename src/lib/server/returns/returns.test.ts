import { describe, expect, test } from 'vitest';
import { Columns } from './columns.ts';
import { Facts } from './facts.ts';
import { lineagesOf, type Replacements } from './lineages.ts';
import { defectsOf } from './quality.ts';
import { Names } from './names.ts';
import { resolveReturn } from './rules.ts';
import { sold, UnitList } from './units.ts';

/** Serials stand for units; the least comes first. */
const chain = (...pairs: [string, string][]) => {
	const serials = new Names();
	const numbers = serials.numbersOf(pairs.flat());
	const replacements: Replacements = new Columns('unit', 'next');
	for (const [unit, next] of pairs) replacements.add(numbers.get(unit)!, numbers.get(next)!);
	const lineages = lineagesOf(serials, replacements);
	return { ...lineages, firstOf: (serial: string) => serials.nameOf(lineages.firstOf(numbers.get(serial)!)) };
};
const sameLineage = ({ firstOf }: ReturnType<typeof chain>, ...serials: string[]) =>
	new Set(serials.map(firstOf)).size === 1 ? firstOf(serials[0]!) : undefined;

describe('a lineage', () => {
	test('is a unit and everything that replaced it, in whatever order the records came', () => {
		expect(sameLineage(chain(['V2', 'V3'], ['V1', 'V2']), 'V1', 'V2', 'V3')).toBe('V1');
		expect(sameLineage(chain(['V1', 'V2'], ['V3', 'V4'], ['V2', 'V3']), 'V1', 'V4')).toBe('V1');
	});
	test('closes a circle: two returns in it are one product failing twice', () => {
		expect(sameLineage(chain(['X2', 'X1'], ['X1', 'X2']), 'X1', 'X2')).toBe('X1');
		expect(chain(['X2', 'X1'], ['X1', 'X2']).circles).toBe(1);
	});
	test('with a gap is two', () => {
		expect(sameLineage(chain(['A', 'B'], ['C', 'D']), 'A', 'D')).toBeUndefined();
	});
	test('of swapped units is one, and the swap is counted', () => {
		const swapped = chain(['B', 'C'], ['A', 'C']);
		expect(sameLineage(swapped, 'A', 'B', 'C')).toBe('A');
		expect(swapped.branches).toBe(1);
	});
	test('of a unit that replaced itself is its own', () => {
		expect(chain(['A', 'A']).firstOf('A')).toBe('A');
	});
});

test('serials keep their numbers, whoever asks', () => {
	const serials = new Names();
	expect([...serials.numbersOf(['A', 'B', 'A'])]).toEqual([['A', 0], ['B', 1]]); // prettier-ignore
	expect([...serials.numbersOf(['C', 'B'])]).toEqual([['C', 2], ['B', 1]]); // prettier-ignore
	expect([0, 1, 2].map((number) => serials.nameOf(number))).toEqual(['A', 'B', 'C']);
});

test('names kept in parts are found by their numbers, and by name', () => {
	const kept = new Names();
	kept.numbersOf(['A', 'Bü']);
	const [first, sizes] = [kept.packed(), kept.sizes()];
	kept.numbersOf(['C', '']);
	const again = new Names();
	again.addAll(first.text, first.ends);
	const { text, ends } = kept.packed(sizes);
	again.addAll(text, ends);
	expect([0, 1, 2, 3].map((number) => again.nameOf(number))).toEqual(['A', 'Bü', 'C', '']);
	expect([...again.numbersOf(['', 'D', 'Bü'])]).toEqual([['', 3], ['D', 4], ['Bü', 1]]); // prettier-ignore
});

describe('columns', () => {
	const rowsOf = ({ columns, length }: Columns<'a' | 'b'>) =>
		Array.from({ length }, (_, at) => [columns.a[at], columns.b[at]]);
	const some = (from: number, to: number) => {
		const list = new Columns('a', 'b');
		for (let n = from; n < to; n++) list.add(n, -n);
		return list;
	};
	const rows = (from: number, to: number) => rowsOf(some(from, to));
	test('take in what was packed, one part after the other, and rows after that', () => {
		const list = new Columns('a', 'b');
		for (const part of [some(0, 40).packed(), some(0, 45).packed(40)]) list.addAll(part);
		for (let n = 45; n < 200; n++) list.add(n, -n);
		expect(rowsOf(list)).toEqual(rows(0, 200));
	});
	test('keep what is to be kept, in its order', () => {
		const list = some(0, 20);
		list.keepOnly((at) => at >= 15);
		list.add(20, -20);
		expect(rowsOf(list)).toEqual(rows(15, 21));
	});
});

test('units stand in cohorts that differ by their days only, also those that came later', () => {
	const units = new UnitList();
	const seen = () => {
		const { columns, length } = units.cohorts;
		let at = 0;
		return Array.from({ length }, (_, cohort) => [
			columns.batch[cohort],
			columns.location[cohort],
			columns.how[cohort],
			[...units.days.subarray(at, (at += columns.count[cohort]!))]
		]);
	};
	units.addUnit(0, 3, 100, sold.asNew);
	units.addUnit(1, 3, 101, sold.asNew);
	units.addUnit(0, 3, 99, sold.asNew);
	units.addUnit(0, 3, 99, sold.asReplacement);
	expect(seen()).toEqual([
		[0, 3, sold.asNew, [100, 99]],
		[1, 3, sold.asNew, [101]],
		[0, 3, sold.asReplacement, [99]]
	]);
	units.addUnit(1, 3, 102, sold.asNew);
	expect(seen().at(-1)).toEqual([1, 3, sold.asNew, [102]]);
	expect(units.length).toBe(5);
	// One of those sold on day 102 turned out to be a replacement.
	units.addUnit(1, 3, 102, sold.notAsNew);
	units.addUnit(1, 3, 102, sold.asReplacement);
	const { columns, length } = units.sales();
	const sales = Array.from({ length }, (_, n) => [
		columns.day[n],
		columns.isReplacement[n],
		columns.count[n]
	]);
	expect(sales).toEqual([
		[99, 0, 1],
		[100, 0, 1],
		[101, 0, 1],
		[99, 1, 1],
		[102, 1, 1]
	]);
});

describe('a return counts as', () => {
	const reasons = new Map([
		['D-BAT', { meaning: 'failed', failureMode: 'battery' }],
		['DEFECT', { meaning: 'failed', failureMode: null }],
		['REMORSE', { meaning: 'changed_mind', failureMode: null }]
	]);
	const said = (failed: string, mode: string | null = null) => ({ failed, mode });
	const as = (
		reason: string | null,
		answer = { failed: null, mode: null } as { failed: string | null; mode: string | null },
		disposition: string | null = null
	) => {
		const { kind, mode, source } = resolveReturn({ reason, disposition, ...answer }, reasons);
		return [kind, mode, source];
	};
	test.each([
		[
			'the customer’s mode before the code',
			'D-BAT',
			said('yes', 'screen'),
			null,
			['failed', 'screen', 'customer']
		],
		['the code where the customer named none', 'D-BAT', said('yes'), null, ['failed', 'battery', 'reason']],
		[
			'the code where the customer said something else',
			'D-BAT',
			said('yes', 'other'),
			null,
			['failed', 'battery', 'reason']
		],
		['the code without an answer', 'D-BAT', undefined, null, ['failed', 'battery', 'reason']],
		['unresolved on a vague code', 'DEFECT', undefined, null, ['failed', null, null]],
		[
			'no fault on a vague code, if the customer says so',
			'DEFECT',
			said('no'),
			null,
			['no_fault_found', null, 'customer']
		],
		[
			'no fault, if the desk found none',
			'D-BAT',
			undefined,
			'no_fault_found',
			['no_fault_found', null, null]
		],
		[
			'a failure, whatever the desk found, if the customer says so',
			'DEFECT',
			said('yes', 'screen'),
			'no_fault_found',
			['failed', 'screen', 'customer']
		],
		[
			'a failure, though coded as a change of mind',
			'REMORSE',
			said('yes', 'screen'),
			null,
			['failed', 'screen', 'customer']
		],
		['a change of mind', 'REMORSE', said('no'), null, ['changed_mind', null, 'reason']],
		['nothing known, on a code nobody has explained', 'X-99', undefined, null, ['other', null, null]],
		['nothing known, without a code', null, undefined, null, ['other', null, null]]
	] as const)('%s', (_, reason, answer, disposition, wanted) => {
		expect(as(reason, answer, disposition)).toEqual(wanted);
	});
});

describe('the data-quality panel', () => {
	test('is empty where nothing is wrong', () => {
		const facts = new Facts();
		const product = facts.productOf('P');
		const batch = product.batchOf('L1', null, null);
		for (let n = 0; n < 40; n++) product.units.addUnit(batch, facts.locationOf('Shop'), 100, 0);
		expect(
			defectsOf({
				facts,
				meanings: [],
				told: [],
				reasons: new Map(),
				listed: new Map(),
				lineages: lineagesOf(new Names(), new Columns('unit', 'next')),
				asOf: 200
			})
		).toEqual([]);
	});
});
