// Encounters in columns. An audit looks at a million at once, and an object with a field for everything would take four
// times the memory; a row here is a place in the columns, which answers like any encounter.
import type { Answer, Encounter } from './encounters.ts';

/** The numbers of one column; NaN where there is none. */
class Numbers {
	private values = new Float64Array(1024);

	set(at: number, value: number | null) {
		if (at >= this.values.length) {
			const more = new Float64Array(this.values.length * 2);
			more.set(this.values);
			this.values = more;
		}
		this.values[at] = value ?? NaN;
	}

	get(at: number): number | null {
		const value = this.values[at]!;
		return Number.isNaN(value) ? null : value;
	}
}

/** The words of one column: a few different ones, by their numbers. */
class Words {
	private numbers = new Uint32Array(1024);
	private readonly words: unknown[] = [];
	private readonly known = new Map<unknown, number>();

	set(at: number, word: unknown) {
		if (at >= this.numbers.length) {
			const more = new Uint32Array(this.numbers.length * 2);
			more.set(this.numbers);
			this.numbers = more;
		}
		let number = this.known.get(word);
		if (number === undefined) {
			number = this.words.push(word) - 1;
			this.known.set(word, number);
		}
		this.numbers[at] = number;
	}

	get(at: number): unknown {
		return this.words[this.numbers[at]!]!;
	}
}

const numbers = [
	'customer',
	'startedAt',
	'minutes',
	'lag',
	'wait',
	'backAfter',
	'metBefore',
	'destination'
] as const;
const words = ['rep', 'location', 'kind', 'outcome', 'decision', 'reach', 'rewritten'] as const;
const flags = [
	'hasReturn',
	'hasChanged',
	'hasRemoved',
	'isYoung',
	'isDenied',
	'isSent',
	'hasBounced'
] as const;

/** Whose places are numbers, and whose `rewritten` is the same list wherever the fields are the same. */
type Kept = Encounter & { customer: number; destination: number | null };

/** Takes one encounter after the other, and gives each back as a row of the columns. */
export function encounterColumns(): (each: Kept) => Encounter {
	class Row {
		readonly at: number;
		constructor(at: number) {
			this.at = at;
		}
	}
	const define = (name: keyof Encounter, get: (at: number) => unknown) =>
		Object.defineProperty(Row.prototype, name, {
			get(this: Row) {
				return get(this.at);
			}
		});

	const ids: string[] = [];
	const answers: (Answer | null)[] = [];
	define('id', (at) => ids[at]!);
	define('answer', (at) => answers[at]!);
	const numberColumns = numbers.map((name) => {
		const column = new Numbers();
		define(name, (at) => column.get(at));
		return { name, column };
	});
	const wordColumns = words.map((name) => {
		const column = new Words();
		define(name, (at) => column.get(at));
		return { name, column };
	});
	const bits = new Numbers();
	flags.forEach((name, bit) => define(name, (at) => ((bits.get(at)! >> bit) & 1) === 1));

	return (each) => {
		const at = ids.push(each.id) - 1;
		answers.push(each.answer);
		for (const { name, column } of numberColumns) column.set(at, each[name]);
		for (const { name, column } of wordColumns) column.set(at, each[name]);
		bits.set(
			at,
			flags.reduce((set, name, bit) => set | (Number(each[name]) << bit), 0)
		);
		return new Row(at) as unknown as Encounter;
	};
}
