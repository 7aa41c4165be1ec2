// From returns to what is counted: a unit's first failure, and how long each unit was at risk before it. Pure.
import {
	endsUse,
	resolveReturn,
	type AnswerFact,
	type DayNumber,
	type Facts,
	type Reason,
	type Resolved,
	type ReturnFact
} from '../returns/returns.ts';
import { bandEdges } from './exposure.ts';

/** The longest a unit is watched: the days of the warranty. */
export const warranty = bandEdges.at(-1)!;
/** A pattern like a failure mode: it came back, and nothing was wrong with it. */
export const noFaultFound = 'no_fault_found';
/** No fault found counts soon after the sale only; later it may be an intermittent fault. */
const soon = 30;

export interface CountedEvent {
	fact: ReturnFact;
	resolved: Resolved;
	/** null: it failed, nobody has said how. Out of what is observed and what is expected. */
	mode: string | null;
	/** Days from sale to return. */
	age: number;
}

/** A return, what it counts as, and what the customer had said of it by then. */
export interface Told {
	fact: ReturnFact;
	resolved: Resolved;
	answer: AnswerFact | undefined;
}

export interface ProductEvents {
	events: CountedEvent[];
	/** Where being at risk ended before the analysis date: the unit's return, by its own fact. */
	cuts: { fact: ReturnFact; age: number }[];
	/** Units that are not in customers' hands any more: the return they were replaced or refunded at. */
	gone: ReturnFact[];
	/** Every return recorded by the date, resolved, in order. */
	all: Told[];
}

/** What had been recorded of a product's returns by the end of `asOf`. */
export function eventsOf(
	returns: ReturnFact[],
	answers: Facts['answers'],
	reasons: Map<string, Reason>,
	asOf: DayNumber
): ProductEvents {
	const result: ProductEvents = { events: [], cuts: [], gone: [], all: [] };
	const byUnit = new Map<number, Told[]>();
	for (const fact of returns) {
		if (fact.recordedOn > asOf || fact.returnedOn > asOf) continue;
		const answer = latest(answers.get(fact.id), asOf);
		const each = { fact, resolved: resolveReturn(fact, reasons, answer), answer };
		result.all.push(each);
		if (fact.batch < 0 || fact.soldOn === null || fact.returnedOn < fact.soldOn) continue;
		const known = byUnit.get(fact.unit);
		if (known) known.push(each);
		else byUnit.set(fact.unit, [each]);
	}
	for (const own of byUnit.values()) countUnit(own, result);
	return result;
}

/** One unit's returns: its first failure within the warranty counts, and nothing after it or after the unit was given back. */
function countUnit(own: Told[], result: ProductEvents) {
	if (own.length > 1)
		own.sort((a, b) => a.fact.returnedOn - b.fact.returnedOn || (a.fact.id < b.fact.id ? -1 : 1));
	const last = own.find(({ fact }) => fact.disposition === 'replaced' || fact.disposition === 'refunded');
	if (last) result.gone.push(last.fact);
	let noFaults = 0;
	for (const { fact, resolved } of own) {
		const age = fact.returnedOn - fact.soldOn!;
		if (resolved.kind === 'failed' && age < warranty)
			result.events.push({ fact, resolved, mode: resolved.mode, age });
		if (resolved.kind === 'no_fault_found' && noFaults++ === 0 && age < soon)
			result.events.push({ fact, resolved, mode: noFaultFound, age });
		if (resolved.kind === 'failed' || endsUse(fact)) {
			result.cuts.push({ fact, age });
			return;
		}
	}
}

/** The latest word a customer had said by then. */
function latest(answers: AnswerFact[] | undefined, asOf: DayNumber): AnswerFact | undefined {
	let found: AnswerFact | undefined;
	for (const answer of answers ?? [])
		if (answer.answeredOn <= asOf && (!found || answer.answeredOn >= found.answeredOn)) found = answer;
	return found;
}
