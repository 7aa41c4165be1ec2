// How many days one product's units have been at risk. Pure.
import { sold, weightOf, type DayNumber, type ProductFacts } from '../returns/returns.ts';
import type { ProductEvents } from './events.ts';
import type { ProductLook } from './expected.ts';
import { bandCount, bandOf, type AgeTable } from './exposure.ts';

/** Units of one product at risk, as if nothing had come back. */
export interface CohortDays {
	/** By cohort of units: how many have been at risk as long as any can be, and how many have not. */
	settled: Int32Array;
	open: Int32Array;
	/** Of these, the sum of the days of sale, and the first of them. */
	saleDays: Float64Array;
	firstSale: Float64Array;
	/** Weighted unit-days of the open ones, by cohort × band. */
	days: Float64Array;
}

export function cohortDays({ units }: ProductFacts, table: AgeTable, asOf: DayNumber): CohortDays {
	const { cohorts, days } = units;
	const { count } = cohorts.columns;
	const result = {
		settled: new Int32Array(cohorts.length),
		open: new Int32Array(cohorts.length),
		saleDays: new Float64Array(cohorts.length),
		firstSale: new Float64Array(cohorts.length).fill(Infinity),
		days: new Float64Array(cohorts.length * bandCount)
	};
	for (let cohort = 0, at = 0; cohort < cohorts.length; cohort++) {
		const slot = cohort * bandCount;
		for (const end = at + count[cohort]!; at < end; at++) {
			const age = asOf - days[at]!;
			if (age < 0) continue;
			result.saleDays[cohort]! += days[at]!;
			if (days[at]! < result.firstSale[cohort]!) result.firstSale[cohort] = days[at]!;
			if (age >= table.settled) {
				result.settled[cohort]!++;
				continue;
			}
			result.open[cohort]!++;
			const row = age * bandCount;
			for (let band = 0; band < bandCount; band++) result.days[slot + band]! += table.days[row + band]!;
		}
	}
	return result;
}

/** Unit-days by location and band, cut where units came back. */
export function atRisk(
	{ units, returns }: ProductFacts,
	inCohorts: CohortDays,
	{ cuts }: ProductEvents,
	table: AgeTable,
	asOf: DayNumber,
	locations: number
): Pick<ProductLook, 'asNew' | 'asReplacement'> {
	const asNew = new Float64Array(locations * bandCount);
	const asReplacement = new Float64Array(locations * bandCount);
	const { columns, length } = units.cohorts;
	for (let cohort = 0; cohort < length; cohort++) {
		const into = columns.how[cohort] === sold.asReplacement ? asReplacement : asNew;
		const sign = weightOf(columns.how[cohort]!);
		const slot = columns.location[cohort]! * bandCount;
		for (let band = 0; band < bandCount; band++)
			into[slot + band]! +=
				sign * (inCohorts.days[cohort * bandCount + band]! + inCohorts.settled[cohort]! * table.most[band]!);
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
