// Observed and expected of one product by batch (lot, version, supplier), and by day. Pure.
import { sold, type DayNumber } from '../returns/returns.ts';
import { bandCount } from './exposure.ts';
import type { Look } from './look.ts';

export interface ByBatch {
	/** mode position within the product × batch. */
	observed: Float64Array;
	expected: Float64Array;
	/** Units sold, first and mean day of sale, by batch. */
	units: Float64Array;
	meanSale: Float64Array;
	firstSale: Float64Array;
	/** The product's first sale. */
	launched: DayNumber;
}

/** Expected failures of one unit in a mode, by age, at a place of factor 1 with θ = 1. */
export function expectedByAge(
	{ table, reference }: Pick<Look, 'table' | 'reference'>,
	mode: number
): Float64Array {
	const ages = table.days.length / bandCount;
	const result = new Float64Array(ages);
	for (let age = 0; age < ages; age++)
		for (let band = 0; band < bandCount; band++)
			result[age]! += table.days[age * bandCount + band]! * reference.hazard[mode * bandCount + band]!;
	return result;
}

/** `curves`: expectedByAge of each mode, shared by all products of a look. */
export function byBatch(look: Look, product: number, curves: Float64Array[]): ByBatch {
	const { facts, own, modes } = look.products[product]!;
	const { place, replacement, modeCount, hazard, cellOf } = look.reference;
	const batches = facts.batches.length;
	const result = {
		observed: new Float64Array(modes.length * batches),
		expected: new Float64Array(modes.length * batches),
		units: new Float64Array(batches),
		meanSale: new Float64Array(batches),
		firstSale: new Float64Array(batches).fill(Infinity),
		launched: look.asOf
	};
	const { cells } = facts.units;
	const curveOf = modes.map((mode) => curves[mode]!);
	for (let at = 0; at < cells.length; at += 3) {
		const batch = cells[at]!;
		const location = cells[at + 1]!;
		const day = cells[at + 2]! >> 2;
		const how = cells[at + 2]! & 3;
		const age = look.asOf - day;
		if (age < 0) continue;
		const weight = how === sold.notAsNew ? -1 : how === sold.asReplacement ? replacement : 1;
		// One that turned out to be a replacement is in the list twice more: once against, once anew.
		const count = how === sold.notAsNew ? -1 : 1;
		result.units[batch]! += count;
		result.meanSale[batch]! += count * day;
		if (day < result.firstSale[batch]!) result.firstSale[batch] = day;
		if (day < result.launched) result.launched = day;
		for (let m = 0; m < modes.length; m++)
			result.expected[m * batches + batch]! +=
				weight * curveOf[m]![age]! * place[location * modeCount + modes[m]!]!;
	}
	for (const { fact, age: returned } of own.cuts) {
		const age = look.asOf - fact.soldOn!;
		const weight = fact.isReplacement ? replacement : 1;
		for (let band = 0; band < bandCount; band++) {
			const days = weight * look.table.after(age, band, returned);
			if (days !== 0)
				for (let m = 0; m < modes.length; m++)
					result.expected[m * batches + fact.batch]! -=
						days * hazard[modes[m]! * bandCount + band]! * place[fact.location * modeCount + modes[m]!]!;
		}
	}
	modes.forEach((mode, m) => {
		const { theta } = cellOf[product]!.get(mode)!;
		for (let batch = 0; batch < batches; batch++) result.expected[m * batches + batch]! *= theta;
	});
	const position = new Map(modes.map((mode, m) => [look.modes[mode]!, m]));
	for (const { mode, fact } of own.events)
		if (mode !== null) result.observed[position.get(mode)! * batches + fact.batch]!++;
	for (let batch = 0; batch < batches; batch++) result.meanSale[batch]! /= result.units[batch] || 1;
	return result;
}

export interface LotCell {
	name: string;
	n: number;
	expected: number;
	units: number;
	meanSale: DayNumber;
	firstSale: DayNumber;
}

/** Batches brought together by lot, version or supplier; in the order they were sold. Unnamed ones are left out. */
export function grouped(
	look: Look,
	product: number,
	cells: ByBatch,
	m: number,
	by: 'lot' | 'version' | 'supplier'
): LotCell[] {
	const { facts } = look.products[product]!;
	const groups = new Map<string, LotCell>();
	facts.batches.forEach((batch, at) => {
		const name = batch[by];
		if (name === null || cells.units[at]! <= 0) return;
		const group = groups.get(name) ?? { name, n: 0, expected: 0, units: 0, meanSale: 0, firstSale: Infinity };
		groups.set(name, group);
		group.n += cells.observed[m * facts.batches.length + at]!;
		group.expected += Math.max(0, cells.expected[m * facts.batches.length + at]!);
		group.meanSale =
			(group.meanSale * group.units + cells.meanSale[at]! * cells.units[at]!) /
			(group.units + cells.units[at]!);
		group.units += cells.units[at]!;
		group.firstSale = Math.min(group.firstSale, cells.firstSale[at]!);
	});
	return [...groups.values()].sort((a, b) => a.meanSale - b.meanSale || (a.name < b.name ? -1 : 1));
}
