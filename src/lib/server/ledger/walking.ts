// One walk over all records: each made again from its fact, held against the hash the database keeps and the one kept outside,
// and the roots along the way against the checkpoints.
import type { Sql } from '../database.ts';
import { GrowingTree } from './merkle.ts';
import type { Checkpoint } from './note.ts';
import { hashBytes, type Outside } from './outside.ts';
import { kindsBetween, recomputed, storedHashes } from './queries.ts';

type Kept = Pick<Outside, 'countLeaves' | 'leaves'>;

const chunk = 16_384;

export interface Walk {
	confirmed: Checkpoint[];
	/** The first checkpoint the records do not lead to. */
	refuted?: Checkpoint;
	/** First record whose facts differ from the hash the database keeps, and from the one kept outside. */
	fromStored?: number;
	fromKept?: number;
}

export async function walkRecords(
	all: [Sql, ...Sql[]],
	size: number,
	checkpoints: Checkpoint[],
	{ outside, onProgress }: { outside: Kept; onProgress?(records: number): void }
): Promise<Walk> {
	const tree = new GrowingTree();
	const walk: Walk = { confirmed: [] };
	let due = 0;
	const settle = () => {
		for (; due < checkpoints.length && checkpoints[due]!.size === tree.size; due++) {
			const checkpoint = checkpoints[due]!;
			if (tree.root().equals(checkpoint.root)) walk.confirmed.push(checkpoint);
			else walk.refuted ??= checkpoint;
		}
	};
	settle();
	const keptCount = Math.min(size, await outside.countLeaves());
	const read = (number: number) =>
		readChunk(
			all[number % all.length]!,
			number * chunk,
			Math.min(size, (number + 1) * chunk),
			outside,
			keptCount
		);
	const chunks = Math.ceil(size / chunk);
	const coming = all.map((_, number) => (number < chunks ? read(number) : undefined));
	for (let number = 0; number < chunks; number++) {
		const { facts, stored, kept } = await coming.shift()!;
		// The database works on the next ones while these are hashed.
		if (number + all.length < chunks) coming.push(read(number + all.length));
		walk.fromStored ??= firstDifference(tree.size, facts, stored);
		walk.fromKept ??= firstDifference(tree.size, facts.subarray(0, kept.length), kept);
		for (let at = 0; at < facts.length; at += hashBytes) {
			tree.append(facts.subarray(at, at + hashBytes));
			settle();
		}
		onProgress?.(tree.size);
	}
	return walk;
}

/** The number of the first record whose hashes differ; they begin with record `from`. */
function firstDifference(from: number, facts: Buffer, others: Buffer): number | undefined {
	if (facts.equals(others)) return undefined;
	for (let at = 0; ; at += hashBytes)
		if (others.compare(facts, at, at + hashBytes, at, at + hashBytes) !== 0) return from + at / hashBytes;
}

async function readChunk(sql: Sql, from: number, to: number, outside: Kept, keptCount: number) {
	const [facts, stored, kept] = await Promise.all([
		factHashes(sql, from, to),
		storedHashes(sql, from, to),
		from < keptCount ? outside.leaves(from, Math.min(to, keptCount)) : Buffer.alloc(0)
	]);
	return { facts, stored, kept };
}

/** Hashes made from the facts; zeros where there is no fact. */
export async function factHashes(sql: Sql, from: number, to: number): Promise<Buffer> {
	const hashes = Buffer.alloc((to - from) * hashBytes);
	for (const kind of await kindsBetween(sql, from, to)) {
		const rows = await recomputed(sql, kind, from, to);
		for (let at = 0; at < rows.length; at += 8 + hashBytes)
			rows.copy(hashes, (Number(rows.readBigInt64BE(at)) - from) * hashBytes, at + 8, at + 8 + hashBytes);
	}
	return hashes;
}

/** How many of the hashes kept outside lead to a signed checkpoint: they are worth as much as it is. */
export async function trustedHashes(outside: Kept, checkpoints: Checkpoint[]): Promise<number> {
	const kept = await outside.countLeaves();
	const tree = new GrowingTree();
	let trusted = 0;
	for (const { size, root } of checkpoints) {
		if (size > kept) break;
		for (let from = tree.size; from < size; from = tree.size) {
			const hashes = await outside.leaves(from, Math.min(size, from + chunk));
			for (let at = 0; at < hashes.length; at += hashBytes) tree.append(hashes.subarray(at, at + hashBytes));
		}
		if (tree.root().equals(root)) trusted = size;
	}
	return trusted;
}
