// A finding's story month by month: what had been recorded by then, and what was to be expected by then. Pure.
import { bandCount, bandEdges as edges, bandOf } from './exposure.ts';
import { weightOf } from '../returns/returns.ts';
import type { Assessed } from './assess.ts';
import type { CountedEvent } from './cause.ts';
import { warranty } from './events.ts';
import type { Look } from './look.ts';

/** [day, observed, expected] */
export type SeriesPoint = [number, number, number];

const points = 12;

/** Batches to look at. */
type OfBatch = (batch: number) => boolean;

/**
 * Twelve looks back at equal distances since the first sale, with today's hazards; the last is the analysis itself. `events`: what
 * counts in it, of these batches.
 */
export function seriesOf(
	look: Look,
	finding: Assessed,
	events: CountedEvent[],
	only: OfBatch
): SeriesPoint[] {
	const { facts, own } = look.products[finding.cell.product]!;
	const { cell } = finding;
	const start = finding.batches.launched;
	const step = Math.max(7, Math.round((look.asOf - start) / points));
	const days = Array.from({ length: points }, (_, at) => look.asOf - at * step)
		.filter((day) => day > start)
		.reverse();
	const curve = expectedByAge(look, cell.mode);
	const { place, replacement, modeCount } = look.reference;
	const sales = salesByDay(look, finding, replacement, only);
	const expected = days.map((day) => {
		let sum = 0;
		for (let soldOn = start; soldOn <= day; soldOn++) sum += sales[soldOn - start]! * curve[day - soldOn]!;
		return sum;
	});
	const back = facts.returns.columns;
	for (let n = 0; n < own.cuts.length; n++) {
		const [at, age] = [own.cuts.columns.at[n]!, own.cuts.columns.age[n]!];
		if (!only(back.batch[at]!)) continue;
		const weight =
			cell.theta *
			place[back.location[at]! * modeCount + cell.mode]! *
			(back.isReplacement[at] ? replacement : 1);
		days.forEach((day, n) => {
			const then = day - back.soldOn[at]!;
			if (back.recordedOn[at]! > day || then <= age) return;
			for (let band = bandOf(age); band < bandCount; band++)
				expected[n]! -=
					weight * look.table.after(then, band, age) * look.reference.hazard[cell.mode * bandCount + band]!;
		});
	}
	return days.map((day, n) => [
		day,
		events.filter(({ recordedOn }) => recordedOn <= day).length,
		Math.round(Math.max(0, expected[n]!) * 100) / 100
	]);
}

/** Units by day since the product's first sale, each weighing what is expected of it at its place; replacements so many times. */
function salesByDay(
	look: Look,
	{ cell, batches: { launched } }: Assessed,
	replacement: number,
	only: OfBatch
): Float64Array {
	const { place, modeCount } = look.reference;
	const result = new Float64Array(look.asOf - launched + 1);
	const { cohorts, days } = look.products[cell.product]!.facts.units;
	const { batch, location, how, count } = cohorts.columns;
	for (let cohort = 0, at = 0; cohort < cohorts.length; cohort++) {
		const end = at + count[cohort]!;
		const factor = cell.theta * place[location[cohort]! * modeCount + cell.mode]!;
		const weight = only(batch[cohort]!) ? factor * weightOf(how[cohort]!, replacement) : 0;
		for (; at < end; at++) if (days[at]! <= look.asOf) result[days[at]! - launched]! += weight;
	}
	return result;
}

/** Expected failures of one unit in a mode, by age, at a place of factor 1 with θ = 1. */
function expectedByAge({ table, reference }: Pick<Look, 'table' | 'reference'>, mode: number): Float64Array {
	const ages = table.days.length / bandCount;
	const result = new Float64Array(ages);
	for (let age = 0; age < ages; age++)
		for (let band = 0; band < bandCount; band++)
			result[age]! += table.days[age * bandCount + band]! * reference.hazard[mode * bandCount + band]!;
	return result;
}

/** Units in use, and how many failures within the warranty peers would still have from as many. */
export function stillToCome(look: Look, finding: Assessed, only: OfBatch) {
	const { facts, own } = look.products[finding.cell.product]!;
	const { place, modeCount, hazard } = look.reference;
	const { mode, theta } = finding.cell;
	// Hazard of every day of age, and what is left from each on.
	const left = new Float64Array(warranty + 1);
	let band = bandCount - 1;
	for (let age = warranty - 1; age >= 0; age--) {
		while (band > 0 && age < edges[band]!) band--;
		left[age] = left[age + 1]! + hazard[mode * bandCount + band]!;
	}
	const { launched, units } = finding.batches;
	let [inUse, usual] = [0, 0];
	units.forEach((count, batch) => {
		if (only(batch)) inUse += count;
	});
	const sales = salesByDay(look, finding, 1, only);
	for (let age = 0; age < Math.min(warranty, sales.length); age++)
		usual += sales[look.asOf - launched - age]! * left[age + 1]!;
	// Given back is out of hands; failed once is out of what first failures are still to come.
	const { batch, location, soldOn } = facts.returns.columns;
	for (const at of own.gone) if (only(batch[at]!)) inUse--;
	for (let n = 0; n < own.cuts.length; n++) {
		const at = own.cuts.columns.at[n]!;
		const age = look.asOf - soldOn[at]!;
		if (age < warranty && only(batch[at]!))
			usual -= theta * place[location[at]! * modeCount + mode]! * left[age + 1]!;
	}
	return { inUse, usual: Math.max(0, usual) };
}
