// Whether one fact stands in the ledger as it was recorded, with the proof for whoever wants to check it elsewhere.
import type { Sql } from '../database.ts';
import { inclusionPath, rootOfInclusion } from './merkle.ts';
import { writeProof } from './note.ts';
import { checkpointCovering, findIndex, recomputed, treeReader } from './queries.ts';

export type Proven =
	/** Accepted a moment ago, not recorded yet. */
	| { state: 'not recorded' }
	/** Recorded, and covered by the next checkpoint. */
	| { state: 'recorded'; index: number }
	| { state: 'sealed'; index: number; size: number; sealedAt: Date; proof: string }
	/** The fact, or what is kept of it, is not what was recorded. */
	| { state: 'changed'; index: number };

/** Looks a fact up by kind and number. */
export async function proveRecord(sql: Sql, kind: string, number: number): Promise<Proven> {
	const found = await findIndex(sql, kind, number);
	if (!found) return { state: 'not recorded' };
	const { index, hash } = found;
	const fact = await recomputed(sql, kind, index, index + 1);
	if (!fact.subarray(8).equals(hash)) return { state: 'changed', index };

	const checkpoint = await checkpointCovering(sql, index);
	if (!checkpoint) return { state: 'recorded', index };
	const { size, root, at, note } = checkpoint;
	const path = await inclusionPath(treeReader(sql), index, size);
	if (!rootOfInclusion({ leaf: hash, index, size, path })?.equals(root)) return { state: 'changed', index };
	return { state: 'sealed', index, size, sealedAt: at, proof: writeProof({ index, path, checkpoint: note }) };
}
