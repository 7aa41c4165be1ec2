// One look at everything that had been recorded by a day: what is at risk, what happened, what was expected. Pure.
import type { Prior } from '../../statistics/gamma-poisson-shrinkage.ts';
import { reportingDelay } from '../../statistics/reporting-delay.ts';
import {
	Columns,
	nobody,
	type DayNumber,
	type Facts,
	type ProductFacts,
	type Reason,
	type Sales,
	type Words
} from '../returns/returns.ts';
import { eventsOf, noFaultFound, type ProductEvents } from './events.ts';
import { estimate, type ProductLook, type Reference } from './expected.ts';
import { atRisk, cohortDays, type CohortDays } from './at-risk.ts';
import { AgeTable } from './exposure.ts';
import { Meanings, type Meaning } from './meanings.ts';

/** What the company says of a product; all of it may be missing. */
export interface CatalogueEntry {
	category: string | null;
	/** Codes of its failure modes. */
	modes: string[];
}

export type Catalogue = Map<string, CatalogueEntry>;

export interface Looking {
	facts: Facts;
	catalogue: Catalogue;
	reasons: Map<string, Reason>;
	asOf: DayNumber;
	/** Findings of earlier: their cells are looked at, whatever became of them. */
	known?: { sku: string; mode: string }[];
	/** The prior of the last look: the first pass takes it as it is. */
	near?: Prior;
}

export interface Look {
	asOf: DayNumber;
	modes: string[];
	facts: Facts;
	/** What returns mean, by number. */
	meanings: Meaning[];
	/** What returns recorded by then count as, of products without units, too. */
	told: ({ sku: string } & ProductEvents)[];
	products: (ProductLook & { facts: ProductFacts; own: ProductEvents; sales: Sales; cohorts: CohortDays })[];
	table: AgeTable;
	/** F: the share of returns recorded within so many days. */
	delay: number[];
	reference: Reference;
}

/** No delay longer than this is looked at. */
const longestDelay = 90;

export function lookAt({ facts, catalogue, reasons, asOf, near, known = [] }: Looking): Look {
	const meanings = new Meanings(facts, reasons);
	const lastOf = new Int32Array(facts.serials.length).fill(nobody);
	const all = [...facts.products.values()];
	const told = all.map(({ sku, returns }) => ({
		sku,
		...eventsOf(returns, facts, meanings, asOf, lastOf)
	}));
	const isSold = (_: unknown, at: number) => all[at]!.units.length > 0;
	const [selling, happened] = [all.filter(isSold), told.filter(isSold)];
	const delay = delayOf(selling, happened, asOf);
	const sales = selling.map(({ units }) => units.sales());
	const first = sales.reduce(
		(least, { columns, length }) => columns.day.subarray(0, length).reduce((a, b) => Math.min(a, b), least),
		asOf
	);
	const table = new AgeTable(delay, asOf - first);
	const counted = happened.map((own) => countModes(own, meanings.modes.list.length));
	forgetRare(selling, happened, counted, catalogue, meanings.modes);
	const names = modeNames(selling, counted, catalogue, known, meanings.modes);
	const categories = new Map<string, number>();
	const products = selling.map((product, at) => {
		const name = catalogue.get(product.sku)?.category ?? '';
		if (!categories.has(name)) categories.set(name, categories.size);
		const cohorts = cohortDays(product, table, asOf);
		return {
			facts: product,
			own: happened[at]!,
			cohorts,
			sales: sales[at]!,
			sku: product.sku,
			category: categories.get(name)!,
			modes: names.of[at]!,
			...atRisk(product, cohorts, happened[at]!, table, asOf, facts.locations.length),
			events: named(product, happened[at]!, names.numberOf)
		};
	});
	const sizes = { modes: names.all.length, categories: categories.size, locations: facts.locations.length };
	return {
		asOf,
		modes: names.all,
		meanings: meanings.all,
		told,
		facts,
		products,
		table,
		delay,
		reference: estimate(products, sizes, near)
	};
}

function delayOf(selling: ProductFacts[], happened: ProductEvents[], asOf: DayNumber): number[] {
	const counts = new Map<number, number>();
	happened.forEach(({ cuts }, product) => {
		const { recordedOn, returnedOn } = selling[product]!.returns.columns;
		for (let n = 0; n < cuts.length; n++) {
			const at = cuts.columns.at[n]!;
			const delay = Math.max(0, recordedOn[at]! - returnedOn[at]!);
			const key = delay * 100_000 + Math.min(asOf - returnedOn[at]!, 99_999);
			counts.set(key, (counts.get(key) ?? 0) + 1);
		}
	});
	const reported = [...counts].map(([key, count]) => ({
		delay: Math.floor(key / 100_000),
		window: key % 100_000,
		count
	}));
	return reportingDelay(reported, longestDelay);
}

