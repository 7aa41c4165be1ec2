// Facts as they are kept: lists of values, compressed. What is kept later is added to what was kept before.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { newestOf, type Batch, type Facts, type ProductFacts, type Said } from './facts.ts';
import type { AnswerFact, ReturnFact } from './rules.ts';

/** Facts of no product: answers and replacements. */
const shared = '';

/** Facts as lists of values: names a hundred thousand times over would be most of it. */
interface Content {
	batches: Batch[];
	undated: number;
	returns: unknown[][];
	answers: unknown[][];
	replacements: [string, string][];
	said: Said;
}

const nothingSaid = (): Said => ({ asked: 0, failed: 0, modes: {}, newest: [] });

const valuesOfReturn = (r: ReturnFact): unknown[] => [
	r.id,
	r.serial,
	r.sku,
	r.batch,
	r.location,
	r.soldOn,
	r.returnedOn,
	r.recordedOn,
	r.reason,
	r.disposition,
	r.replacement,
	r.isReplacement,
	r.isOtherSku,
	r.lacksRecord
];
const returnOf = (v: unknown[]) =>
	({
		id: v[0],
		serial: v[1],
		sku: v[2],
		batch: v[3],
		location: v[4],
		soldOn: v[5],
		returnedOn: v[6],
		recordedOn: v[7],
		reason: v[8],
		disposition: v[9],
		replacement: v[10],
		isReplacement: v[11],
		isOtherSku: v[12],
		lacksRecord: v[13]
	}) as ReturnFact;

const valuesOfAnswer = (a: AnswerFact): unknown[] => [
	a.id,
	a.return,
	a.answeredOn,
	a.failed,
	a.mode,
	a.resolved,
	a.channel
];
const answerOf = (v: unknown[]) =>
	({
		id: v[0],
		return: v[1],
		answeredOn: v[2],
		failed: v[3],
		mode: v[4],
		resolved: v[5],
		channel: v[6]
	}) as AnswerFact;

/** A fifth of the bytes, at hardly any time. */
const packed = (bytes: Buffer | string) => deflateRawSync(bytes, { level: 1 });

/** Adds kept parts, in their order. */
export function unpack(facts: Facts, parts: (Part & { part: number })[]) {
	const again = new Map<number, ReturnFact[]>();
	for (const { sku, part, units, content } of parts) {
		const { batches, undated, returns, answers, replacements, said } = JSON.parse(
			inflateRawSync(content).toString()
		) as Content;
		if (sku === shared) {
			for (const values of answers) facts.addAnswer(answerOf(values));
			for (const [serial, next] of replacements) facts.replacements.push({ serial, next });
			continue;
		}
		const product = facts.productOf(sku);
		for (const { lot, version, supplier } of batches) product.batchOf(lot, version, supplier);
		product.undated += undated;
		addSaid(product, said);
		product.units.addAll(cellsIn(units));
		const read = returns.map(returnOf);
		if (part === 0) for (const each of read) product.returns.push(each);
		else again.set(part, [...(again.get(part) ?? []), ...read]);
	}
	for (const part of [...again.keys()].sort((a, b) => a - b)) facts.replaceReturns(again.get(part)!);
}

function addSaid({ said }: ProductFacts, { asked, failed, modes, newest }: Said) {
	said.asked += asked;
	said.failed += failed;
	said.newest = newestOf([...said.newest, ...newest]);
	for (const [mode, count] of Object.entries(modes)) said.modes[mode] = (said.modes[mode] ?? 0) + count;
}

interface Sizes {
	said: Said;
	units: number;
	batches: number;
	undated: number;
	returns: Set<ReturnFact>;
}

/** How far everything went before more was read. */
export function sizes(facts: Facts) {
	const products = new Map<string, Sizes>();
	for (const { sku, units, batches, undated, returns, said } of facts.products.values())
		products.set(sku, {
			units: units.length,
			batches: batches.length,
			undated,
			returns: new Set(returns),
			said: structuredClone(said)
		});
	const answers = new Set<AnswerFact>();
	for (const list of facts.answers.values()) for (const answer of list) answers.add(answer);
	return { products, answers, replacements: facts.replacements.length };
}

export interface Part {
	sku: string;
	units: Buffer;
	content: Buffer;
}

function cellsIn(units: Buffer): Int32Array {
	const bytes = inflateRawSync(units);
	return new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** What has been added since; everything without a "since". */
export function partOf(facts: Facts, before: ReturnType<typeof sizes> | undefined): Part[] {
	const parts = [...facts.products.values()].flatMap((product) =>
		added(product, before?.products.get(product.sku))
	);
	const answers = [...facts.answers.values()]
		.flat()
		.filter((answer) => !before?.answers.has(answer))
		.map(valuesOfAnswer);
	const replacements = facts.replacements
		.slice(before?.replacements ?? 0)
		.map(({ serial, next }): [string, string] => [serial, next]);
	if (answers.length + replacements.length > 0)
		parts.push({
			sku: shared,
			units: packed(''),
			content: packed(
				JSON.stringify({
					batches: [],
					undated: 0,
					returns: [],
					answers,
					replacements,
					said: nothingSaid()
				} satisfies Content)
			)
		});
	return parts;
}

function added(product: ProductFacts, before: Sizes | undefined): Part[] {
	const cells = product.units.cells.subarray(3 * (before?.units ?? 0));
	const content: Content = {
		batches: product.batches.slice(before?.batches ?? 0),
		undated: product.undated - (before?.undated ?? 0),
		returns: product.returns.filter((each) => !before?.returns.has(each)).map(valuesOfReturn),
		answers: [],
		replacements: [],
		said: saidSince(product.said, before?.said)
	};
	const isEmpty =
		cells.length + content.batches.length + content.undated + content.returns.length + content.said.asked ===
		0;
	if (isEmpty) return [];
	return [
		{
			sku: product.sku,
			units: packed(Buffer.from(cells.buffer, cells.byteOffset, cells.byteLength)),
			content: packed(JSON.stringify(content))
		}
	];
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
