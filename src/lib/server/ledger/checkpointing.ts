// Checkpoints: the ledger's size and root at a moment, signed and kept outside the database. A checkpoint that does not
// continue the ones already handed out is never signed: it is reported instead.
import { transaction, type Sql } from '../database.ts';
import type { Queue } from '../queue.ts';
import type { NoteKey } from '../vault.ts';
import { fold, rangeRoot, type TreeReader } from './merkle.ts';
import { readCheckpoint, signCheckpoint, type Checkpoint } from './note.ts';
import { hashBytes, type Outside } from './outside.ts';
import {
	appendRecords,
	countNodes,
	countRecords,
	insertCheckpoint,
	insertNodes,
	newestCheckpoint,
	storedHashes,
	takeCheckpointTurn,
	treeReader
} from './queries.ts';

export interface Checkpointing {
	outside: Outside;
	key: NoteKey;
	/** The log's name: who keeps it. */
	origin: string;
	queue: Pick<Queue, 'enqueue'>;
	/** Copies go to whoever is configured; their number. */
	copies: number;
}

export type Checkpointed =
	| { state: 'signed' | 'unchanged'; checkpoint: Checkpoint }
	/** The ledger does not continue this checkpoint, which was handed out. */
	| { state: 'conflict'; with: Checkpoint; size: number };

/** Records what is new and signs the ledger as it stands, unless nothing has changed or the past has. */
export async function makeCheckpoint(sql: Sql, input: Checkpointing, now: Date): Promise<Checkpointed> {
	await appendRecords(sql);
	const made = await transaction(sql, async (sql): Promise<Checkpointed> => {
		await takeCheckpointTurn(sql);
		const size = await countRecords(sql);
		await completeNodes(sql, size);
		const reader = treeReader(sql);
		const before = await handedOut(sql, input);
		const conflict = await firstConflict(reader, before, size);
		if (conflict) return { state: 'conflict', with: conflict, size };
		const newest = before.at(-1);
		if (newest?.size === size) return { state: 'unchanged', checkpoint: newest };

		const root = await rangeRoot(reader, 0, size);
		const note = signCheckpoint({ origin: input.origin, size, root, at: now }, input.key);
		const id = await insertCheckpoint(sql, { size, root, at: now, note });
		const jobs = Array.from({ length: input.copies }, (_, copy) => ({ data: { checkpoint: id, copy } }));
		await input.queue.enqueue(sql, 'checkpoint_copy', jobs);
		return { state: 'signed', checkpoint: { origin: input.origin, size, root, at: now, note } };
	});
	if (made.state !== 'conflict') await keepOutside(sql, input.outside, made.checkpoint);
	return made;
}

/** Every checkpoint known to have been signed, by size: kept outside, and the database's newest. */
async function handedOut(sql: Sql, { outside, key }: Checkpointing): Promise<Checkpoint[]> {
	const stored = await newestCheckpoint(sql);
	const notes = [...(await outside.notes()), ...(stored ? [stored.note] : [])];
	return notes
		.map((note) => readCheckpoint(note, key.publicKey))
		.filter((checkpoint) => checkpoint !== undefined)
		.sort((one, other) => one.size - other.size);
}

/** Of those, the first the ledger does not continue. All that are signed hang together, so the newest few tell. */
async function firstConflict(reader: TreeReader, before: Checkpoint[], size: number) {
	for (const checkpoint of before.slice(-3)) {
		if (checkpoint.size > size) return checkpoint;
		if (!(await rangeRoot(reader, 0, checkpoint.size)).equals(checkpoint.root)) return checkpoint;
	}
}

/** Adds the inner nodes that the records so far complete. */
async function completeNodes(sql: Sql, size: number) {
	const reader = treeReader(sql);
	for (let level = 8; size >= 2 ** level; level += 8) {
		const complete = Math.floor(size / 2 ** level);
		for (let from = await countNodes(sql, level); from < complete;) {
			const to = Math.min(complete, from + 200);
			const hashes = [];
			for (let index = from; index < to; index++)
				hashes.push(fold(await reader.read(level - 8, index * 256, (index + 1) * 256)));
			await insertNodes(sql, level, from, hashes);
			from = to;
		}
	}
}

/** The hashes first: a note without them is worth less than hashes without a note. */
async function keepOutside(sql: Sql, outside: Outside, { size, note }: Checkpoint) {
	const most = 50_000;
	for (let from = await outside.countLeaves(); from < size;) {
		const to = Math.min(size, from + most);
		const hashes = await storedHashes(sql, from, to);
		if (hashes.length !== (to - from) * hashBytes)
			throw new Error('the ledger lost records while it was read');
		await outside.keepLeaves(from, hashes);
		from = to;
	}
	if (!(await outside.notes()).includes(note)) await outside.keep(note);
}
