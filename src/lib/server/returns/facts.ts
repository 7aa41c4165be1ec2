// What the analysis works on, read in three passes over the tables: units as they were sold, returns with what is known of
// their unit, customers' answers about them. Text becomes numbers at once, so that millions of units fit in little memory.
import type { Sql } from '../database.ts';
import { copyRows } from './copying.ts';
import type { Replacement } from './lineages.ts';
import { answerRows, returnRows, unitRows } from './queries.ts';
import type { AnswerFact, DayNumber, ReturnFact } from './rules.ts';

export interface Batch {
	lot: string | null;
	version: string | null;
	supplier: string | null;
}

/** How a unit counts: sold as new, given as a replacement, or "was counted as new, and turned out to be a replacement". */
export const sold = { asNew: 0, asReplacement: 1, notAsNew: 2 } as const;

/** Three numbers a unit: batch, location, day of sale × 4 + how it counts. */
export class UnitList {
	#cells = new Int32Array(3 * 64);
	length = 0;

	add(batch: number, location: number, day: DayNumber, how: number) {
		if (3 * (this.length + 1) > this.#cells.length) {
			const longer = new Int32Array(this.#cells.length * 2);
			longer.set(this.#cells);
			this.#cells = longer;
		}
		this.#cells.set([batch, location, day * 4 + how], 3 * this.length++);
	}

	/** The cells in use. */
	get cells(): Int32Array {
		return this.#cells.subarray(0, 3 * this.length);
	}

	addAll(cells: Int32Array) {
		for (let at = 0; at < cells.length; at += 3)
			this.add(cells[at]!, cells[at + 1]!, cells[at + 2]! >> 2, cells[at + 2]! & 3);
	}
}

export class ProductFacts {
	readonly sku: string;
	readonly batches: Batch[] = [];
	readonly units = new UnitList();
	/** Units whose record names no day of sale: they cannot be counted as at risk. */
	undated = 0;
	readonly returns: ReturnFact[] = [];
	#batchOf = new Map<string, number>();

	constructor(sku: string) {
		this.sku = sku;
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
	readonly replacements: Replacement[] = [];
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
}

/** Everything received so far. */
export async function readFacts(sql: Sql): Promise<Facts> {
	const facts = new Facts();
	await readUnits(sql, facts);
	await readReturns(sql, facts);
	await readAnswers(sql, facts);
	return facts;
}

type Cells = (string | null)[];

async function readUnits(sql: Sql, facts: Facts) {
	await copyRows(sql, unitRows(sql), (cells: Cells) => {
		const [sku, location, soldOn, how, lot, version, supplier, serial, replaces] = cells;
		const product = facts.productOf(sku!);
		if (soldOn === null) product.undated++;
		else
			product.units.add(
				product.batchOf(lot!, version!, supplier!),
				facts.locationOf(location!),
				Number(soldOn),
				Number(how)
			);
		if (replaces) facts.replacements.push({ serial: replaces, next: serial! });
	});
}

async function readReturns(sql: Sql, facts: Facts) {
	await copyRows(sql, returnRows(sql), (cells: Cells) => {
		const [id, sku, serial, location, soldOn, returnedOn, recordedOn, reason, disposition] = cells;
		const [replacement, isKnown, isReplacement, lot, version, supplier] = cells.slice(9);
		const product = facts.productOf(sku!);
		product.returns.push({
			id: id!,
			serial: serial!,
			sku: sku!,
			batch: isKnown === 't' ? product.batchOf(lot!, version!, supplier!) : -1,
			location: facts.locationOf(location!),
			soldOn: soldOn === null ? null : Number(soldOn),
			returnedOn: Number(returnedOn),
			recordedOn: Number(recordedOn),
			reason: reason!,
			disposition: disposition!,
			replacement: replacement!,
			isReplacement: isReplacement === 't'
		});
		if (serial && replacement) facts.replacements.push({ serial, next: replacement });
	});
}

async function readAnswers(sql: Sql, facts: Facts) {
	await copyRows(sql, answerRows(sql), ([about, id, answeredOn, failed, mode, resolved, channel]: Cells) => {
		const answer = {
			id: Number(id),
			return: about!,
			answeredOn: Number(answeredOn),
			failed: failed!,
			mode: mode!,
			resolved: resolved!,
			channel: channel!
		};
		const known = facts.answers.get(about!);
		if (known) known.push(answer);
		else facts.answers.set(about!, [answer]);
	});
}
