// One look at everything that had been recorded by a day: what is at risk, what happened, what was expected. Pure.
import type { Prior } from '../../statistics/gamma-poisson-shrinkage.ts';
import { reportingDelay } from '../../statistics/reporting-delay.ts';
import { sold, type DayNumber, type Facts, type ProductFacts, type Reason } from '../returns/returns.ts';
import { eventsOf, noFaultFound, type ProductEvents, type Told } from './events.ts';
import { estimate, type ProductLook, type Reference } from './expected.ts';
import { AgeTable, bandCount } from './exposure.ts';

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
	/** Where to search for the prior: that of the last look. */
	near?: Prior;
}

export interface Look {
	asOf: DayNumber;
	modes: string[];
	locations: string[];
	/** By number. */
	serials: string[];
	/** What returns recorded by then count as, of products without units, too. */
	told: { sku: string; all: Told[] }[];
	products: (ProductLook & { facts: ProductFacts; own: ProductEvents; sales: Sale[] })[];
	table: AgeTable;
	/** F: the share of returns recorded within so many days. */
	delay: number[];
	reference: Reference;
}

/** Units of one product by the day they were sold on and how they count; `sign` is −1 for those counted twice before. */
export interface Sale {
	day: DayNumber;
	count: number;
	sign: 1 | -1;
	asReplacement: boolean;
}

function salesOf({ units }: ProductFacts): Sale[] {
	return [...units.sales()].map(([key, count]) => ({
		day: key >> 2,
		count,
		sign: (key & 3) === sold.notAsNew ? -1 : 1,
		asReplacement: (key & 3) === sold.asReplacement
	}));
}

/** No delay longer than this is looked at. */
const longestDelay = 90;

export function lookAt({ facts, catalogue, reasons, asOf, near, known = [] }: Looking): Look {
	const told = [...facts.products.values()].map(({ sku, units, returns }) => ({
		sku,
		isSold: units.length > 0,
		...eventsOf(returns, facts.answers, reasons, asOf)
	}));
	const happened = told.filter(({ isSold }) => isSold);
	const selling = happened.map(({ sku }) => facts.products.get(sku)!);
	const delay = delayOf(happened, asOf);
	const sales = selling.map(salesOf);
	const oldest = sales.flat().reduce((most, { day }) => Math.max(most, asOf - day), 0);
	const table = new AgeTable(delay, oldest);
	forgetRare(selling, happened, catalogue);
	const names = modeNames(selling, happened, catalogue, known);
	const categories = new Map<string, number>();
	const products = selling.map((product, at) => {
		const name = catalogue.get(product.sku)?.category ?? '';
		if (!categories.has(name)) categories.set(name, categories.size);
		return {
			facts: product,
			own: happened[at]!,
			sales: sales[at]!,
			sku: product.sku,
			category: categories.get(name)!,
			modes: names.of[at]!,
			...atRisk(product, happened[at]!, table, asOf, facts.locations.length),
			events: happened[at]!.events.filter(({ mode }) => mode !== null).map(({ mode, age, fact }) => ({
				mode: names.all.get(mode!)!,
				age,
				location: fact.location,
				isReplacement: fact.isReplacement
			}))
		};
	});
	const sizes = { modes: names.all.size, categories: categories.size, locations: facts.locations.length };
	return {
		asOf,
		modes: [...names.all.keys()],
		told,
		locations: facts.locations,
		serials: facts.serials.names,
		products,
		table,
		delay,
		reference: estimate(products, sizes, near)
	};
}

function delayOf(happened: ProductEvents[], asOf: DayNumber): number[] {
	const counts = new Map<number, number>();
	for (const { cuts } of happened)
		for (const { fact } of cuts) {
			const delay = Math.max(0, fact.recordedOn - fact.returnedOn);
			const key = delay * 100_000 + Math.min(asOf - fact.returnedOn, 99_999);
			counts.set(key, (counts.get(key) ?? 0) + 1);
		}
	const reported = [...counts].map(([key, count]) => ({
		delay: Math.floor(key / 100_000),
		window: key % 100_000,
		count
	}));
	return reportingDelay(reported, longestDelay);
}

