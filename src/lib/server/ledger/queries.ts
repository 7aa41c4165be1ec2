import type { Sql } from '../database.ts';
import type { TreeReader } from './merkle.ts';

/** Records everything committed so far; how many records were new. */
export async function appendRecords(sql: Sql): Promise<number> {
	const [row] = await sql<{ added: number }[]>`select ledger_append()::int as added`;
	return row!.added;
}

/** Held until the transaction ends: one checkpoint at a time. Any fixed number. */
export async function takeCheckpointTurn(sql: Sql) {
	await sql`select pg_advisory_xact_lock(7155205)`;
}

/** How many records there are: the number the next one gets. */
export async function countRecords(sql: Sql): Promise<number> {
	const [row] = await sql<{ next: number }[]>`select coalesce(max(index), -1)::int + 1 as next from ledger`;
	return row!.next;
}

/** The first number below `size` that no record has; null where there is none. */
export async function firstMissing(sql: Sql, size: number): Promise<number | null> {
	const [row] = await sql<{ count: number }[]>`select count(*)::int as count from ledger where index >= 0`;
	if (row!.count === size) return null;
	const [gap] = await sql<{ index: number }[]>`
		select missing.index::int from generate_series(0, ${size}::bigint) missing (index)
		where not exists (select from ledger where ledger.index = missing.index) limit 1`;
	return gap!.index;
}

/** Facts that should have a record and have none: the first of each kind. */
export async function unrecorded(sql: Sql): Promise<{ kind: string; number: string }[]> {
	return sql<{ kind: string; number: string }[]>`select kind, number::text from ledger_unrecorded()`;
}

export async function storedHashes(sql: Sql, from: number, to: number): Promise<Buffer> {
	const [row] = await sql<{ hashes: Buffer | null }[]>`
		select string_agg(hash, '' order by index) as hashes from ledger where index >= ${from} and index < ${to}`;
	return row!.hashes ?? Buffer.alloc(0);
}

/** Kinds of record there are between two numbers. */
export async function kindsBetween(sql: Sql, from: number, to: number): Promise<string[]> {
	const rows = await sql<{ kind: string }[]>`
		select distinct kind from ledger where index >= ${from} and index < ${to}`;
	return rows.map((row) => row.kind);
}

/** See ledger_recomputed: per record of this kind, 8 bytes of index and 32 of hash. */
export async function recomputed(sql: Sql, kind: string, from: number, to: number): Promise<Buffer> {
	const [row] = await sql<{ hashes: Buffer }[]>`select ledger_recomputed(${kind}, ${from}, ${to}) as hashes`;
	return row!.hashes;
}

export async function findRecord(
	sql: Sql,
	index: number
): Promise<{ kind: string; number: number } | undefined> {
	const [row] = await sql<{ kind: string; number: number }[]>`
		select kind, number::int from ledger where index = ${index}`;
	return row;
}

/** Where a fact is recorded. */
export async function findIndex(
	sql: Sql,
	kind: string,
	number: number
): Promise<{ index: number; hash: Buffer } | undefined> {
	const [row] = await sql<{ index: number; hash: Buffer }[]>`
		select index::int, hash from ledger where kind = ${kind} and number = ${number}`;
	return row;
}

export interface StoredCheckpoint {
	id: number;
	size: number;
	root: Buffer;
	at: Date;
	note: string;
}

export async function newestCheckpoint(sql: Sql): Promise<StoredCheckpoint | undefined> {
	const [row] = await sql<StoredCheckpoint[]>`
		select id::int, size::int, root, at, note from ledger_checkpoints where superseded_at is null order by id desc limit 1`;
	return row;
}

/** The earliest checkpoint that covers this record. */
export async function checkpointCovering(sql: Sql, index: number): Promise<StoredCheckpoint | undefined> {
	const [row] = await sql<StoredCheckpoint[]>`
		select id::int, size::int, root, at, note from ledger_checkpoints
		where size > ${index} and superseded_at is null order by size, id limit 1`;
	return row;
}

export async function findCheckpoint(sql: Sql, id: number): Promise<StoredCheckpoint | undefined> {
	const [row] = await sql<StoredCheckpoint[]>`
		select id::int, size::int, root, at, note from ledger_checkpoints where id = ${id}`;
	return row;
}

export async function insertCheckpoint(
	sql: Sql,
	{ size, root, at, note }: Omit<StoredCheckpoint, 'id'>
): Promise<number> {
	const [row] = await sql<{ id: number }[]>`
		insert into ledger_checkpoints (size, root, at, note) values (${size}, ${root}, ${at}, ${note}) returning id::int`;
	return row!.id;
}

export async function countNodes(sql: Sql, level: number): Promise<number> {
	const [row] = await sql<{ count: number }[]>`
		select coalesce(max(index), -1)::int + 1 as count from ledger_nodes where level = ${level}`;
	return row!.count;
}

export async function insertNodes(sql: Sql, level: number, from: number, hashes: Buffer[]) {
	await sql`
		insert into ledger_nodes (level, index, hash)
		select ${level}, ${from} + position - 1, decode(hash, 'hex')
		from unnest(${hashes.map((hash) => hash.toString('hex'))}::text[]) with ordinality as given (hash, position)
		on conflict do nothing`;
}

/** Reads whole tiles of 256 hashes and keeps them, so that a proof costs a few reads. */
export function treeReader(sql: Sql): TreeReader {
	const tiles = new Map<string, Promise<Buffer>>();
	const readTile = async (level: number, tile: number) => {
		const [from, to] = [tile * 256, (tile + 1) * 256];
		if (level === 0) return storedHashes(sql, from, to);
		const [row] = await sql<{ hashes: Buffer | null }[]>`
			select string_agg(hash, '' order by index) as hashes from ledger_nodes
			where level = ${level} and index >= ${from} and index < ${to}`;
		return row!.hashes ?? Buffer.alloc(0);
	};
	return {
		async read(level, from, to) {
			const hashes: Buffer[] = [];
			for (let at = from; at < to; at++) {
				const tile = Math.floor(at / 256);
				const name = `${level}/${tile}`;
				if (!tiles.has(name)) tiles.set(name, readTile(level, tile));
				const bytes = (await tiles.get(name)!).subarray((at % 256) * 32, (at % 256) * 32 + 32);
				if (bytes.length === 32) hashes.push(bytes);
			}
			return hashes;
		}
	};
}

export interface ErasureRow {
	id: number;
	what: string;
	customer: Buffer | null;
	pseudonym: string | null;
	seal: string;
	at: Date;
	records: number[];
}

export async function allErasures(sql: Sql): Promise<ErasureRow[]> {
	return sql<ErasureRow[]>`
		select id::int, what, customer, pseudonym, seal, at, records::int[] as records from erasures order by id`;
}
