// What returns count as, once for all that tell the same: few things are said of many returns. Pure.
import {
	endsUse,
	nobody,
	resolveReturn,
	Words,
	type Facts,
	type Reason,
	type Resolved
} from '../returns/returns.ts';
import { noFaultFound } from './events.ts';

export interface Meaning {
	resolved: Resolved;
	/** Number of the mode; `nobody`: none. */
	mode: number;
	/** The unit is out of the customer's hands for good, by what the return says or for want of it. */
	endsUse: boolean;
	/** It says so itself. */
	isGone: boolean;
}

export class Meanings {
	/** Modes by number. */
	readonly modes = new Words();
	readonly noFaultFound = this.modes.numberOf(noFaultFound);
	/** By number. */
	readonly all: Meaning[] = [];
	#known = new Map<number, Map<number, number>>();
	#facts: Facts;
	#reasons: Map<string, Reason>;

	constructor(facts: Facts, reasons: Map<string, Reason>) {
		this.#facts = facts;
		this.#reasons = reasons;
	}

	/** Number of what words of a return and the customer's answer, at this position, mean together; `nobody`: there is none. */
	of(reason: number, disposition: number, answer: number): number {
		const { words, answers } = this.#facts;
		const failed = answer === nobody ? nobody : answers.columns.failed[answer]!;
		const mode = answer === nobody ? nobody : answers.columns.mode[answer]!;
		const size = words.list.length + 1;
		const desk = (reason + 1) * size + disposition + 1;
		const customer = (failed + 1) * size + mode + 1;
		let known = this.#known.get(desk);
		if (!known) this.#known.set(desk, (known = new Map()));
		let meaning = known.get(customer);
		if (meaning === undefined) {
			meaning = this.all.push(this.#meaningOf([reason, disposition, failed, mode])) - 1;
			known.set(customer, meaning);
		}
		return meaning;
	}

	#meaningOf(numbers: number[]): Meaning {
		const [reason, disposition, failed, mode] = numbers.map((number) => this.#facts.words.wordOf(number));
		const said = { reason: reason!, disposition: disposition!, failed: failed!, mode: mode! };
		const resolved = resolveReturn(said, this.#reasons);
		return {
			resolved,
			mode: this.modes.numberOf(resolved.mode),
			endsUse: endsUse(said.disposition),
			isGone: said.disposition !== null && endsUse(said.disposition)
		};
	}
}
