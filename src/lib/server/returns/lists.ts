// Returns and answers as the analysis works on them: numbers, by column. Pure.
import { Columns } from './columns.ts';
import { nobody } from './names.ts';
import type { DayNumber } from './rules.ts';

/** No day is that long ago. */
export const noDay = -(2 ** 31);

export interface ReturnRow {
	/** Number of its id. */
	id: number;
	/** Number of its serial; `nobody` if none was given. */
	unit: number;
	/** Position in the product's list of batches; -1 if no record of the unit has arrived. */
	batch: number;
	/** Position in the list of locations: where the unit was sold. */
	location: number;
	/** `noDay`: nobody said. */
	soldOn: DayNumber;
	returnedOn: DayNumber;
	recordedOn: DayNumber;
	/** Words. */
	reason: number;
	disposition: number;
	/** The unit given for it; `nobody` if none. */
	next: number;
	/** The unit had replaced another one (1 or 0, like those below). */
	isReplacement: number;
	/** The return names another product than the unit's own record, which counts. */
	isOtherSku: number;
	/** Nobody said when it was recorded: taken as at once. */
	lacksRecord: number;
}

const returnColumns = [
	'id',
	'unit',
	'batch',
	'location',
	'soldOn',
	'returnedOn',
	'recordedOn',
	'reason',
	'disposition',
	'next',
	'isReplacement',
	'isOtherSku',
	'lacksRecord'
] as const satisfies (keyof ReturnRow)[];

/** Returns of one product: of units whose own record says so, or the return where there is no such record. */
export class ReturnList extends Columns<keyof ReturnRow> {
	constructor() {
		super(...returnColumns);
	}

	addReturn(row: ReturnRow) {
		this.add(...returnColumns.map((name) => row[name]));
	}
}

/** What a customer answered about one return. */
export interface AnswerRow {
	id: number;
	/** Number of the return's id. */
	return: number;
	answeredOn: DayNumber;
	/** Words: product_failed, failure_mode, resolved; the interaction's channel. */
	failed: number;
	mode: number;
	resolved: number;
	channel: number;
}

export class AnswerList extends Columns<keyof AnswerRow> {
	/** By return the last one about it, and by answer the one about the same return before it. */
	#last = new Int32Array(0);
	#before = new Int32Array(0);

	constructor() {
		super('id', 'return', 'answeredOn', 'failed', 'mode', 'resolved', 'channel');
	}

	/** The same answer again, from a second look at it, counts once. */
	addAnswer({ id, return: about, answeredOn, failed, mode, resolved, channel }: AnswerRow) {
		for (let at = this.#lastAbout(about); at !== nobody; at = this.#before[at]!)
			if (this.columns.id[at] === id) return;
		this.add(id, about, answeredOn, failed, mode, resolved, channel);
		this.#linkFrom(this.length - 1);
	}

	override addAll(packed: Int32Array) {
		const from = this.length;
		super.addAll(packed);
		this.#linkFrom(from);
	}

	/** Position of the latest word about a return that customers had said by then; `nobody` if none. */
	latest(about: number, asOf: DayNumber): number {
		const { answeredOn } = this.columns;
		let found = nobody;
		for (let at = this.#lastAbout(about); at !== nobody; at = this.#before[at]!)
			if (answeredOn[at]! <= asOf && (found === nobody || answeredOn[at]! > answeredOn[found]!)) found = at;
		return found;
	}

	drop(ids: Set<number>) {
		const { id } = this.columns;
		this.keepOnly((at) => !ids.has(id[at]!));
		this.#last.fill(nobody);
		this.#linkFrom(0);
	}

	#lastAbout(about: number): number {
		return this.#last[about] ?? nobody;
	}

	#linkFrom(from: number) {
		const about = this.columns.return;
		let most = 0;
		for (let at = from; at < this.length; at++) most = Math.max(most, about[at]!);
		this.#last = withRoom(this.#last, most + 1);
		this.#before = withRoom(this.#before, this.length);
		for (let at = from; at < this.length; at++) {
			this.#before[at] = this.#last[about[at]!]!;
			this.#last[about[at]!] = at;
		}
	}
}

function withRoom(links: Int32Array<ArrayBuffer>, length: number): Int32Array<ArrayBuffer> {
	if (length <= links.length) return links;
	const longer = new Int32Array(2 * length).fill(nobody);
	longer.set(links);
	return longer;
}
