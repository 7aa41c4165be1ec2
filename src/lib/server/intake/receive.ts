// From records to a reply: check each, store the good ones in batches, say what was wrong with the rest.
import type { z } from 'zod';
import { transaction, untilNoDeadlock, type Sql } from '../database.ts';
import { keepErasingOut } from '../erasing.ts';
import type { Queue } from '../queue.ts';
import type { Vault } from '../vault.ts';
import { insertNew, type Table } from './queries.ts';
import { UnreadableInput, type Arriving } from './reading.ts';

export interface FieldError {
	path: string;
	message: string;
}

export interface Rejection {
	/** Position in what was sent, from 0. */
	index: number;
	id: string | null;
	/** Line of the file, where there is one. */
	line?: number;
	errors: FieldError[];
}

export interface Reply {
	accepted: number;
	duplicates: number;
	rejected: Rejection[];
	/** Why reading stopped before the end; everything before is kept. */
	stopped?: string;
}

export interface StoreContext {
	sql: Sql;
	queue: Pick<Queue, 'enqueue'>;
	vault: Vault;
	/** Of phone numbers that come without theirs: two letters. */
	phoneCountry?: string;
	now: Date;
	/** Adds rows to another table where they are not there yet. */
	insert(table: Table, rows: Record<string, unknown>[]): Promise<void>;
}

export type Stored = 'accepted' | 'duplicate' | FieldError[];

export interface Feed {
	schema: z.ZodType;
	/** Whether a record is plainly what the schema takes as it is; only a short cut, never an opinion of its own. */
	isPlain?(record: unknown): boolean;
	/** What a reply calls a record. */
	identify(record: unknown): string;
	/** Stores checked records in one transaction; one outcome for each. */
	store(records: unknown[], context: StoreContext): Promise<Stored[]>;
}

export interface Received {
	feed: Feed;
	/** In batches of any size. */
	records: AsyncIterable<Arriving[]> | Iterable<Arriving[]>;
	queue: StoreContext['queue'];
	vault: Vault;
	phoneCountry?: string;
	/** Called after each batch is committed. */
	onBatch?(soFar: { accepted: number; duplicates: number; rejected: number }): void;
	/** Called with each rejection, when the caller does not want them collected. */
	onRejected?(rejection: Rejection): void;
}

const batchSize = 10_000;

/** Receives records of one feed. Everything good is kept; each batch is one transaction. */
export async function receive(sql: Sql, input: Received, now: Date): Promise<Reply> {
	const reply: Reply = { accepted: 0, duplicates: 0, rejected: [] };
	let rejectedCount = 0;
	const reject = (rejection: Rejection) => {
		rejectedCount++;
		if (input.onRejected) input.onRejected(rejection);
		else reply.rejected.push(rejection);
	};

	async function storeBatch(batch: Checked[]) {
		const records = batch.map((checked) => checked.value);
		const store = async (sql: Sql) => {
			await keepErasingOut(sql);
			const insert = async (table: Table, rows: Record<string, unknown>[]) =>
				void (await insertNew(sql, table, rows, now));
			const { queue, vault, phoneCountry } = input;
			return input.feed.store(records, { sql, queue, vault, phoneCountry, now, insert });
		};
		// Two batches, or two senders, may bring the same records in another order.
		const outcomes = await untilNoDeadlock(() => transaction(sql, store));
		outcomes.forEach((outcome, position) => {
			const { index, line, value } = batch[position]!;
			if (outcome === 'accepted') reply.accepted++;
			else if (outcome === 'duplicate') reply.duplicates++;
			else reject({ index, id: input.feed.identify(value), line, errors: outcome });
		});
		input.onBatch?.({ accepted: reply.accepted, duplicates: reply.duplicates, rejected: rejectedCount });
	}

	// Two batches are stored while the next one is read and checked; never more, so memory stays flat.
	const storing: Promise<void>[] = [];
	let batch: Checked[] = [];
	const flush = async () => {
		if (storing.length === 2) await storing.shift();
		const full = batch;
		batch = [];
		const stored = storeBatch(full);
		// Awaited above or below; an early failure must not count as unhandled meanwhile.
		stored.catch(() => {});
		storing.push(stored);
	};

	try {
		for await (const arrived of input.records) {
			for (const arriving of arrived) {
				const checked = check(input.feed, arriving);
				if ('errors' in checked) reject(checked);
				else batch.push(checked);
			}
			if (batch.length >= batchSize) await flush();
		}
	} catch (error) {
		if (!(error instanceof UnreadableInput)) throw error;
		reply.stopped = error.message;
	}
	if (batch.length > 0) await flush();
	await Promise.all(storing);
	reply.rejected.sort((a, b) => a.index - b.index);
	return reply;
}

interface Checked {
	index: number;
	line?: number;
	value: unknown;
}

function check(feed: Feed, arriving: Arriving): Checked | Rejection {
	const { index, line } = arriving;
	if ('problem' in arriving)
		return { index, id: null, line, errors: [{ path: '', message: arriving.problem }] };
	if (feed.isPlain?.(arriving.value)) return arriving;
	const result = feed.schema.safeParse(arriving.value);
	if (result.success) return { index, line, value: result.data };
	return {
		index,
		id: nameOf(arriving.value),
		line,
		errors: result.error.issues.flatMap((issue) => describe(issue, arriving.value))
	};
}

function nameOf(value: unknown): string | null {
	if (typeof value !== 'object' || value === null) return null;
	for (const key of ['id', 'serial', 'sku', 'reason', 'customer', 'location']) {
		const name = (value as Record<string, unknown>)[key];
		if (typeof name === 'string' || typeof name === 'number') return String(name).slice(0, 200);
	}
	return null;
}

function describe(issue: z.core.$ZodIssue, record: unknown): FieldError[] {
	const path = issue.path.join('.');
	if (issue.code === 'unrecognized_keys')
		return issue.keys.map((key) => ({ path: key.slice(0, 200), message: 'is not a field of this feed' }));
	if (issue.code === 'invalid_type') {
		const isMissing = path !== '' && (record as Record<string, unknown>)[path] === undefined;
		if (isMissing) return [{ path, message: 'is required' }];
		return [
			{
				path,
				message:
					path === ''
						? 'must be an object with the fields of this feed'
						: issue.message.replace(/^Invalid input: /, '')
			}
		];
	}
	return [{ path, message: issue.message }];
}
