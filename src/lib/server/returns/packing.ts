// Facts as they are kept: columns of numbers and of words, compressed. What is kept later is added to what was kept before.
import { zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { newestOf, type Batch, type Facts, type ProductFacts, type Said } from './facts.ts';
import type { ReturnFact } from './rules.ts';

/** Facts of no product: answers and replacements. */
const shared = '';

export interface Part {
	sku: string;
	/** Numbers of units, three each; of what belongs to no product, what replaced what. */
	units: Buffer;
	/** Numbers of returns, ten each. */
	returns: Buffer;
	content: Buffer;
}

interface Content {
	batches: Batch[];
	undated: number;
	said: Said;
	/** Words the numbers stand for. */
	words: (string | null)[];
	/** Of returns. */
	ids: string;
}

interface Shared {
	words: (string | null)[];
	answers: {
		ids: number[];
		returns: string;
		days: number[];
		/** Positions in the words: failed, mode, resolved, channel. */
		said: number[];
	};
	serials: string;
	serialCount: number;
}

/** Words by number. */
class Words {
	readonly list: (string | null)[] = [];
	#numberOf = new Map<string | null, number>();

	numberOf(word: string | null): number {
		let at = this.#numberOf.get(word);
		if (at === undefined) {
			this.#numberOf.set(word, (at = this.list.length));
			this.list.push(word);
		}
		return at;
	}
}

/** Many words in one: the database knows no text with this sign, and taking it apart is quicker than reading a list. */
const between = '\0';
const oneOf = (words: string[]) => words.join(between);
const manyOf = (word: string, count: number) => (count === 0 ? [] : word.split(between));

const packed = (bytes: Buffer | string) => zstdCompressSync(bytes);
const json = (content: Content | Shared) => packed(JSON.stringify(content));
const numbers = (cells: Int32Array) => packed(Buffer.from(cells.buffer, cells.byteOffset, cells.byteLength));

/** In one piece, mostly: putting many together takes longer than the reading. */
const unpacked = (bytes: Buffer) => zstdDecompressSync(bytes, { chunkSize: 256 * 1024 });
const read = <T>(bytes: Buffer) => JSON.parse(unpacked(bytes).toString()) as T;
function readNumbers(bytes: Buffer): Int32Array {
	const plain = unpacked(bytes);
	// Numbers must begin at a multiple of four.
	const aligned = plain.byteOffset % 4 === 0 ? plain : Buffer.from(new Uint8Array(plain).buffer);
	return new Int32Array(aligned.buffer, aligned.byteOffset, aligned.length / 4);
}

/** Adds kept parts, in their order. */
export function unpack(facts: Facts, parts: (Part & { part: number })[]) {
	const again = new Map<number, ReturnFact[]>();
	for (const { sku, part, units, returns, content } of parts) {
		if (sku === shared) {
			addShared(facts, read<Shared>(content), readNumbers(units));
			continue;
		}
		const kept = read<Content>(content);
		const product = facts.productOf(sku);
		for (const { lot, version, supplier } of kept.batches) product.batchOf(lot, version, supplier);
		product.undated += kept.undated;
		addSaid(product, kept.said);
		product.units.addAll(readNumbers(units));
		const those = returnsOf(sku, kept, readNumbers(returns));
		if (part === 0) for (const each of those) product.returns.push(each);
		else again.set(part, [...(again.get(part) ?? []), ...those]);
	}
	for (const part of [...again.keys()].sort((a, b) => a - b)) facts.replaceReturns(again.get(part)!);
}

function addShared(facts: Facts, { words, answers, serials, serialCount }: Shared, replaced: Int32Array) {
	const { ids, days, said } = answers;
	const returns = manyOf(answers.returns, ids.length);
	ids.forEach((id, at) => {
		const [failed, mode, resolved, channel] = [0, 1, 2, 3].map((of) => words[said[4 * at + of]!]!);
		facts.addAnswer({
			id,
			return: returns[at]!,
			answeredOn: days[at]!,
			failed: failed!,
			mode: mode!,
			resolved: resolved!,
			channel: channel!
		});
	});
	for (const serial of manyOf(serials, serialCount)) facts.serials.names.push(serial);
	for (const number of replaced) facts.replacements.push(number);
}

function addSaid({ said }: ProductFacts, { asked, failed, modes, newest }: Said) {
	said.asked += asked;
	said.failed += failed;
	said.newest = newestOf([...said.newest, ...newest]);
	for (const [mode, count] of Object.entries(modes)) said.modes[mode] = (said.modes[mode] ?? 0) + count;
}

const width = 10;
/** No day is that long ago. */
const noDay = -(2 ** 31);
const flags = { isReplacement: 1, isOtherSku: 2, lacksRecord: 4 };

function returnsOf(sku: string, { words, ids }: Content, cells: Int32Array): ReturnFact[] {
	return manyOf(ids, cells.length / width).map((id, n) => {
		const at = width * n;
		const soldOn = cells[at + 2]!;
		const flag = cells[at + 8]!;
		return {
			id,
			unit: cells[at + 6]!,
			sku,
			batch: cells[at]!,
			location: cells[at + 1]!,
			soldOn: soldOn === noDay ? null : soldOn,
			returnedOn: cells[at + 3]!,
			recordedOn: cells[at + 4]!,
			reason: words[cells[at + 5]!]!,
			disposition: words[cells[at + 9]!]!,
			next: cells[at + 7]!,
			isReplacement: (flag & flags.isReplacement) > 0,
			isOtherSku: (flag & flags.isOtherSku) > 0,
			lacksRecord: (flag & flags.lacksRecord) > 0
		};
	});
}

function cellsOf(returns: ReturnFact[], words: Words): Int32Array {
	const cells = new Int32Array(width * returns.length);
	returns.forEach((each, n) =>
		cells.set(
			[
				each.batch,
				each.location,
				each.soldOn ?? noDay,
				each.returnedOn,
				each.recordedOn,
				words.numberOf(each.reason),
				each.unit,
				each.next,
				(each.isReplacement ? flags.isReplacement : 0) |
					(each.isOtherSku ? flags.isOtherSku : 0) |
					(each.lacksRecord ? flags.lacksRecord : 0),
				words.numberOf(each.disposition)
			],
			width * n
		)
	);
	return cells;
}

const nothingSaid = (): Said => ({ asked: 0, failed: 0, modes: {}, newest: [] });

/** How far a product went before more was read. */
interface Sizes {
	said: Said;
	units: number;
	batches: number;
	undated: number;
}

/** How far everything went; what arrives from now on is told apart. */
export function sizes(facts: Facts) {
	const products = new Map<string, Sizes>();
	for (const { sku, units, batches, undated, said } of facts.products.values())
		products.set(sku, {
			units: units.length,
			batches: batches.length,
			undated,
			said: structuredClone(said)
		});
	facts.arrived = { returns: [], answers: [] };
	return { products, serials: facts.serials.names.length, replacements: facts.replacements.length };
}

/** What has been added since; everything without a "since". */
export function partOf(facts: Facts, before: ReturnType<typeof sizes> | undefined): Part[] {
	const returns = before && Map.groupBy(facts.arrived.returns, ({ sku }) => sku);
	const parts = [...facts.products.values()].flatMap((product) =>
		added(
			product,
			before?.products.get(product.sku),
			returns ? (returns.get(product.sku) ?? []) : product.returns
		)
	);
	return [...parts, ...addedShared(facts, before)];
}

function addedShared(facts: Facts, before: { serials: number; replacements: number } | undefined): Part[] {
	const { answers } = facts.arrived;
	const serials = facts.serials.names.slice(before?.serials ?? 0);
	const replacements = facts.replacements.slice(before?.replacements ?? 0);
	if (answers.length + serials.length + replacements.length === 0) return [];
	const words = new Words();
	const said = answers.flatMap(({ failed, mode, resolved, channel }) =>
		[failed, mode, resolved, channel].map((word) => words.numberOf(word))
	);
	const content = json({
		words: words.list,
		answers: {
			ids: answers.map(({ id }) => id),
			returns: oneOf(answers.map((each) => each.return)),
			days: answers.map(({ answeredOn }) => answeredOn),
			said
		},
		serials: oneOf(serials),
		serialCount: serials.length
	});
	return [{ sku: shared, units: numbers(Int32Array.from(replacements)), returns: packed(''), content }];
}

function added(product: ProductFacts, before: Sizes | undefined, returns: ReturnFact[]): Part[] {
	const cells = product.units.cells.subarray(3 * (before?.units ?? 0));
	const words = new Words();
	const returned = cellsOf(returns, words);
	const content: Content = {
		batches: product.batches.slice(before?.batches ?? 0),
		undated: product.undated - (before?.undated ?? 0),
		said: saidSince(product.said, before?.said),
		words: words.list,
		ids: oneOf(returns.map(({ id }) => id))
	};
	const isEmpty =
		cells.length + content.batches.length + content.undated + returns.length + content.said.asked === 0;
	if (isEmpty) return [];
	return [{ sku: product.sku, units: numbers(cells), returns: numbers(returned), content: json(content) }];
}

function saidSince(now: Said, before: Said = nothingSaid()): Said {
	const modes = Object.entries(now.modes)
		.map(([mode, count]): [string, number] => [mode, count - (before.modes[mode] ?? 0)])
		.filter(([, count]) => count !== 0);
	return {
		asked: now.asked - before.asked,
		failed: now.failed - before.failed,
		modes: Object.fromEntries(modes),
		newest: newestOf(now.newest)
	};
}
