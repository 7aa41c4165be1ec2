// Facts as they are kept: numbers and texts, a few products together. What is kept later is added to what was kept before.
import { compressed, expanded, type Bundle, type Bytes } from './bundle.ts';
import { newestOf, type Batch, type Facts, type ProductFacts, type Said } from './facts.ts';
import { ReturnList } from './lists.ts';

/** A product's part of a bundle; its numbers are units (cohorts, days) and returns. */
interface KeptProduct {
	sku: string;
	batches: Batch[];
	undated: number;
	said: Said;
}

/** What belongs to no product; its numbers are answers, what replaced what, and of ids of returns and of serials where each ends; its texts those names. */
interface KeptShared {
	words: string[];
}

/** The first text of a bundle. */
interface Content {
	products: KeptProduct[];
	shared?: KeptShared;
}

/** Adds one part, kept after those that have been added. */
export async function unpack(facts: Facts, part: Bytes[]) {
	const isFirst = facts.products.size === 0;
	const returned: [ProductFacts, Int32Array][] = [];
	for (const { numbers, texts } of await Promise.all(part.map(expanded))) {
		const { products, shared } = JSON.parse(texts[0]!) as Content;
		if (shared) addShared(facts, shared, numbers.splice(0, 4), texts.slice(1));
		products.forEach((kept, n) => {
			const product = facts.productOf(kept.sku);
			const [cohorts, days, returns] = numbers.slice(3 * n);
			addProduct(product, kept);
			product.units.addAll(cohorts!, days!);
			returned.push([product, returns!]);
		});
	}
	// What is known of a return by now goes before what was known of it earlier.
	if (!isFirst) facts.dropReturns(new Set(returned.flatMap(([, packed]) => idsOf(packed))));
	for (const [product, packed] of returned) product.returns.addAll(packed);
}

function idsOf(packed: Int32Array): number[] {
	const list = new ReturnList();
	list.addAll(packed);
	return [...list.columns.id.subarray(0, list.length)];
}

function addShared(facts: Facts, { words }: KeptShared, numbers: Int32Array[], texts: string[]) {
	for (const word of words) facts.words.numberOf(word);
	facts.returnIds.addAll(texts[0]!, numbers[2]!);
	facts.serials.addAll(texts[1]!, numbers[3]!);
	facts.answers.addAll(numbers[0]!);
	facts.replacements.addAll(numbers[1]!);
}

function addProduct(product: ProductFacts, { batches, undated, said }: KeptProduct) {
	for (const { lot, version, supplier } of batches) product.batchOf(lot, version, supplier);
	product.undated += undated;
	const all = product.said;
	all.asked += said.asked;
	all.failed += said.failed;
	all.newest = newestOf([...all.newest, ...said.newest]);
	for (const [mode, count] of Object.entries(said.modes)) all.modes[mode] = (all.modes[mode] ?? 0) + count;
}

const nothingSaid = (): Said => ({ asked: 0, failed: 0, modes: {}, newest: [] });

/** How far a product went before more was read. */
interface Sizes {
	said: Said;
	units: { cohorts: number; days: number };
	batches: number;
	undated: number;
}

/** How far everything went; what arrives from now on is told apart. */
export function sizes(facts: Facts) {
	const products = new Map<string, Sizes>();
	for (const { sku, units, batches, undated, said } of facts.products.values())
		products.set(sku, {
			units: units.sizes(),
			batches: batches.length,
			undated,
			said: structuredClone(said)
		});
	facts.arrived = new Map();
	return {
		products,
		answers: facts.answers.length,
		ids: facts.returnIds.sizes(),
		serials: facts.serials.sizes(),
		words: facts.words.list.length,
		replacements: facts.replacements.length
	};
}

type Before = ReturnType<typeof sizes> | undefined;

/** About as many bytes together. */
const together = 1_000_000;

/** What has been added since; everything without a "before". */
export function* partOf(facts: Facts, before: Before): Generator<Bytes> {
	let bundle = shared(facts, before);
	for (const product of facts.products.values()) {
		const { kept, numbers } = added(facts, product, before);
		const isEmpty = kept.batches.length + kept.undated + kept.said.asked === 0;
		if (isEmpty && numbers.every(([rows]) => rows === 0)) continue;
		bundle.products.push(kept);
		bundle.numbers.push(...numbers);
		if (bundle.numbers.reduce((sum, { byteLength }) => sum + byteLength, 0) < together) continue;
		yield packed(bundle);
		bundle = { products: [], numbers: [], texts: [] };
	}
	if (bundle.products.length > 0 || bundle.shared) yield packed(bundle);
}

type Filling = Content & Bundle;

const packed = ({ products, shared, numbers, texts }: Filling) =>
	compressed({ numbers, texts: [JSON.stringify({ products, shared } satisfies Content), ...texts] });

function shared(facts: Facts, before: Before): Filling {
	const { answers, returnIds, serials, words, replacements } = facts;
	const ids = returnIds.packed(before?.ids);
	const those = serials.packed(before?.serials);
	return {
		products: [],
		shared: { words: words.list.slice(before?.words ?? 0) },
		numbers: [
			answers.packed(before?.answers),
			replacements.packed(before?.replacements),
			ids.ends,
			those.ends
		],
		texts: [ids.text, those.text]
	};
}

function added(facts: Facts, { sku, units, returns, batches, undated, said }: ProductFacts, before: Before) {
	const was = before?.products.get(sku);
	const back = before ? facts.arrived!.get(sku) : returns;
	return {
		kept: {
			sku,
			batches: batches.slice(was?.batches ?? 0),
			undated: undated - (was?.undated ?? 0),
			said: saidSince(said, was?.said)
		},
		numbers: [...units.packed(was?.units), (back ?? new ReturnList()).packed()]
	};
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
