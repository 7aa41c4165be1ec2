// Facts kept in the form the analysis works on: a night reads what was kept and adds what has arrived since. Now and then, and whenever
// the counts do not fit, everything is read anew.
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Sql } from '../database.ts';
import { Facts, newestOf, type Batch, type ProductFacts, type Said } from './facts.ts';
import { countReceived, excludedAnswers, hasReceived, type Counts, type Window } from './queries.ts';
import { readFacts } from './reading.ts';
import type { AnswerFact, ReturnFact } from './rules.ts';

export type Extent = 'full' | 'incremental';

export interface Loaded {
	facts: Facts;
	extent: Extent;
	answers: number;
	/** Keeps what was read, in the transaction that stores what came of it. */
	keep(sql: Sql): Promise<void>;
}

/** The counts are those of the last two days before `through`: who commits later than that is found by the weekly reading. */
interface Marks extends Counts {
	through: Date;
	parts: number;
	locations: string[];
	madeAt: Date;
}

/** Senders may take a while between noting the time and committing; what is younger is read, and not kept yet. */
const settling = 15 * 60_000;
const longest = { parts: 40, days: 7 };
/** Facts of no product: answers and replacements. */
const shared = '';

export async function loadFacts(
	sql: Sql,
	{ full, keep }: { full: boolean; keep: boolean },
	now: Date
): Promise<Loaded> {
	const until = new Date(now.getTime() - settling);
	const marks = full ? undefined : await usableMarks(sql, now);
	// Before reading: what commits meanwhile is not taken for read.
	const counts = await countReceived(sql, lastDays(until));
	const facts = new Facts();
	const window: Window = marks ? { from: marks.through, until } : { until };
	if (marks) await restore(sql, facts, marks);
	const before = marks ? sizes(facts) : undefined;
	await readFacts(sql, facts, window);
	const kept = keep ? partOf(facts, before) : [];
	const part = marks ? marks.parts : 0;
	const locations = [...facts.locations];
	// What is too young to be kept.
	const young = { from: until, until: new Date(now.getTime() + settling) };
	if (await hasReceived(sql, young)) await readFacts(sql, facts, young);
	await dropExcluded(sql, facts);
	return {
		facts,
		extent: marks ? 'incremental' : 'full',
		answers: [...facts.answers.values()].reduce((sum, list) => sum + list.length, 0),
		keep: (sql) =>
			writePart(sql, kept, {
				...counts,
				through: until,
				parts: part,
				locations,
				madeAt: marks?.madeAt ?? now
			})
	};
}

const lastDays = (until: Date): Window => ({ from: new Date(until.getTime() - 2 * 86_400_000), until });

/** What can be built upon: young enough, and with everything in it that had been received by then. */
async function usableMarks(sql: Sql, now: Date): Promise<Marks | undefined> {
	const [marks] = await sql<Marks[]>`
		select through, parts, units::int, interactions::int, "returns"::int, answers::int, locations, made_at as "madeAt" from fact_marks`;
	if (!marks || marks.parts >= longest.parts) return undefined;
	if (now.getTime() - marks.madeAt.getTime() > longest.days * 86_400_000 || marks.through > now)
		return undefined;
	const there = await countReceived(sql, lastDays(marks.through));
	const fits = (['units', 'interactions', 'returns', 'answers'] as const).every(
		(table) => there[table] === marks[table]
	);
	return fits ? marks : undefined;
}

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

async function restore(sql: Sql, facts: Facts, { locations }: Marks) {
	for (const name of locations) facts.locationOf(name);
	const rows = await sql<{ sku: string; part: number; units: Buffer; content: Buffer }[]>`
		select sku, part, units, content from product_facts order by part`;
	const again = new Map<number, ReturnFact[]>();
	for (const { sku, part, units, content } of rows) {
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
function sizes(facts: Facts) {
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

interface Part {
	sku: string;
	units: Buffer;
	content: Buffer;
}

function cellsIn(units: Buffer): Int32Array {
	const bytes = inflateRawSync(units);
	return new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
}

/** What has been added since; everything without a "since". */
function partOf(facts: Facts, before: ReturnType<typeof sizes> | undefined): Part[] {
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

async function writePart(sql: Sql, parts: Part[], marks: Marks) {
	if (marks.parts === 0) await sql`delete from product_facts`;
	for (const { sku, units, content } of parts)
		await sql`insert into product_facts (sku, part, units, content) values (${sku}, ${marks.parts}, ${units}, ${content})`;
	const { through, units, interactions, returns, answers, locations, madeAt } = marks;
	await sql`
		insert into fact_marks (through, parts, units, interactions, "returns", answers, locations, made_at)
		values (${through}, ${marks.parts + 1}, ${units}, ${interactions}, ${returns}, ${answers}, ${sql.json(locations)}, ${madeAt})
		on conflict (single) do update set through = excluded.through, parts = excluded.parts, units = excluded.units, interactions = excluded.interactions,
			"returns" = excluded."returns", answers = excluded.answers, locations = excluded.locations, made_at = excluded.made_at`;
}

async function dropExcluded(sql: Sql, facts: Facts) {
	const rows = await excludedAnswers(sql);
	if (rows.length === 0) return;
	const excluded = new Set(rows.map(({ answer }) => answer));
	for (const [about, answers] of facts.answers) {
		const left = answers.filter(({ id }) => !excluded.has(id));
		if (left.length < answers.length) facts.answers.set(about, left);
	}
	for (const { sku, failed, mode } of rows)
		if (sku && failed) facts.products.get(sku)?.takeBack(failed, mode);
	for (const { said } of facts.products.values()) said.newest = said.newest.filter((id) => !excluded.has(id));
}
