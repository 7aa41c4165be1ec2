// Observed and expected of one product by batch (lot, version, supplier), and by day. Pure.
import { sold, type DayNumber } from '../returns/returns.ts';
import { bandCount, bandOf } from './exposure.ts';
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

export function byBatch(look: Look, product: number): ByBatch {
	const { facts, own, modes, events, runs: inRuns } = look.products[product]!;
	const { place, replacement, modeCount, hazard, cellOf } = look.reference;
	const batches = facts.batches.length;
	const result = {
		...salesByBatch(look, product),
		observed: new Float64Array(modes.length * batches),
		expected: new Float64Array(modes.length * batches)
	};
	const { columns, length } = facts.units.runs;
	modes.forEach((mode, m) => {
		const inMode = hazard.slice(mode * bandCount, (mode + 1) * bandCount);
		const expected = result.expected.subarray(m * batches, (m + 1) * batches);
		const ofSettled = inMode.reduce((sum, each, band) => sum + each * look.table.most[band]!, 0);
		for (let run = 0; run < length; run++) {
			let failures = inRuns.settled[run]! * ofSettled;
			if (inRuns.open[run]! > 0)
				for (let band = 0; band < bandCount; band++)
					failures += inRuns.days[run * bandCount + band]! * inMode[band]!;
			const how = columns.how[run]!;
			const weight = how === sold.asReplacement ? replacement : how === sold.notAsNew ? -1 : 1;
			expected[columns.batch[run]!]! += weight * failures * place[columns.location[run]! * modeCount + mode]!;
		}
	});
	const back = facts.returns.columns;
	for (let n = 0; n < own.cuts.length; n++) {
		const at = own.cuts.columns.at[n]!;
		const returned = own.cuts.columns.age[n]!;
		const weight = back.isReplacement[at] ? replacement : 1;
		const location = back.location[at]!;
		for (let band = bandOf(returned); band < bandCount; band++) {
			const days = weight * look.table.after(look.asOf - back.soldOn[at]!, band, returned);
			if (days !== 0)
				for (let m = 0; m < modes.length; m++)
					result.expected[m * batches + back.batch[at]!]! -=
						days * hazard[modes[m]! * bandCount + band]! * place[location * modeCount + modes[m]!]!;
		}
	}
	modes.forEach((mode, m) => {
		const { theta } = cellOf[product]!.get(mode)!;
		for (let batch = 0; batch < batches; batch++) result.expected[m * batches + batch]! *= theta;
	});
	const position = new Map(modes.map((mode, m) => [mode, m]));
	const { at, mode } = events.columns;
	for (let n = 0; n < events.length; n++)
		result.observed[position.get(mode[n]!)! * batches + back.batch[at[n]!]!]!++;
	return result;
}

function salesByBatch({ products, asOf }: Look, product: number) {
	const { runs, days } = products[product]!.facts.units;
	const { batch, how, count } = runs.columns;
	const batches = products[product]!.facts.batches.length;
	const units = new Float64Array(batches);
	const meanSale = new Float64Array(batches);
	const firstSale = new Float64Array(batches).fill(Infinity);
	for (let run = 0, at = 0; run < runs.length; run++) {
		let [sales, sum, first] = [0, 0, Infinity];
		for (const end = at + count[run]!; at < end; at++) {
			const day = days[at]!;
			if (day > asOf) continue;
			sales++;
			sum += day;
			if (day < first) first = day;
		}
		// One that turned out to be a replacement is in the list twice more: once against, once anew.
		const sign = how[run] === sold.notAsNew ? -1 : 1;
		const own = batch[run]!;
		units[own]! += sign * sales;
		meanSale[own]! += sign * sum;
		firstSale[own] = Math.min(firstSale[own]!, first);
	}
	for (let own = 0; own < batches; own++) meanSale[own]! /= units[own] || 1;
	return { units, meanSale, firstSale, launched: firstSale.reduce((a, b) => Math.min(a, b), asOf) };
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
