// Keeping the ledger: signing it by the hour, verifying it by night, and saying so loudly when it does not fit.
import type { Runtime } from '../runtime.ts';
import { recordAction } from './actions.ts';
import { makeCheckpoint, type Checkpointed } from './checkpointing.ts';
import { readCheckpoint, type Checkpoint } from './note.ts';
import { newestCheckpoint } from './queries.ts';
import { verifyLedger, type Verification } from './verifying.ts';

/** The log's name in its checkpoints. */
export const logName = ({ config }: Pick<Runtime, 'config'>) => `${new URL(config.ORIGIN).host}/ungamed`;

/** Everything signed so far that is still known here. */
export async function knownCheckpoints({ sql, outside, vault }: Pick<Runtime, 'sql' | 'outside' | 'vault'>) {
	const stored = await newestCheckpoint(sql);
	const notes = new Set([...(await outside.notes()), ...(stored ? [stored.note] : [])]);
	return [...notes]
		.map((note) => readCheckpoint(note, vault.noteKey.publicKey))
		.filter((checkpoint): checkpoint is Checkpoint => checkpoint !== undefined);
}

/** Signs the ledger as it stands and sees that the signature travels; a conflict is reported to everybody configured. */
export async function signLedger(runtime: Runtime): Promise<Checkpointed> {
	const { sql, outside, vault, queue, config, now } = runtime;
	const input = {
		outside,
		key: vault.noteKey,
		origin: logName(runtime),
		queue,
		copies: config.CHECKPOINTS.length
	};
	const made = await makeCheckpoint(sql, input, now());
	if (made.state === 'conflict') {
		const { size, with: before } = made;
		await alarm(
			runtime,
			'checkpoint_conflict',
			`the ledger of ${size} records does not continue the checkpoint of ${before.at.toISOString()} over ${before.size} records; nothing was signed`
		);
	}
	return made;
}

/** Verifies against everything known; what does not fit is reported. */
export async function verifyAll(runtime: Runtime): Promise<Verification> {
	const { sql, outside, vault, now } = runtime;
	const verified = await verifyLedger(sql, { checkpoints: await knownCheckpoints(runtime), outside, vault });
	const [first] = verified.misfits;
	if (first) {
		const record = [first.index, first.record].filter((part) => part !== null).join(', ');
		await alarm(runtime, 'verification_failed', `${record ? `record ${record}: ` : ''}${first.message}`);
	} else
		await recordAction(
			sql,
			{ staff: null, action: 'ledger_verified', subject: `${verified.size} records` },
			now()
		);
	return verified;
}

async function alarm({ sql, queue, config, log, now }: Runtime, action: string, message: string) {
	log.error({ action, message }, 'the ledger does not fit');
	await sql.begin(async (sql) => {
		await recordAction(sql, { staff: null, action, reason: message }, now());
		const jobs = config.CHECKPOINTS.map((_, copy) => ({ data: { alarm: message, copy } }));
		await queue.enqueue(sql, 'checkpoint_copy', jobs);
	});
}
