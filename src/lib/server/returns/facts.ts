// What the analysis works on. Text becomes numbers at once, so that millions of units fit in little memory.
import { Columns } from './columns.ts';
import type { Replacements } from './lineages.ts';
import { AnswerList, ReturnList, type ReturnRow } from './lists.ts';
import { Names, nobody, Words } from './names.ts';
import type { DayNumber } from './rules.ts';
import { UnitList } from './units.ts';

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

export class ProductFacts {
	readonly sku: string;
	readonly batches: Batch[] = [];
	readonly units = new UnitList();
	/** Units whose record names no day of sale: they cannot be counted as at risk. */
	undated = 0;
	readonly returns = new ReturnList();
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
	readonly answers = new AnswerList();
	/** Ids of returns, and of those that answers tell of before they have arrived. */
	readonly returnIds = new Names();
	readonly serials = new Names();
	readonly words = new Words();
	/** What units' own records say. */
	readonly replacements: Replacements = new Columns('unit', 'next');
	/** By product, returns that have been added since somebody began to ask. */
	arrived: Map<string, ReturnList> | undefined;
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

	/** What was given for what, as far as had been recorded by then. */
	replacementsBy(asOf: DayNumber): Replacements {
		const all: Replacements = new Columns('unit', 'next');
		all.addAll(this.replacements.packed());
		for (const { returns } of this.products.values()) {
			const { unit, next, recordedOn } = returns.columns;
			for (let at = 0; at < returns.length; at++)
				if (unit[at] !== nobody && next[at] !== nobody && recordedOn[at]! <= asOf)
					all.add(unit[at]!, next[at]!);
		}
		return all;
	}

	addReturn(sku: string, row: ReturnRow) {
		this.productOf(sku).returns.addReturn(row);
		if (!this.arrived) return;
		const arrived = this.arrived.get(sku) ?? new ReturnList();
		this.arrived.set(sku, arrived);
		arrived.addReturn(row);
	}

	/** What will be known of these returns goes before what was known of them earlier. */
	dropReturns(ids: Set<number>) {
		if (ids.size === 0) return;
		for (const { returns } of this.products.values()) {
			const { id } = returns.columns;
			if (id.subarray(0, returns.length).some((each) => ids.has(each)))
				returns.keepOnly((at) => !ids.has(id[at]!));
		}
	}
}
