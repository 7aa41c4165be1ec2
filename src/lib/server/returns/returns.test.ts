import { describe, expect, test } from 'vitest';
import { Facts } from './facts.ts';
import { lineagesOf } from './lineages.ts';
import { defectsOf } from './quality.ts';
import { resolveReturn, type AnswerFact } from './rules.ts';
import { Serials } from './serials.ts';

/** Serials stand for units; the least comes first. */
const chain = (...pairs: [string, string][]) => {
	const serials = new Serials();
	const numbers = serials.numbersOf(pairs.flat());
	const lineages = lineagesOf(
		serials.names,
		pairs.flat().map((serial) => numbers.get(serial)!)
	);
	return { ...lineages, firstOf: (serial: string) => serials.names[lineages.firstOf(numbers.get(serial)!)] };
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
	const serials = new Serials();
	expect([...serials.numbersOf(['A', 'B', 'A'])]).toEqual([['A', 0], ['B', 1]]); // prettier-ignore
	expect([...serials.numbersOf(['C', 'B'])]).toEqual([['C', 2], ['B', 1]]); // prettier-ignore
	expect(serials.names).toEqual(['A', 'B', 'C']);
});

describe('a return counts as', () => {
	const reasons = new Map([
		['D-BAT', { meaning: 'failed', failureMode: 'battery' }],
		['DEFECT', { meaning: 'failed', failureMode: null }],
		['REMORSE', { meaning: 'changed_mind', failureMode: null }]
	]);
	const said = (failed: string | null, mode: string | null = null): AnswerFact => ({
		id: 7,
		return: 'B',
		answeredOn: 0,
		failed,
		mode,
		resolved: null,
		channel: null
	});
	const as = (reason: string | null, answer?: AnswerFact, disposition: string | null = null) => {
		const { kind, mode, source } = resolveReturn({ reason, disposition }, reasons, answer);
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
		for (let n = 0; n < 40; n++) product.units.add(batch, facts.locationOf('Shop'), 100, 0);
		expect(
			defectsOf({
				facts,
				told: [],
				reasons: new Map(),
				listed: new Map(),
				lineages: lineagesOf([], []),
				asOf: 200
			})
		).toEqual([]);
	});
});
