import type { Runtime } from '../runtime.ts';
import { signLedger } from './ledger.ts';

export const ledgerJobs = {
	async checkpoint(_: unknown, runtime: Runtime) {
		await signLedger(runtime);
	}
};
