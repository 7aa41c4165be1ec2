// What is done every night: forgetting what is past its time, and verifying the whole ledger.
import { sweepThrottles } from './identity/identity.ts';
import { verifyAll } from './ledger/ledger.ts';
import { applyRetention } from './retention.ts';
import type { Runtime } from './runtime.ts';

export async function nightly(runtime: Runtime) {
	const { sql, log, now } = runtime;
	const forgotten = await applyRetention(runtime, now());
	await sql`delete from sessions where expires_at < ${now()}`;
	await sweepThrottles(sql, now());
	const { size, misfits } = await verifyAll(runtime);
	log.info({ forgotten, records: size, misfits: misfits.length }, 'the night’s work is done');
}
