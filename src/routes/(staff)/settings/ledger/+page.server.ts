import {
	listActions,
	logName,
	countRecords,
	newestCheckpoint,
	signLedger,
	verifierKey
} from '#lib/server/ledger/ledger.ts';
import { runtime } from '#lib/server/runtime.ts';

export async function load({ url }) {
	const { sql, vault, config } = runtime();
	const before = Number(url.searchParams.get('before'));
	const [size, checkpoint, actions] = await Promise.all([
		countRecords(sql),
		newestCheckpoint(sql),
		listActions(sql, Number.isSafeInteger(before) && before > 0 ? before : undefined)
	]);
	return {
		size,
		checkpoint: checkpoint && { at: checkpoint.at, size: checkpoint.size, note: checkpoint.note },
		key: verifierKey(logName(runtime()), vault.noteKey.publicKey),
		copies: config.CHECKPOINTS.length,
		...actions
	};
}

export const actions = {
	default: async () => {
		const made = await signLedger(runtime());
		return { state: made.state };
	}
};
