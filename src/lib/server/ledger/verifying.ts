// Verification: every record made again from the facts, in order, and held against what was kept outside the database.
// Names the first record that does not fit.
import type { Pool, Sql } from '../database.ts';
import type { Vault } from '../vault.ts';
import type { Checkpoint } from './note.ts';
import type { Outside } from './outside.ts';
import {
	allErasures,
	countRecords,
	firstMissing,
	findRecord,
	storedHashes,
	unrecorded,
	type ErasureRow
} from './queries.ts';
import { alteredDefinitions } from './definitions.ts';
import { sealOfErasure } from './sealing.ts';
import { factHashes, trustedHashes, walkRecords, type Walk } from './walking.ts';

export interface Verifying {
	/** What the ledger has to continue, signatures already checked. */
	checkpoints: Checkpoint[];
	outside: Pick<Outside, 'countLeaves' | 'leaves'>;
	vault: Pick<Vault, 'sign' | 'verify'>;
	/** Called now and then with the number of records seen. */
	onProgress?(records: number): void;
}

export interface Misfit {
	/** The record; null where only the range is known. */
	index: number | null;
	/** Such as "answer 12". */
	record: string | null;
	message: string;
}

export interface Verification {
	size: number;
	/** In order; empty: everything fits. */
	misfits: Misfit[];
	/** Checkpoints the records lead to exactly. */
	confirmed: Checkpoint[];
	/** Records whose personal half was erased, and by how many erasures. */
	erased: { records: number; erasures: number };
}

/** Connections that read at once: one would leave cores idle. */
const readers = 3;

/** Verifies one consistent state of the database. */
export async function verifyLedger(sql: Sql, input: Verifying): Promise<Verification> {
	if ('savepoint' in sql) return verifySnapshot([sql], input);
	// What makes records out of facts is in the database, too, and may have been changed there.
	const altered = await alteredDefinitions(sql);
	const verified = await withSnapshot(sql, [], (all) => verifySnapshot(all, input));
	const message = 'this is not what the release created: what it says of records proves nothing';
	const misfits = [...altered.map((name) => ({ index: null, record: name, message })), ...verified.misfits];
	return { ...verified, misfits };
}

/** Several transactions that see the same moment. */
async function withSnapshot<T>(
	pool: Pool,
	open: Sql[],
	work: (all: [Sql, ...Sql[]]) => Promise<T>,
	snapshot?: string
): Promise<T> {
	return (await pool.begin('isolation level repeatable read read only', async (sql) => {
		if (snapshot) await sql.unsafe(`set transaction snapshot '${snapshot}'`);
		const all: [Sql, ...Sql[]] = [sql, ...open];
		if (all.length === readers) return work(all);
		const [exported] = await sql<{ snapshot: string }[]>`select pg_export_snapshot() as snapshot`;
		return withSnapshot(pool, all, work, exported!.snapshot);
	})) as T;
}

async function verifySnapshot(all: [Sql, ...Sql[]], input: Verifying): Promise<Verification> {
	const [sql] = all;
	const size = await countRecords(sql);
	const missing = await firstMissing(sql, size);
	const erasures = await allErasures(sql);
	const erased = {
		erasures: erasures.length,
		records: erasures.reduce((sum, { records }) => sum + records.length, 0)
	};
	const found = forgedErasures(erasures, input.vault);
	for (const { kind, number } of await unrecorded(sql))
		found.push({
			index: null,
			record: `${kind} ${number}`,
			message: 'it was never recorded, though later ones were'
		});
	if (missing !== null) {
		const misfit = { index: missing, record: null, message: 'this record is missing' };
		return { size, misfits: [misfit, ...found], confirmed: [], erased };
	}

	const checkpoints = input.checkpoints.toSorted((one, other) => one.size - other.size);
	const walk = await walkRecords(all, size, checkpoints, input);
	const beyond = checkpoints.find((checkpoint) => checkpoint.size > size);
	const first = await firstDifference(walk, input.outside, checkpoints);
	if (first) found.push(await explain(sql, first));
	else if (walk.refuted) found.push(refutation(walk.refuted, walk.confirmed.at(-1)));
	if (beyond)
		found.push({
			index: size,
			record: null,
			message: `the checkpoint of ${beyond.at.toISOString()} covers ${beyond.size} records, of which the last ${beyond.size - size} are missing`
		});
	found.sort((one, other) => (one.index ?? Infinity) - (other.index ?? Infinity));
	return { size, misfits: found, confirmed: walk.confirmed, erased };
}

interface Difference {
	index: number;
	/** From the hash kept outside, not from the database's own. */
	fromKept: boolean;
}

async function firstDifference(
	{ fromStored, fromKept }: Walk,
	outside: Verifying['outside'],
	checkpoints: Checkpoint[]
): Promise<Difference | undefined> {
	if (fromKept !== undefined && fromKept < (fromStored ?? Infinity)) {
		if (fromKept < (await trustedHashes(outside, checkpoints))) return { index: fromKept, fromKept: true };
	}
	return fromStored === undefined ? undefined : { index: fromStored, fromKept: false };
}

async function explain(sql: Sql, { index, fromKept }: Difference): Promise<Misfit> {
	const record = await findRecord(sql, index);
	const [fact, stored] = [await factHashes(sql, index, index + 1), await storedHashes(sql, index, index + 1)];
	const message = fact.every((byte) => byte === 0)
		? 'what it recorded is gone, or was erased without an erasure'
		: fromKept && fact.equals(stored)
			? 'it is not the record that stood here when the checkpoint was signed'
			: 'what it recorded has been changed';
	return { index, record: record ? `${record.kind} ${record.number}` : null, message };
}

function refutation(checkpoint: Checkpoint, last: Checkpoint | undefined): Misfit {
	return {
		index: null,
		record: null,
		message: `the records from number ${last?.size ?? 0} up to ${checkpoint.size - 1} do not lead to the checkpoint of ${checkpoint.at.toISOString()}: at least one of them was replaced`
	};
}

function forgedErasures(erasures: ErasureRow[], vault: Verifying['vault']): Misfit[] {
	return erasures
		.filter((erasure) => !vault.verify(sealOfErasure(erasure), erasure.seal))
		.map(({ id, records }) => ({
			index: records[0] ?? null,
			record: `erasure ${id}`,
			message: 'this erasure was not made by the product: something was deleted in its name'
		}));
}
