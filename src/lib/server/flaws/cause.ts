// What kind of trouble an excess is. Pure.
//
//   no fault found   the pattern itself: it came back within thirty days, and nothing was wrong
//   service          one place holds at least 70 % of the events, and without it nothing stands out
//   handling         a few customers, at most a tenth of them, hold at least half of the events of first units, with no
//                    structure by lot or version
//   lot              the excess lies in one lot (lot-structure.ts)
//   design           it lies in all lots, or in all from some lot on
import { lotStructure, type LotStructure } from '../../statistics/lot-structure.ts';
import { shrink, type Shrunk } from '../../statistics/gamma-poisson-shrinkage.ts';
import { rateInterval, type Rate } from '../../statistics/poisson-rates.ts';
import { nobody, type DayNumber, type Resolved } from '../returns/returns.ts';
import type { Assessed } from './assess.ts';
import { grouped } from './batches.ts';
import { noFaultFound } from './events.ts';
import { sumExpected, weighed, type Cell } from './expected.ts';
import { bandCount } from './exposure.ts';
import type { Look } from './look.ts';

export type Cause = 'design' | 'lot' | 'service' | 'no_fault_found' | 'handling';

export interface Reasoning {
	cause: Cause;
	/** The one lot, if the cause is a lot; the lot it begins with, if it begins with one. */
	lot: string | null;
	sinceLot: string | null;
	/** First sale of that lot; of the product, if the trouble has been there since launch. */
	since: DayNumber;
	structure: LotStructure;
	worstPlace: { location: string; n: number; expected: number; eb05Without: number } | undefined;
	/** Locations with something to say (at least half an event expected), and those above what was expected. */
	places: { judged: number; above: number };
	/** Of units given as replacements: against what replacements of peers do. */
	replacements: (Rate & { n: number; expected: number }) | undefined;
	/** Share of the first units' events that the few customers with most of them hold; undefined if customers are not known. */
	sameCustomers: number | undefined;
}

/** Likelihood a dated beginning must gain over "since launch". */
const datedFrom = 4;

/** `customersOf`: by return id, where known. */
export function causeOf(
	look: Look,
	finding: Assessed,
	customersOf: Map<string, string>,
	events = countedIn(look, finding)
): Reasoning {
	const structure = lotStructure(finding.lots);
	const places = byPlace(look, finding, events);
	const worstPlace = placeOf(look, finding, places);
	const sameCustomers = concentration(events, customersOf);
	const cause = decide(look, finding, structure, worstPlace, sameCustomers);
	const one = finding.scanned ? finding.scanned.lot : structure.lot;
	const isDated = structure.story === 'from' && structure.gain > datedFrom;
	const from = cause === 'lot' ? finding.lots[one] : isDated ? finding.lots[structure.lot] : undefined;
	const { launched } = finding.batches;
	return {
		cause,
		lot: cause === 'lot' ? from!.name : null,
		sinceLot: from?.name ?? null,
		since: from?.firstSale ?? launched,
		structure,
		worstPlace,
		places: placesAbove(places),
		replacements: amongReplacements(look, finding, events),
		sameCustomers
	};
}

/** A return that counts in a finding. */
export interface CountedEvent {
	/** Its id. */
	return: string;
	source: Resolved['source'];
	/** The customer's word on it. */
	answer: number | null;
	batch: number;
	location: number;
	age: number;
	recordedOn: DayNumber;
	disposition: string | null;
	isReplacement: boolean;
}

export function countedIn(
	{ facts, products, meanings }: Look,
	{ cell }: Pick<Assessed, 'cell'>
): CountedEvent[] {
	const { events, own, facts: its } = products[cell.product]!;
	const { id, batch, location, recordedOn, disposition, isReplacement } = its.returns.columns;
	const found: CountedEvent[] = [];
	for (let n = 0; n < events.length; n++) {
		if (events.columns.mode[n] !== cell.mode) continue;
		const at = events.columns.at[n]!;
		const answer = own.answer[at]!;
		found.push({
			return: facts.returnIds.nameOf(id[at]!),
			source: meanings[own.told[at]!]!.resolved.source,
			answer: answer === nobody ? null : facts.answers.columns.id[answer]!,
			batch: batch[at]!,
			location: location[at]!,
			age: events.columns.age[n]!,
			recordedOn: recordedOn[at]!,
			disposition: facts.words.wordOf(disposition[at]!),
			isReplacement: isReplacement[at] === 1
		});
	}
	return found;
}

