// verify and checkpoint: whether the past is what it was, and signing the present.
import { readFileSync } from 'node:fs';
import {
	findNotes,
	knownCheckpoints,
	logName,
	readCheckpoint,
	readVerifierKey,
	recordAction,
	signLedger,
	verifierKey,
	verifyLedger
} from '#lib/server/ledger/ledger.ts';
import type { Runtime } from '#lib/server/runtime.ts';
import { progressBar } from './progress.ts';
import { Refused } from './refused.ts';

export const verifyOptions = { checkpoint: { type: 'string' }, key: { type: 'string' } } as const;
export const checkpointOptions = { 'after-restore': { type: 'string' } } as const;

/** Exit code 0: everything fits; 1: the first record that does not is named. */
export async function verify(
	{ checkpoint: file, key }: { checkpoint?: string; key?: string },
	runtime: Runtime
): Promise<number> {
	const { sql, outside, vault } = runtime;
	const checkpoints = file ? readFile(file, keyFrom(key, runtime)) : await knownCheckpoints(runtime);
	let seen = 0;
	const bar = progressBar('verifying', 0, () => seen);
	const onProgress = (records: number) => bar.show((seen = records));
	const result = await verifyLedger(sql, { checkpoints, outside, vault, onProgress });
	bar.end();
	const { size, misfits, confirmed, erased } = result;
	console.log(`${size} records were made again from what they recorded.`);
	if (erased.erasures > 0)
		console.log(`Of ${erased.records} the personal half was erased, in ${erased.erasures} erasures.`);
	for (const { index, record, message } of misfits)
		console.log(
			`MISFIT  ${index === null ? '' : `record ${index}`}${record ? ` (${record})` : ''}: ${message}`.replace(
				' :',
				':'
			)
		);
	const newest = confirmed.at(-1);
	if (newest)
		console.log(
			`${confirmed.length} checkpoint${confirmed.length === 1 ? '' : 's'} confirmed, the newest of ${newest.at.toISOString()} over ${newest.size} records.`
		);
	if (checkpoints.length === 0)
		console.log('There is no checkpoint to hold this against yet; sign one: checkpoint.');
	if (misfits.length === 0) console.log('Everything fits.');
	return misfits.length === 0 ? 0 : 1;
}

function keyFrom(key: string | undefined, { vault }: Runtime): Buffer {
	if (key === undefined) return vault.noteKey.publicKey;
	const read = readVerifierKey(key);
	if (!read) throw new Refused('--key must be a verifier key such as example.com/ungamed+0123abcd+A…');
	return read;
}

function readFile(file: string, publicKey: Buffer) {
	let text: string;
	try {
		text = readFileSync(file, 'utf8');
	} catch {
		throw new Refused(`${file}: no such file`);
	}
	const notes = findNotes(text);
	const checkpoints = notes.map((note) => readCheckpoint(note, publicKey));
	const good = checkpoints.filter((checkpoint) => checkpoint !== undefined);
	if (good.length === 0)
		throw new Refused(
			`${file}: holds no checkpoint signed with the key of this installation; another key is given with --key`
		);
	if (good.length < notes.length)
		throw new Refused(
			`${file}: ${notes.length - good.length} of ${notes.length} checkpoints are not signed with this key`
		);
	return good;
}

export async function checkpoint(
	{ 'after-restore': why }: { 'after-restore'?: string },
	runtime: Runtime
): Promise<number> {
	const { sql, outside, vault, now } = runtime;
	if (why !== undefined) {
		if (why.trim().length < 3) throw new Refused('--after-restore needs the reason, which is recorded');
		await sql`select forget_checkpoints()`;
		await outside.beginAnew(now());
		await recordAction(sql, { staff: null, action: 'restored', reason: why.trim().slice(0, 2000) }, now());
	}
	const made = await signLedger(runtime);
	if (made.state === 'conflict') {
		console.error(
			`Refused: the ledger of ${made.size} records does not continue this checkpoint, which was signed before.\n\n${made.with.note}\nAfter the restore of an older backup: checkpoint --after-restore "why".`
		);
		return 1;
	}
	console.log(made.checkpoint.note);
	console.error(`Key: ${verifierKey(logName(runtime), vault.noteKey.publicKey)}`);
	return 0;
}
