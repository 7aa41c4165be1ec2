// What is done every night: forgetting what is past its time, verifying the whole ledger, looking for design flaws.
import { countAllEndings, gatherLate } from './desk/desk.ts';
import { requestAnalysis } from './flaws/flaws.ts';
import { sweepThrottles } from './identity/identity.ts';
import { verifyAll } from './ledger/ledger.ts';
import { applyRetention } from './retention.ts';
import type { Runtime } from './runtime.ts';
import { forgetUploads } from './uploads.ts';

export async function nightly(runtime: Runtime) {
	const { sql, log, now } = runtime;
	const forgotten = await applyRetention(runtime, now());
	await sql`delete from sessions where expires_at < ${now()}`;
	await sweepThrottles(sql, now());
	await forgetUploads(sql, now());
	await gatherLate(sql, now());
	await countAllEndings(sql, now());
	await requestAnalysis(runtime, null);
	const { size, misfits } = await verifyAll(runtime);
	log.info({ forgotten, records: size, misfits: misfits.length }, 'the night’s work is done');
}
