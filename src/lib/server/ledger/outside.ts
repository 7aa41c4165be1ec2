// What is kept outside the database, where its administrator cannot reach it: every checkpoint, and the hash of every
// record a checkpoint covers (32 bytes each), so that the first record that does not fit can be named exactly.
import { appendFile, mkdir, open, readFile, rename, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { findNotes } from './note.ts';

export interface Outside {
	/** The notes kept so far, oldest first. */
	notes(): Promise<string[]>;
	keep(note: string): Promise<void>;
	/** Begins anew, beside what was kept: after the restore of an older backup. */
	beginAnew(now: Date): Promise<void>;
	/** How many records' hashes are kept. */
	countLeaves(): Promise<number>;
	/** Hashes of records `from` up to `to`, one after the other. */
	leaves(from: number, to: number): Promise<Buffer>;
	/** Who was erased, oldest first: what the restore of an older backup forgets. */
	erasures(): Promise<KeptErasure[]>;
	keepErasure(erasure: KeptErasure): Promise<void>;
	/** Writes hashes so that the first of them becomes number `from`. */
	keepLeaves(from: number, hashes: Buffer): Promise<void>;
}

/** Enough to erase the same customer again, too little to find out who it was. */
export interface KeptErasure {
	/** Keyed fingerprint of the customer's id, in hexadecimal digits. */
	customer: string;
	pseudonym: string;
	at: string;
}

export const hashBytes = 32;

/** Best a folder on another machine's disk, and not part of the database's backup. */
export function outsideIn(folder: string): Outside {
	const [checkpoints, leaves, erasures] = ['checkpoints', 'leaves', 'erasures'].map((name) =>
		join(folder, name)
	) as [string, string, string];
	const prepared = () => mkdir(folder, { recursive: true, mode: 0o700 });

	async function countLeaves() {
		const found = await stat(leaves).catch(ifMissing);
		return found ? Math.floor(found.size / hashBytes) : 0;
	}
	return {
		async notes() {
			return findNotes((await readFile(checkpoints, 'utf8').catch(ifMissing)) ?? '');
		},
		async keep(note) {
			await prepared();
			await appendFile(checkpoints, `${note}\n`, { mode: 0o600, flush: true });
		},
		async erasures() {
			const text = (await readFile(erasures, 'utf8').catch(ifMissing)) ?? '';
			return text
				.split('\n')
				.filter(Boolean)
				.map((line) => JSON.parse(line));
		},
		async keepErasure(erasure) {
			await prepared();
			await appendFile(erasures, `${JSON.stringify(erasure)}\n`, { mode: 0o600, flush: true });
		},
		async beginAnew(now) {
			const suffix = `.until-${now.toISOString().replaceAll(':', '-')}`;
			for (const file of [checkpoints, leaves]) await rename(file, file + suffix).catch(ifMissing);
		},
		countLeaves,
		async leaves(from, to) {
			const file = await open(leaves, 'r');
			try {
				const bytes = Buffer.alloc((to - from) * hashBytes);
				const { bytesRead } = await file.read(bytes, 0, bytes.length, from * hashBytes);
				return bytes.subarray(0, bytesRead);
			} finally {
				await file.close();
			}
		},
		async keepLeaves(from, hashes) {
			await prepared();
			const file = await open(leaves, (await countLeaves()) === 0 ? 'w' : 'r+', 0o600);
			try {
				await file.write(hashes, 0, hashes.length, from * hashBytes);
				await file.sync();
			} finally {
				await file.close();
			}
		}
	};
}

function ifMissing(error: NodeJS.ErrnoException): undefined {
	if (error.code !== 'ENOENT') throw error;
}
