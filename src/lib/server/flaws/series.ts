// A finding's story month by month: what had been recorded by then, and what was to be expected by then. Pure.
import { bandCount, bandEdges as edges } from './exposure.ts';
import { sold, type ReturnFact } from '../returns/returns.ts';
import type { Assessed } from './assess.ts';
import { expectedByAge } from './batches.ts';
import { countedIn } from './cause.ts';
import { warranty } from './events.ts';
import type { Look } from './look.ts';

/** [day, observed, expected] */
export type SeriesPoint = [number, number, number];

const points = 12;

/** Twelve looks back at equal distances since the first sale, with today's hazards; the last is the analysis itself. */
export function seriesOf(look: Look, finding: Assessed, only?: (batch: number) => boolean): SeriesPoint[] {
	const { facts } = look.products[finding.cell.product]!;
	const { cell } = finding;
	const start = finding.batches.launched;
	const step = Math.max(7, Math.round((look.asOf - start) / points));
	const days = Array.from({ length: points }, (_, at) => look.asOf - at * step)
		.filter((day) => day > start)
		.reverse();
	const curve = expectedByAge(look, cell.mode);
	const { place, replacement, modeCount } = look.reference;
	const expected = days.map(() => 0);
	const { cells } = facts.units;
	for (let at = 0; at < cells.length; at += 3) {
		if (only && !only(cells[at]!)) continue;
		const how = cells[at + 2]! & 3;
		const weight =
			cell.theta *
			place[cells[at + 1]! * modeCount + cell.mode]! *
			(how === sold.notAsNew ? -1 : how === sold.asReplacement ? replacement : 1);
		const soldOn = cells[at + 2]! >> 2;
		// The latest first: before the sale there is nothing.
		for (let n = days.length - 1; n >= 0 && days[n]! >= soldOn; n--)
			expected[n]! += weight * curve[days[n]! - soldOn]!;
	}
	for (const { fact, age } of look.products[cell.product]!.own.cuts) {
		if (only && !only(fact.batch)) continue;
		const weight =
			cell.theta * place[fact.location * modeCount + cell.mode]! * (fact.isReplacement ? replacement : 1);
		days.forEach((day, n) => {
			const then = day - fact.soldOn!;
			if (fact.recordedOn > day || then <= age) return;
			for (let band = 0; band < bandCount; band++)
				expected[n]! -=
					weight * look.table.after(then, band, age) * look.reference.hazard[cell.mode * bandCount + band]!;
		});
	}
	const events = countedIn(look, finding).filter(({ fact }) => !only || only(fact.batch));
	return days.map((day, n) => [
		day,
		events.filter(({ fact }) => fact.recordedOn <= day).length,
		Math.round(Math.max(0, expected[n]!) * 100) / 100
	]);
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
	const { cells } = facts.units;
	for (let at = 0; at < cells.length; at += 3) {
		const how = cells[at + 2]! & 3;
		count(cells[at]!, cells[at + 1]!, cells[at + 2]! >> 2, how === sold.notAsNew ? -1 : 1);
	}
	// Given back is out of hands; failed once is out of what first failures are still to come.
	const back = (fact: ReturnFact, what: 'inUse' | 'usual') =>
		count(fact.batch, fact.location, fact.soldOn!, -1, what);
	for (const fact of own.gone) back(fact, 'inUse');
	for (const { fact } of own.cuts) back(fact, 'usual');
	return { inUse, usual: Math.max(0, usual) };
}
