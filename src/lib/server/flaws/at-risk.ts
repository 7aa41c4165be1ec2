// How many days one product's units have been at risk. Pure.
import { sold, weightOf, type DayNumber, type ProductFacts } from '../returns/returns.ts';
import type { ProductEvents } from './events.ts';
import type { ProductLook } from './expected.ts';
import { bandCount, bandOf, type AgeTable } from './exposure.ts';

/** Units of one product at risk, as if nothing had come back. */
export interface RunDays {
	/** By run of units: how many have been at risk as long as any can be, and how many have not. */
	settled: Int32Array;
	open: Int32Array;
	/** Of these, the sum of the days of sale, and the first of them. */
	saleDays: Float64Array;
	firstSale: Float64Array;
	/** Weighted unit-days of the open ones, by run × band. */
	days: Float64Array;
}

export function runDays({ units }: ProductFacts, table: AgeTable, asOf: DayNumber): RunDays {
	const { runs, days } = units;
	const { count } = runs.columns;
	const result = {
		settled: new Int32Array(runs.length),
		open: new Int32Array(runs.length),
		saleDays: new Float64Array(runs.length),
		firstSale: new Float64Array(runs.length).fill(Infinity),
		days: new Float64Array(runs.length * bandCount)
	};
	for (let run = 0, at = 0; run < runs.length; run++) {
		const slot = run * bandCount;
		for (const end = at + count[run]!; at < end; at++) {
			const age = asOf - days[at]!;
			if (age < 0) continue;
			result.saleDays[run]! += days[at]!;
			if (days[at]! < result.firstSale[run]!) result.firstSale[run] = days[at]!;
			if (age >= table.settled) {
				result.settled[run]!++;
				continue;
			}
			result.open[run]!++;
			const row = age * bandCount;
			for (let band = 0; band < bandCount; band++) result.days[slot + band]! += table.days[row + band]!;
		}
	}
	return result;
}

/** Unit-days by location and band, cut where units came back. */
export function atRisk(
	{ units, returns }: ProductFacts,
	inRuns: RunDays,
	{ cuts }: ProductEvents,
	table: AgeTable,
	asOf: DayNumber,
	locations: number
): Pick<ProductLook, 'asNew' | 'asReplacement'> {
	const asNew = new Float64Array(locations * bandCount);
	const asReplacement = new Float64Array(locations * bandCount);
	const { columns, length } = units.runs;
	for (let run = 0; run < length; run++) {
		const into = columns.how[run] === sold.asReplacement ? asReplacement : asNew;
		const sign = weightOf(columns.how[run]!);
		const slot = columns.location[run]! * bandCount;
		for (let band = 0; band < bandCount; band++)
			into[slot + band]! +=
				sign * (inRuns.days[run * bandCount + band]! + inRuns.settled[run]! * table.most[band]!);
	}
	const { soldOn, location, isReplacement } = returns.columns;
	for (let n = 0; n < cuts.length; n++) {
		const at = cuts.columns.at[n]!;
		const into = isReplacement[at] ? asReplacement : asNew;
		const age = asOf - soldOn[at]!;
		const returned = cuts.columns.age[n]!;
		// Of the bands before that it was at risk all the time.
		for (let band = bandOf(returned); band < bandCount; band++)
			into[location[at]! * bandCount + band]! -= table.after(age, band, returned);
	}
	return { asNew, asReplacement };
}
