// A finding's story month by month: what had been recorded by then, and what was to be expected by then. Pure.
import { bandCount, bandEdges as edges } from './exposure.ts';
import { weightOf } from '../returns/returns.ts';
import type { Assessed } from './assess.ts';
import { countedIn } from './cause.ts';
import { warranty } from './events.ts';
import type { Look } from './look.ts';

/** [day, observed, expected] */
export type SeriesPoint = [number, number, number];

const points = 12;

/** Twelve looks back at equal distances since the first sale, with today's hazards; the last is the analysis itself. */
export function seriesOf(look: Look, finding: Assessed, only?: (batch: number) => boolean): SeriesPoint[] {
	const { facts, own } = look.products[finding.cell.product]!;
	const { cell } = finding;
	const start = finding.batches.launched;
	const step = Math.max(7, Math.round((look.asOf - start) / points));
	const days = Array.from({ length: points }, (_, at) => look.asOf - at * step)
		.filter((day) => day > start)
		.reverse();
	const curve = expectedByAge(look, cell.mode);
	const { place, replacement, modeCount } = look.reference;
	const expected = days.map(() => 0);
	const { cohorts, days: sales } = facts.units;
	const { batch, location, how, count } = cohorts.columns;
	for (let cohort = 0, at = 0; cohort < cohorts.length; cohort++) {
		const end = at + count[cohort]!;
		if (only && !only(batch[cohort]!)) {
			at = end;
			continue;
		}
		const weight =
			cell.theta * place[location[cohort]! * modeCount + cell.mode]! * weightOf(how[cohort]!, replacement);
		// The latest first: before the sale there is nothing.
		for (; at < end; at++)
			for (let n = days.length - 1; n >= 0 && days[n]! >= sales[at]!; n--)
				expected[n]! += weight * curve[days[n]! - sales[at]!]!;
	}
	const back = facts.returns.columns;
	for (let n = 0; n < own.cuts.length; n++) {
		const [at, age] = [own.cuts.columns.at[n]!, own.cuts.columns.age[n]!];
		if (only && !only(back.batch[at]!)) continue;
		const weight =
			cell.theta *
			place[back.location[at]! * modeCount + cell.mode]! *
			(back.isReplacement[at] ? replacement : 1);
		days.forEach((day, n) => {
			const then = day - back.soldOn[at]!;
			if (back.recordedOn[at]! > day || then <= age) return;
			for (let band = 0; band < bandCount; band++)
				expected[n]! -=
					weight * look.table.after(then, band, age) * look.reference.hazard[cell.mode * bandCount + band]!;
		});
	}
	const events = countedIn(look, finding).filter(({ batch }) => !only || only(batch));
	return days.map((day, n) => [
		day,
		events.filter(({ recordedOn }) => recordedOn <= day).length,
		Math.round(Math.max(0, expected[n]!) * 100) / 100
	]);
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
export function stillToCome(look: Look, finding: Assessed, only?: (batch: number) => boolean) {
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
	let [inUse, usual] = [0, 0];
	const count = (batch: number, location: number, soldOn: number, sign: number, what?: 'inUse' | 'usual') => {
		const age = look.asOf - soldOn;
		if (age < 0 || (only && !only(batch))) return;
		if (what !== 'usual') inUse += sign;
		if (age < warranty && what !== 'inUse')
			usual += sign * theta * place[location * modeCount + mode]! * left[age + 1]!;
	};
	const { cohorts, days } = facts.units;
	for (let cohort = 0, at = 0; cohort < cohorts.length; cohort++) {
		const { batch, location, how } = cohorts.columns;
		const sign = weightOf(how[cohort]!);
		for (const end = at + cohorts.columns.count[cohort]!; at < end; at++)
			count(batch[cohort]!, location[cohort]!, days[at]!, sign);
	}
	// Given back is out of hands; failed once is out of what first failures are still to come.
	const out = facts.returns.columns;
	const back = (at: number, what: 'inUse' | 'usual') =>
		count(out.batch[at]!, out.location[at]!, out.soldOn[at]!, -1, what);
	for (const at of own.gone) back(at, 'inUse');
	for (let n = 0; n < own.cuts.length; n++) back(own.cuts.columns.at[n]!, 'usual');
	return { inUse, usual: Math.max(0, usual) };
}