function decide(
	look: Look,
	finding: Assessed,
	structure: LotStructure,
	worst: Reasoning['worstPlace'],
	sameCustomers: number | undefined
): Cause {
	if (look.modes[finding.cell.mode] === noFaultFound) return 'no_fault_found';
	if (finding.scanned) return 'lot';
	if (worst && worst.n >= 0.7 * finding.cell.observed && worst.eb05Without < 1.1) return 'service';
	const [versions] = grouped(look, finding.cell.product, finding.batches, 'version', [finding.m]);
	const isEven = structure.story === 'all' && lotStructure(versions!).story === 'all';
	if (isEven && sameCustomers !== undefined && sameCustomers >= 0.5) return 'handling';
	return structure.story === 'one' && structure.worstLot < 0.05 ? 'lot' : 'design';
}

/** Of one product × mode, by location. */
interface ByPlace {
	observed: Float64Array;
	expected: Float64Array;
}

function byPlace(look: Look, { cell }: Assessed, events: CountedEvent[]): ByPlace {
	const { asNew, asReplacement } = look.products[cell.product]!;
	const { hazard, place, replacement, modeCount } = look.reference;
	const places = asNew.length / bandCount;
	const observed = new Float64Array(places);
	for (const { location } of events) observed[location]!++;
	const expected = Float64Array.from({ length: places }, (_, location) => {
		let sum = 0;
		for (let band = 0; band < bandCount; band++) {
			const at = location * bandCount + band;
			sum += (asNew[at]! + replacement * asReplacement[at]!) * hazard[cell.mode * bandCount + band]!;
		}
		return cell.theta * place[location * modeCount + cell.mode]! * sum;
	});
	return { observed, expected };
}

function placeOf(look: Look, { cell }: Assessed, { observed, expected }: ByPlace): Reasoning['worstPlace'] {
	let worst = -1;
	observed.forEach((n, location) => {
		const excess = n - expected[location]!;
		if (n > 0 && (worst < 0 || excess > observed[worst]! - expected[worst]!)) worst = location;
	});
	// With one place only there is no "without it".
	if (worst < 0 || expected.filter((e) => e > 0).length < 2) return undefined;
	const [n, here] = [observed[worst]!, expected[worst]!];
	return {
		location: look.facts.locations[worst]!,
		n,
		expected: here,
		eb05Without: shrunkTo(look, cell, cell.observed - n, Math.max(1e-9, cell.expected - here)).eb05
	};
}

/** The shrunk ratio of counts within a cell, weighed as the cell is. */
export function shrunkTo(
	look: Look,
	{ basis }: Pick<Cell, 'basis'>,
	observed: number,
	expected: number
): Shrunk {
	const { n, expected: mu } = weighed(observed, expected, basis);
	return shrink(look.reference.prior, n, mu);
}

function placesAbove({ observed, expected }: ByPlace): Reasoning['places'] {
	const judged = [...expected.keys()].filter((location) => expected[location]! >= 0.5);
	return {
		judged: judged.length,
		above: judged.filter((location) => observed[location]! > expected[location]!).length
	};
}

function amongReplacements(
	look: Look,
	{ cell }: Assessed,
	events: CountedEvent[]
): Reasoning['replacements'] {
	const { asReplacement } = look.products[cell.product]!;
	const { reference } = look;
	const expected = cell.theta * reference.replacement * sumExpected(asReplacement, cell.mode, reference);
	if (expected <= 0) return undefined;
	const n = events.filter(({ isReplacement }) => isReplacement).length;
	return { n, expected, ...rateInterval(n, expected) };
}

/** A replacement that fails again is the same customer's bad luck, not their doing: first units only. */
function concentration(events: CountedEvent[], customersOf: Map<string, string>): number | undefined {
	const counts = new Map<string, number>();
	let known = 0;
	const first = events.filter(({ isReplacement }) => !isReplacement);
	for (const event of first) {
		const customer = customersOf.get(event.return);
		if (customer === undefined) continue;
		known++;
		counts.set(customer, (counts.get(customer) ?? 0) + 1);
	}
	if (known < Math.max(6, first.length / 2)) return undefined;
	const few = Math.max(2, Math.floor(counts.size / 10));
	const most = [...counts.values()].sort((a, b) => b - a).slice(0, few);
	return most.reduce((sum, count) => sum + count, 0) / known;
}
