// Observed and expected of one product by batch (lot, version, supplier), and by day. Pure.
import { weightOf, type DayNumber } from '../returns/returns.ts';
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

export function byBatch(look: Look, product: number): ByBatch {
	const { facts, own, modes, events, cohorts: inCohorts } = look.products[product]!;
	const { place, replacement, modeCount, hazard, cellOf } = look.reference;
	const batches = facts.batches.length;
	const result = {
		...salesByBatch(look, product),
		observed: new Float64Array(modes.length * batches),
		expected: new Float64Array(modes.length * batches)
	};
	const { columns, length } = facts.units.cohorts;
	modes.forEach((mode, m) => {
		const inMode = hazard.slice(mode * bandCount, (mode + 1) * bandCount);
		const expected = result.expected.subarray(m * batches, (m + 1) * batches);
		const ofSettled = inMode.reduce((sum, each, band) => sum + each * look.table.most[band]!, 0);
		for (let cohort = 0; cohort < length; cohort++) {
			let failures = inCohorts.settled[cohort]! * ofSettled;
			if (inCohorts.open[cohort]! > 0)
				for (let band = 0; band < bandCount; band++)
					failures += inCohorts.days[cohort * bandCount + band]! * inMode[band]!;
			const weight = weightOf(columns.how[cohort]!, replacement);
			expected[columns.batch[cohort]!]! +=
				weight * failures * place[columns.location[cohort]! * modeCount + mode]!;
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
	const { facts, cohorts: inCohorts } = products[product]!;
	const { columns, length } = facts.units.cohorts;
	const units = new Float64Array(facts.batches.length);
	const meanSale = new Float64Array(facts.batches.length);
	const firstSale = new Float64Array(facts.batches.length).fill(Infinity);
	for (let cohort = 0; cohort < length; cohort++) {
		const sign = weightOf(columns.how[cohort]!);
		const own = columns.batch[cohort]!;
		units[own]! += sign * (inCohorts.settled[cohort]! + inCohorts.open[cohort]!);
		meanSale[own]! += sign * inCohorts.saleDays[cohort]!;
		firstSale[own] = Math.min(firstSale[own]!, inCohorts.firstSale[cohort]!);
	}
	for (let own = 0; own < units.length; own++) meanSale[own]! /= units[own] || 1;
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

/** Batches brought together by lot, version or supplier; in the order they were sold, for each of these modes. Unnamed ones are left out. */
export function grouped(
	look: Look,
	product: number,
	cells: ByBatch,
	by: 'lot' | 'version' | 'supplier',
	ms: number[]
): LotCell[][] {
	const { batches } = look.products[product]!.facts;
	const groups = new Map<string, Omit<LotCell, 'n' | 'expected'> & { batches: number[] }>();
	batches.forEach((batch, at) => {
		const name = batch[by];
		const units = cells.units[at]!;
		if (name === null || units <= 0) return;
		const group = groups.get(name) ?? { name, units: 0, meanSale: 0, firstSale: Infinity, batches: [] };
		groups.set(name, group);
		group.meanSale = (group.meanSale * group.units + cells.meanSale[at]! * units) / (group.units + units);
		group.units += units;
		group.firstSale = Math.min(group.firstSale, cells.firstSale[at]!);
		group.batches.push(at);
	});
	const inOrder = [...groups.values()].sort((a, b) => a.meanSale - b.meanSale || (a.name < b.name ? -1 : 1));
	return ms.map((m) =>
		inOrder.map(({ name, units, meanSale, firstSale, batches: own }) => {
			let [n, expected] = [0, 0];
			for (const at of own) {
				n += cells.observed[m * batches.length + at]!;
				expected += Math.max(0, cells.expected[m * batches.length + at]!);
			}
			return { name, n, expected, units, meanSale, firstSale };
		})
	);
}
