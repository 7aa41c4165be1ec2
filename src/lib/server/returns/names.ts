// Names by number: whatever follows units and returns follows numbers, and a name is looked at when it is shown. Pure.
import { Columns } from './columns.ts';

/** Where a number would stand: no name, no unit, no answer. */
export const nobody = -1;

/** Many names, each for one thing: serials, ids of returns. They stand in one text, and most are passed over by a hash. */
export class Names {
	#text = '';
	/** Where each ends in the text, and its hash. */
	readonly #ends = new Columns('end', 'hash');

	get length(): number {
		return this.#ends.length;
	}

	nameOf(number: number): string {
		const { end } = this.#ends.columns;
		return this.#text.slice(number === 0 ? 0 : end[number - 1], end[number]);
	}

	/** Numbers of these; those not seen before get new ones. All at once: it takes a walk through all names. */
	numbersOf(these: Iterable<string>): Map<string, number> {
		const numbers = new Map<string, number>();
		const isWanted = new Uint8Array(sieve);
		for (const name of these) {
			if (numbers.has(name)) continue;
			numbers.set(name, nobody);
			isWanted[hashOf(name) % sieve] = 1;
		}
		const { hash } = this.#ends.columns;
		const length = numbers.size === 0 ? 0 : this.length;
		for (let number = 0; number < length; number++) {
			if (isWanted[hash[number]! % sieve] === 0) continue;
			const name = this.nameOf(number);
			if (numbers.has(name)) numbers.set(name, number);
		}
		this.#addNew(numbers);
		return numbers;
	}

	#addNew(numbers: Map<string, number>) {
		const fresh: string[] = [];
		let end = this.#text.length;
		for (const [name, number] of numbers) {
			if (number !== nobody) continue;
			numbers.set(name, this.length);
			this.#ends.add((end += name.length), hashOf(name));
			fresh.push(name);
		}
		this.#text += fresh.join('');
	}

	/** How far they go. */
	sizes() {
		return { text: this.#text.length, names: this.length };
	}

	/** The text and what is known of the names in it, from there on. */
	packed(before = { text: 0, names: 0 }): { text: string; ends: Int32Array } {
		return { text: this.#text.slice(before.text), ends: this.#ends.packed(before.names) };
	}

	addAll(text: string, ends: Int32Array) {
		this.#text += text;
		this.#ends.addAll(ends);
	}
}

/** So many kinds of names are told apart without being looked at. */
const sieve = 2 ** 16;

/** FNV-1a over the sixteen-bit signs, in thirty bits. */
function hashOf(name: string): number {
	let hash = 0x811c9dc5;
	for (let at = 0; at < name.length; at++) hash = Math.imul(hash ^ name.charCodeAt(at), 0x01000193);
	return hash >>> 2;
}

/** A few words that come again and again: reason codes, dispositions, replies. */
export class Words {
	readonly list: string[] = [];
	#numberOf = new Map<string, number>();

	numberOf(word: string | null): number {
		if (word === null) return nobody;
		let number = this.#numberOf.get(word);
		if (number === undefined) this.#numberOf.set(word, (number = this.list.push(word) - 1));
		return number;
	}

	/** null: there was none. */
	wordOf(number: number): string | null {
		return this.list[number] ?? null;
	}
}
