// What the analysis works on. Text becomes numbers at once, so that millions of units fit in little memory.
import { nobody, type AnswerFact, type DayNumber, type ReturnFact } from './rules.ts';
import { Serials } from './serials.ts';

export interface Batch {
	lot: string | null;
	version: string | null;
	supplier: string | null;
}

export interface Said {
	asked: number;
	failed: number;
	modes: Record<string, number>;
	/** Some answers that say it failed. */
	newest: number[];
}

export const newestOf = (answers: number[]) => [...new Set(answers)].sort((a, b) => b - a).slice(0, 24);

/** How a unit counts: sold as new, given as a replacement, or "was counted as new, and turned out to be a replacement". */
export const sold = { asNew: 0, asReplacement: 1, notAsNew: 2 } as const;

/** Three numbers a unit: batch, location, day of sale × 4 + how it counts. */
export class UnitList {
	#cells = new Int32Array(3 * 64);
	length = 0;

	add(batch: number, location: number, day: DayNumber, how: number) {
		this.#grow(this.length + 1);
		const at = 3 * this.length++;
		this.#cells[at] = batch;
		this.#cells[at + 1] = location;
		this.#cells[at + 2] = day * 4 + how;
	}

	addAll(cells: Int32Array) {
		this.#grow(this.length + cells.length / 3);
		this.#cells.set(cells, 3 * this.length);
		this.length += cells.length / 3;
	}

	/** How many were sold on which day, and how they count: by day × 4 + how. Most curves ask no more than that. */
	sales(): Map<number, number> {
		const counts = new Map<number, number>();
		for (let at = 2; at < 3 * this.length; at += 3) {
			const key = this.#cells[at]!;
			counts.set(key, (counts.get(key) ?? 0) + 1);
		}
		return counts;
	}

	/** The cells in use. */
	get cells(): Int32Array {
		return this.#cells.subarray(0, 3 * this.length);
	}

	#grow(length: number) {
		if (3 * length <= this.#cells.length) return;
		const longer = new Int32Array(Math.max(3 * length, this.#cells.length * 2));
		longer.set(this.cells);
		this.#cells = longer;
	}
}

export class ProductFacts {
	readonly sku: string;
	readonly batches: Batch[] = [];
	readonly units = new UnitList();
	/** Units whose record names no day of sale: they cannot be counted as at risk. */
	undated = 0;
	returns: ReturnFact[] = [];
	/** Customers asked about it, those who said it failed, and how. Counts what was said, whether or not it came back. */
	readonly said: Said = { asked: 0, failed: 0, modes: {}, newest: [] };
	#batchOf = new Map<string, number>();

	constructor(sku: string) {
		this.sku = sku;
	}

	addSaid(answer: number, failed: string, mode: string | null) {
		this.said.asked++;
		if (failed !== 'yes') return;
		this.said.failed++;
		if (mode !== null) this.said.modes[mode] = (this.said.modes[mode] ?? 0) + 1;
		this.said.newest.push(answer);
		if (this.said.newest.length > 200) this.said.newest = newestOf(this.said.newest);
	}

	/** An answer that was heard does not count any more. */
	takeBack(failed: string, mode: string | null) {
		this.said.asked--;
		if (failed !== 'yes') return;
		this.said.failed--;
		if (mode !== null && this.said.modes[mode]) this.said.modes[mode]--;
	}

	batchOf(lot: string | null, version: string | null, supplier: string | null): number {
		const key = `${lot ?? ''}\t${version ?? ''}\t${supplier ?? ''}`;
		let at = this.#batchOf.get(key);
		if (at === undefined) {
			this.#batchOf.set(key, (at = this.batches.length));
			this.batches.push({ lot, version, supplier });
		}
		return at;
	}
}

export class Facts {
	readonly locations: string[] = [];
	readonly products = new Map<string, ProductFacts>();
	readonly answers = new Map<string, AnswerFact[]>();
	/** What has been added since it was last asked how far everything goes. */
	arrived: { returns: ReturnFact[]; answers: AnswerFact[] } = { returns: [], answers: [] };
	readonly serials = new Serials();
	/** What units' own records say: a unit, what was given for it, a unit, … */
	readonly replacements: number[] = [];
	#locationOf = new Map<string, number>();

	productOf(sku: string): ProductFacts {
		let product = this.products.get(sku);
		if (!product) this.products.set(sku, (product = new ProductFacts(sku)));
		return product;
	}

	locationOf(name: string | null): number {
		const key = name ?? '';
		let at = this.#locationOf.get(key);
		if (at === undefined) {
			this.#locationOf.set(key, (at = this.locations.length));
			this.locations.push(key);
		}
		return at;
	}

	/** The same answer again, from a second look at it, counts once. */
	addAnswer(answer: AnswerFact) {
		const known = this.answers.get(answer.return);
		if (known?.some(({ id }) => id === answer.id)) return;
		if (known) known.push(answer);
		else this.answers.set(answer.return, [answer]);
		this.arrived.answers.push(answer);
	}

	/** What was given for what, as far as had been recorded by then; as in `replacements`. */
	replacementsBy(asOf: DayNumber): number[] {
		const all = [...this.replacements];
		for (const { returns } of this.products.values())
			for (const { unit, next, recordedOn } of returns)
				if (unit !== nobody && next !== nobody && recordedOn <= asOf) all.push(unit, next);
		return all;
	}

	addReturn(fact: ReturnFact) {
		this.productOf(fact.sku).returns.push(fact);
		this.arrived.returns.push(fact);
	}

	/** What is known of a return by now goes before what was known of it earlier. */
	replaceReturns(fresh: ReturnFact[]) {
		if (fresh.length === 0) return;
		const ids = new Set(fresh.map(({ id }) => id));
		for (const product of this.products.values())
			if (product.returns.some(({ id }) => ids.has(id)))
				product.returns = product.returns.filter(({ id }) => !ids.has(id));
		for (const each of fresh) this.addReturn(each);
	}
}
