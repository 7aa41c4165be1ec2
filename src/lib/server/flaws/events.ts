// From returns to what is counted: a unit's first failure, and how long each unit was at risk before it. Pure.
import { Columns, nobody, noDay, type DayNumber, type Facts, type ReturnList } from '../returns/returns.ts';
import { bandEdges } from './exposure.ts';
import type { Meanings } from './meanings.ts';

/** The longest a unit is watched: the days of the warranty. */
export const warranty = bandEdges.at(-1)!;
/** A pattern like a failure mode: it came back, and nothing was wrong with it. */
export const noFaultFound = 'no_fault_found';
/** No fault found counts soon after the sale only; later it may be an intermittent fault. */
const soon = 30;

/** What had been recorded of a product's returns by the end of a day; `at`: position in its list of returns, `age`: days from sale to return. */
export interface ProductEvents {
	/** How many returns had been recorded. */
	returns: number;
	/** By position: number of what each means (`nobody`: not recorded by then), and the position of the customer's word on it. */
	told: Int32Array;
	answer: Int32Array;
	/** First failures, and no faults found. `nobody` for a mode: it failed, nobody has said how; in neither observed nor expected. */
	events: Columns<'at' | 'mode' | 'age'>;
	/** Where being at risk ended before the analysis date, by the unit's return; 1: it failed within the warranty. */
	cuts: Columns<'at' | 'age' | 'failed'>;
	/** Units that are not in customers' hands any more: the return they were replaced or refunded at. */
	gone: number[];
}

/** What had been recorded of a product's returns by the end of `asOf`. `lastOf`: `nobody` by unit, and so again afterwards. */
export function eventsOf(
	returns: ReturnList,
	{ answers, returnIds }: Pick<Facts, 'answers' | 'returnIds'>,
	meanings: Meanings,
	asOf: DayNumber,
	lastOf: Int32Array
): ProductEvents {
	const { id, unit, batch, soldOn, returnedOn, recordedOn, reason, disposition } = returns.columns;
	const result: ProductEvents = {
		returns: 0,
		told: new Int32Array(returns.length).fill(nobody),
		answer: new Int32Array(returns.length).fill(nobody),
		events: new Columns('at', 'mode', 'age'),
		cuts: new Columns('at', 'age', 'failed'),
		gone: []
	};
	result.events.reserve(returns.length);
	result.cuts.reserve(returns.length);
	// Returns that are the first of their unit; by unit the last, and by return the one of the same unit before it.
	const firsts: number[] = [];
	const before = new Int32Array(returns.length).fill(nobody);
	for (let at = 0; at < returns.length; at++) {
		if (recordedOn[at]! > asOf || returnedOn[at]! > asOf) continue;
		const answer = answers.latest(id[at]!, asOf);
		result.told[at] = meanings.of(reason[at]!, disposition[at]!, answer);
		result.returns++;
		result.answer[at] = answer;
		if (batch[at]! < 0 || soldOn[at] === noDay || returnedOn[at]! < soldOn[at]!) continue;
		before[at] = lastOf[unit[at]!]!;
		if (before[at] === nobody) firsts.push(at);
		lastOf[unit[at]!] = at;
	}
	const idOf = (at: number) => returnIds.nameOf(id[at]!);
	const inTime = (a: number, b: number) => returnedOn[a]! - returnedOn[b]! || (idOf(a) < idOf(b) ? -1 : 1);
	const own: number[] = [];
	for (const first of firsts) {
		own.length = 0;
		for (let one = lastOf[unit[first]!]!; one !== nobody; one = before[one]!) own.push(one);
		if (own.length > 1) own.sort(inTime);
		countUnit(own, returns, meanings, result);
		lastOf[unit[first]!] = nobody;
	}
	return result;
}

/** One unit's returns: its first failure within the warranty counts, and nothing after it or after the unit was given back. */
function countUnit(
	own: number[],
	{ columns: { soldOn, returnedOn } }: ReturnList,
	{ all, noFaultFound }: Meanings,
	{ told, events, cuts, gone }: ProductEvents
) {
	const last = own.find((at) => all[told[at]!]!.isGone);
	if (last !== undefined) gone.push(last);
	let noFaults = 0;
	for (const at of own) {
		const { resolved, mode, endsUse } = all[told[at]!]!;
		const age = returnedOn[at]! - soldOn[at]!;
		const isFailure = resolved.kind === 'failed' && age < warranty;
		if (isFailure) events.add(at, mode, age);
		if (resolved.kind === 'no_fault_found' && noFaults++ === 0 && age < soon)
			events.add(at, noFaultFound, age);
		if (resolved.kind === 'failed' || endsUse) {
			cuts.add(at, age, isFailure ? 1 : 0);
			return;
		}
	}
}