/** As many that nobody lists make a mode; fewer are slips of the pen, and count as unresolved. */
const enough = 3;

function forgetRare(selling: ProductFacts[], happened: ProductEvents[], catalogue: Catalogue) {
	const byCategory = new Map<string, Map<string, number>>();
	const countsOf = (sku: string) => {
		const category = catalogue.get(sku)?.category ?? '';
		return byCategory.get(category) ?? byCategory.set(category, new Map()).get(category)!;
	};
	selling.forEach(({ sku }, at) => {
		const counts = countsOf(sku);
		for (const { mode } of happened[at]!.events)
			if (mode !== null) counts.set(mode, (counts.get(mode) ?? 0) + 1);
	});
	selling.forEach(({ sku }, at) => {
		const counts = countsOf(sku);
		const listed = new Set([noFaultFound, ...(catalogue.get(sku)?.modes ?? [])]);
		for (const event of happened[at]!.events)
			if (event.mode !== null && !listed.has(event.mode) && counts.get(event.mode)! < enough)
				event.mode = null;
	});
}

/**
 * What can happen to a product: its own list, what did happen to it, and what happened in its category though nobody lists
 * it. Without a list, whatever its category lists.
 */
function modeNames(
	selling: ProductFacts[],
	happened: ProductEvents[],
	catalogue: Catalogue,
	known: { sku: string; mode: string }[]
) {
	const categoryOf = (sku: string) => catalogue.get(sku)?.category ?? '';
	const listed = new Map<string, Set<string>>();
	const seen = new Map<string, Set<string>>();
	const into = (sets: Map<string, Set<string>>, key: string) =>
		sets.get(key) ?? sets.set(key, new Set()).get(key)!;
	selling.forEach(({ sku }, at) => {
		for (const mode of catalogue.get(sku)?.modes ?? []) into(listed, categoryOf(sku)).add(mode);
		for (const { mode } of happened[at]!.events)
			if (mode !== null && mode !== noFaultFound) into(seen, categoryOf(sku)).add(mode);
	});
	const all = new Map<string, number>([[noFaultFound, 0]]);
	const of = selling.map(({ sku }, at) => {
		const inCategory = into(listed, categoryOf(sku));
		const own = catalogue.get(sku)?.modes ?? [];
		const names = new Set([noFaultFound, ...(own.length > 0 ? own : inCategory)]);
		for (const { mode } of happened[at]!.events) if (mode !== null) names.add(mode);
		for (const mode of into(seen, categoryOf(sku))) if (!inCategory.has(mode)) names.add(mode);
		for (const { mode } of known.filter((each) => each.sku === sku)) names.add(mode);
		return [...names].map((name) => {
			if (!all.has(name)) all.set(name, all.size);
			return all.get(name)!;
		});
	});
	return { all, of };
}

/** Unit-days of one product by location and band, cut where units came back. */
function atRisk(
	product: ProductFacts,
	{ cuts }: ProductEvents,
	table: AgeTable,
	asOf: DayNumber,
	locations: number
) {
	const asNew = new Float64Array(locations * bandCount);
	const asReplacement = new Float64Array(locations * bandCount);
	const { cells } = product.units;
	for (let at = 0; at < cells.length; at += 3) {
		const age = asOf - (cells[at + 2]! >> 2);
		if (age < 0) continue;
		const how = cells[at + 2]! & 3;
		const into = how === sold.asReplacement ? asReplacement : asNew;
		const sign = how === sold.notAsNew ? -1 : 1;
		const [row, slot] = [age * bandCount, cells[at + 1]! * bandCount];
		for (let band = 0; band < bandCount; band++) into[slot + band]! += sign * table.days[row + band]!;
	}
	for (const { fact, age: returned } of cuts) {
		const into = fact.isReplacement ? asReplacement : asNew;
		const age = asOf - fact.soldOn!;
		for (let band = 0; band < bandCount; band++)
			into[fact.location * bandCount + band]! -= table.after(age, band, returned);
	}
	return { asNew, asReplacement };
}
