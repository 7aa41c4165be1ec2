// The job worker: alone in its own process, or inside start.ts.
import { alertsJobs } from '#lib/server/alerts/jobs.ts';
import { configOrExit } from '#lib/server/config.ts';
import { connectMail, connectSms } from '#lib/server/delivery/delivery.ts';
import { countEndings, gatherSome } from '#lib/server/desk/desk.ts';
import type { Sql } from '#lib/server/database.ts';
import { deliveryJobs } from '#lib/server/delivery/jobs.ts';
import { flawsJobs } from '#lib/server/flaws/jobs.ts';
import { integrityJobs } from '#lib/server/integrity/jobs.ts';
import { ledgerJobs } from '#lib/server/ledger/jobs.ts';
import { appendRecords } from '#lib/server/ledger/ledger.ts';
import { nightly } from '#lib/server/nightly.ts';
import { invitationJobs } from '#lib/server/invitation/jobs.ts';
import { openProduct, type Product } from '#lib/server/product.ts';
import { recoveryJobs } from '#lib/server/recovery/jobs.ts';
import { openByRules } from '#lib/server/recovery/recovery.ts';
import type { Runtime } from '#lib/server/runtime.ts';
import { analyseApart } from './analysing.ts';
import { sweepDrafts, sweepTraces } from '#lib/server/response/response.ts';
import { samplingJobs } from '#lib/server/sampling/jobs.ts';
import { workUpload } from '#lib/server/uploads.ts';

/** Starts working on every job; the result ends the connections the jobs use. */
export async function startWorker({ runtime, url }: Product): Promise<() => void> {
	const { config, queue } = runtime;
	const mail = connectMail(config.MAIL_URL, config.MAIL_FROM, {
		replyTo: config.MAIL_REPLY_TO,
		returnTo: config.MAIL_RETURN_TO,
		dkim: config.DKIM_KEY ? { key: config.DKIM_KEY, selector: config.DKIM_SELECTOR } : undefined,
		inbox: config.INBOX_URL !== undefined
	});
	const transports = { mail, sms: connectSms(config) };
	if (!config.MAIL_URL) runtime.log.warn('MAIL_URL is not set: invitations wait until it is');
	await queue.work('decide', (data) => samplingJobs.decide(data, runtime));
	await queue.work('invite', (data) => invitationJobs.invite(data, runtime));
	await queue.work('voice', (data) => invitationJobs.voice(data, runtime));
	await queue.work('staff_letter', (data) => deliveryJobs.letter(data, runtime, mail));
	await queue.work('specimen', (data) => deliveryJobs.specimen(data, runtime, mail));
	await queue.work('notices', (data) => integrityJobs.notices(data, runtime));
	await queue.work('notice', (data) => integrityJobs.notice(data, runtime, transports));
	await queue.work('case_due', (data) => recoveryJobs.due(data, runtime));
	await queue.work('case_notice', (data) => recoveryJobs.notice(data, runtime, mail));
	await queue.work('case_reply', (data) => recoveryJobs.reply(data, runtime, transports));
	await queue.work('follow_up', (data) => recoveryJobs.followUp(data, runtime, transports));
	await queue.work('checkpoint', (data) => ledgerJobs.checkpoint(data, runtime));
	await queue.work('checkpoint_copy', (data) => deliveryJobs.checkpointCopy(data, runtime, mail));
	await queue.work('analyse', (data) => analyseApart({ url, logLevel: config.LOG_LEVEL, data }));
	await queue.work('finding_notice', (data) => flawsJobs.notice(data, runtime, mail));
	await queue.work('finding_digests', () => flawsJobs.digests(runtime));
	await queue.work('finding_digest', (data) => flawsJobs.digest(data, runtime, mail));
	await queue.work('upload', (data) => workUpload(runtime, uploadIn(data)));
	await queue.work('hook_events', () => alertsJobs.events(runtime));
	await queue.work('hook', (data) => alertsJobs.hook(data, runtime));
	await queue.work('alerts', () => alertsJobs.alerts(runtime));
	await queue.work('quality_digests', () => alertsJobs.digests(runtime));
	await queue.work('quality_mail', (data) => alertsJobs.mail(data, runtime, mail));
	await queue.work('nightly', () => nightly(runtime));
	await queue.workTogether('send', (all) => deliveryJobs.send(all, runtime, transports));
	await queue.work('inbox', () => deliveryJobs.inbox(runtime));
	const sweeping = setInterval(() => void sweep(runtime), hour);
	void sweep(runtime);
	const endRecording = keepRecording(runtime);
	const endGathering = keepGathering(runtime);
	const endCounting = keepCounting(runtime);
	return () => {
		clearInterval(sweeping);
		endRecording();
		endGathering();
		endCounting();
		mail.close();
	};
}

const uploadIn = (data: unknown) => (data as { upload: number }).upload;

const hour = 3_600_000;

/** What nobody asks for any more is forgotten, hour by hour. */
async function sweep({ sql, log, now }: Runtime) {
	await sweepDrafts(sql, now()).catch((error: unknown) => log.warn({ error }, 'forgetting drafts failed'));
	await sweepTraces(sql, now()).catch((error: unknown) => log.warn({ error }, 'forgetting traces failed'));
}

/** Facts become records of the ledger a few seconds after they are committed, off everybody's way. */
const keepRecording = ({ sql, log }: Runtime) =>
	again(
		5000,
		async () => void (await appendRecords(sql)),
		(error) => log.warn({ error }, 'recording failed')
	);

/**
 * Answers come to the desk within a second or two, and those that ask for it get their case with it. Beside answering customers the desk
 * takes a quarter of the time at most; in a storm a fiftieth, and falls behind for a while.
 */
const keepGathering = ({ sql, queue, log, now }: Runtime) =>
	again(
		500,
		async () => {
			const then = (sql: Sql, answers: number[]) => openByRules(sql, { answers, queue }, now());
			const { isBusy, isStorm } = await gatherSome(sql, now(), then);
			return isStorm ? 1 / 50 : isBusy ? 1 / 4 : 1 / 2;
		},
		(error) => log.warn({ error }, 'gathering failed')
	);

/** Where interactions ended; beside the gathering, which must not wait for it. */
const keepCounting = ({ sql, log, now }: Runtime) =>
	again(
		1000,
		async () => void (await countEndings(sql, now())),
		(error) => log.warn({ error }, 'counting endings failed')
	);

/** Does it again, `pause` milliseconds after it ended or later: so that it takes no more than the part of the time it asks for. */
function again(pause: number, work: () => Promise<unknown>, warn: (error: unknown) => void): () => void {
	let timer: NodeJS.Timeout;
	let isOver = false;
	const turn = async () => {
		const began = performance.now();
		// A database that is away is back some time; nothing is lost meanwhile.
		const share = await work().catch((error: unknown) => {
			if (!isOver) warn(error);
		});
		const rest = typeof share === 'number' ? (performance.now() - began) * (1 / share - 1) : 0;
		if (!isOver) timer = setTimeout(turn, Math.max(pause, rest));
	};
	timer = setTimeout(turn, pause);
	return () => {
		isOver = true;
		clearTimeout(timer);
	};
}

if (import.meta.main) {
	const config = configOrExit(process.env);
	const product = await openProduct(config, { say: (line) => console.error(line), supervise: true });
	const end = await startWorker(product);
	console.error('Working. Stop with Ctrl-C.');
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.once(signal, async () => {
			await product.close();
			end();
			process.exit(0);
		});
}
