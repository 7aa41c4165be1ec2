// The job worker: alone in its own process, or inside start.ts.
import { configOrExit } from '#lib/server/config.ts';
import { connectMail } from '#lib/server/delivery/delivery.ts';
import { deliveryJobs } from '#lib/server/delivery/jobs.ts';
import { invitationJobs } from '#lib/server/invitation/jobs.ts';
import { openProduct } from '#lib/server/product.ts';
import type { Runtime } from '#lib/server/runtime.ts';
import { sweepDrafts } from '#lib/server/response/response.ts';
import { samplingJobs } from '#lib/server/sampling/jobs.ts';

/** Starts working on every job; the result ends the connections the jobs use. */
export async function startWorker(runtime: Runtime): Promise<() => void> {
	const { config, queue } = runtime;
	const mail = connectMail(config.MAIL_URL, config.MAIL_FROM);
	if (!config.MAIL_URL) runtime.log.warn('MAIL_URL is not set: invitations wait until it is');
	await queue.work('decide', (data) => samplingJobs.decide(data, runtime));
	await queue.work('invite', (data) => invitationJobs.invite(data, runtime));
	await queue.work('voice', (data) => invitationJobs.voice(data, runtime));
	await queue.work('send', (data) => deliveryJobs.send(data, runtime, mail));
	const sweeping = setInterval(() => void sweep(runtime), hour);
	void sweep(runtime);
	return () => {
		clearInterval(sweeping);
		mail.close();
	};
}

const hour = 3_600_000;

/** What nobody asks for any more is forgotten, hour by hour. */
async function sweep({ sql, log, now }: Runtime) {
	await sweepDrafts(sql, now()).catch((error: unknown) => log.warn({ error }, 'forgetting drafts failed'));
}

if (import.meta.main) {
	const config = configOrExit(process.env);
	const product = await openProduct(config, { say: (line) => console.error(line), supervise: true });
	const end = await startWorker(product.runtime);
	console.error('Working. Stop with Ctrl-C.');
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, async () => {
			await product.close();
			end();
			process.exit(0);
		});
}