/** Events whose mode somebody has said, with its number in the look. */
function named({ returns }: ProductFacts, { events }: ProductEvents, numberOf: Int32Array) {
	const { location, isReplacement } = returns.columns;
	const { at, mode, age } = events.columns;
	const result: ProductLook['events'] = new Columns('at', 'mode', 'age', 'location', 'isReplacement');
	result.reserve(events.length);
	for (let n = 0; n < events.length; n++) {
		const back = at[n]!;
		if (mode[n] !== nobody)
			result.add(back, numberOf[mode[n]!]!, age[n]!, location[back]!, isReplacement[back]!);
	}
	return result;
}

/** As many that nobody lists make a mode; fewer are slips of the pen, and count as unresolved. */
const enough = 3;

function forgetRare(
	selling: ProductFacts[],
	happened: ProductEvents[],
	counted: Int32Array[],
	catalogue: Catalogue,
	modes: Words
) {
	const byCategory = new Map<string, Int32Array>();
	selling.forEach(({ sku }, at) => {
		const category = catalogue.get(sku)?.category ?? '';
		const sums = byCategory.get(category) ?? new Int32Array(modes.list.length);
		byCategory.set(category, sums);
		counted[at]!.forEach((count, mode) => (sums[mode]! += count));
	});
	selling.forEach(({ sku }, at) => {
		const sums = byCategory.get(catalogue.get(sku)?.category ?? '')!;
		const listed = new Set([noFaultFound, ...(catalogue.get(sku)?.modes ?? [])]);
		counted[at]!.forEach((count, mode, counts) => {
			if (count === 0 || sums[mode]! >= enough || listed.has(modes.list[mode]!)) return;
			counts[mode] = 0;
			modesIn(happened[at]!).forEach((each, n, all) => {
				if (each === mode) all[n] = nobody;
			});
		});
	});
}

const modesIn = ({ events }: ProductEvents) => events.columns.mode.subarray(0, events.length);

/** Events by number of the mode. */
function countModes(own: ProductEvents, modes: number): Int32Array {
	const counts = new Int32Array(modes);
	const { mode } = own.events.columns;
	for (let n = 0; n < own.events.length; n++) if (mode[n] !== nobody) counts[mode[n]!]!++;
	return counts;
}

/**
 * What can happen to a product: its own list, what did happen to it, and what happened in its category though nobody lists
 * it. Without a list, whatever its category lists. `numberOf`: from numbers of words.
 */
function modeNames(
	selling: ProductFacts[],
	counted: Int32Array[],
	catalogue: Catalogue,
	known: { sku: string; mode: string }[],
	words: Words
) {
	const categoryOf = (sku: string) => catalogue.get(sku)?.category ?? '';
	const listed = new Map<string, Set<string>>();
	const seen = new Map<string, Set<string>>();
	const into = (sets: Map<string, Set<string>>, key: string) =>
		sets.get(key) ?? sets.set(key, new Set()).get(key)!;
	const ownOf = counted.map((counts) => words.list.filter((_, mode) => counts[mode]! > 0));
	selling.forEach(({ sku }, at) => {
		for (const mode of catalogue.get(sku)?.modes ?? []) into(listed, categoryOf(sku)).add(mode);
		for (const mode of ownOf[at]!) if (mode !== noFaultFound) into(seen, categoryOf(sku)).add(mode);
	});
	const all = new Map<string, number>([[noFaultFound, 0]]);
	const of = selling.map(({ sku }, at) => {
		const inCategory = into(listed, categoryOf(sku));
		const own = catalogue.get(sku)?.modes ?? [];
		const names = new Set([noFaultFound, ...(own.length > 0 ? own : inCategory), ...ownOf[at]!]);
		for (const mode of into(seen, categoryOf(sku))) if (!inCategory.has(mode)) names.add(mode);
		for (const { mode } of known.filter((each) => each.sku === sku)) names.add(mode);
		return [...names].map((name) => {
			if (!all.has(name)) all.set(name, all.size);
			return all.get(name)!;
		});
	});
	return {
		all: [...all.keys()],
		of,
		numberOf: Int32Array.from(words.list, (mode) => all.get(mode) ?? nobody)
	};
}
