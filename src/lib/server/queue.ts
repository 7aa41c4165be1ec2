// Jobs (pg-boss). A fact and the jobs it causes are written in one transaction; a room reaches a later
// room by the name of its job. Jobs run at least once: every handler can be run again.
import { PgBoss, type JobInsert } from 'pg-boss';
import type { Sql } from './database.ts';
import type { Log } from './log.ts';

export interface Queue {
	enqueue(sql: Sql, name: JobName, jobs: NewJob[]): Promise<void>;
	work(name: JobName, handler: (data: unknown) => Promise<void>): Promise<void>;
	/** A batch at a time; for each, why it has to be tried again, or nothing. */
	workTogether(name: JobName, handler: (all: unknown[]) => Promise<(JobFailed | undefined)[]>): Promise<void>;
	/** Waits for running jobs, then lets go. */
	stop(): Promise<void>;
}

export interface NewJob {
	data: object;
	/** Not before. */
	after?: Date;
}

interface Settings {
	/** How many are fetched together, and run side by side, by one worker; and how many workers a process has. */
	batch: number;
	workers: number;
	retryLimit: number;
	retryDelay: number;
	retryDelayMax: number;
	/** Seconds after which a job that does not end is given up; ten minutes unless said. */
	expire?: number;
	/** Seconds between looks for what has become due; what is due at once is told of. Five unless said: each look costs everybody. */
	look?: number;
}

/** Every job of the product. A mail server may be away for days: sending is retried for three. */
const queues = {
	decide: { batch: 5, workers: 1, retryLimit: 50, retryDelay: 2, retryDelayMax: 300, look: 0.5 },
	invite: { batch: 5, workers: 1, retryLimit: 50, retryDelay: 2, retryDelayMax: 300, look: 0.5 },
	voice: { batch: 5, workers: 1, retryLimit: 50, retryDelay: 2, retryDelayMax: 300, look: 0.5 },
	// A letter waits for a mail server as long as its link would be good.
	staff_letter: { batch: 5, workers: 1, retryLimit: 200, retryDelay: 5, retryDelayMax: 3600 },
	specimen: { batch: 5, workers: 1, retryLimit: 20, retryDelay: 5, retryDelayMax: 600 },
	notices: { batch: 5, workers: 1, retryLimit: 50, retryDelay: 2, retryDelayMax: 300 },
	notice: { batch: 10, workers: 1, retryLimit: 80, retryDelay: 5, retryDelayMax: 3600 },
	case_due: { batch: 10, workers: 1, retryLimit: 50, retryDelay: 2, retryDelayMax: 300 },
	case_notice: { batch: 5, workers: 1, retryLimit: 50, retryDelay: 5, retryDelayMax: 3600 },
	case_reply: { batch: 5, workers: 1, retryLimit: 80, retryDelay: 5, retryDelayMax: 3600 },
	follow_up: { batch: 10, workers: 1, retryLimit: 80, retryDelay: 5, retryDelayMax: 3600 },
	checkpoint: { batch: 1, workers: 1, retryLimit: 3, retryDelay: 30, retryDelayMax: 300, expire: 3600 },
	checkpoint_copy: { batch: 1, workers: 1, retryLimit: 50, retryDelay: 5, retryDelayMax: 3600 },
	analyse: { batch: 1, workers: 1, retryLimit: 2, retryDelay: 60, retryDelayMax: 600, expire: 3600 },
	finding_notice: { batch: 5, workers: 1, retryLimit: 50, retryDelay: 5, retryDelayMax: 3600 },
	finding_digests: { batch: 1, workers: 1, retryLimit: 3, retryDelay: 60, retryDelayMax: 600 },
	finding_digest: { batch: 5, workers: 1, retryLimit: 50, retryDelay: 5, retryDelayMax: 3600 },
	upload: { batch: 1, workers: 1, retryLimit: 5, retryDelay: 5, retryDelayMax: 300, expire: 6 * 3600 },
	hook_events: { batch: 1, workers: 1, retryLimit: 3, retryDelay: 5, retryDelayMax: 60 },
	// Half a day: receivers have outages, too.
	hook: { batch: 10, workers: 1, retryLimit: 14, retryDelay: 10, retryDelayMax: 7200 },
	alerts: { batch: 1, workers: 1, retryLimit: 3, retryDelay: 60, retryDelayMax: 600 },
	quality_digests: { batch: 1, workers: 1, retryLimit: 3, retryDelay: 60, retryDelayMax: 600 },
	quality_mail: { batch: 5, workers: 1, retryLimit: 50, retryDelay: 5, retryDelayMax: 3600 },
	nightly: { batch: 1, workers: 1, retryLimit: 3, retryDelay: 300, retryDelayMax: 3600, expire: 6 * 3600 },
	inbox: { batch: 1, workers: 1, retryLimit: 0, retryDelay: 60, retryDelayMax: 60 },
	// Longer than a mail server may take over one mail.
	send: { batch: 100, workers: 2, retryLimit: 80, retryDelay: 5, retryDelayMax: 3600, expire: 900, look: 0.5 }
} satisfies Record<string, Settings>;

/** What all of them have in common. */
const always = {
	notify: true,
	heartbeatSeconds: 60,
	retentionSeconds: 60 * 86_400,
	deleteAfterSeconds: 7 * 86_400
};

export type JobName = keyof typeof queues;

/** Jobs that come by the clock (UTC), whichever process is there to do them. */
const schedule: Partial<Record<JobName, string>> = {
	checkpoint: '0 * * * *',
	inbox: '* * * * *',
	nightly: '15 3 * * *',
	hook_events: '* * * * *',
	alerts: '*/10 * * * *',
	quality_digests: '0 6 * * *',
	finding_digests: '0 7 * * 1'
};

/** The queue's own tables, made or brought up to date as `owner` where there is one. */
export async function installQueue(url: string, owner?: string) {
	const as = owner ? { options: `-c role=${owner}` } : {};
	const boss = new PgBoss({ connectionString: url, max: 2, supervise: false, schedule: false, ...as });
	boss.on('error', () => {});
	await boss.start();
	await boss.stop({ graceful: false });
}

export async function openQueue(url: string, log: Log, options: { supervise: boolean }): Promise<Queue> {
	const boss = new PgBoss({
		connectionString: url,
		application_name: 'ungamed jobs',
		max: 12,
		supervise: options.supervise,
		schedule: options.supervise,
		migrate: false,
		useListenNotify: options.supervise
	});
	boss.on('error', (error: unknown) => log.warn({ error }, 'queue'));
	await boss.start();
	// Jobs of a process that is gone are found once a minute: also where none lives for a minute.
	if (options.supervise)
		void boss.supervise().catch((error: unknown) => log.warn({ error }, 'looking after the queue failed'));
	const known = new Map((await boss.getQueues()).map((queue) => [queue.name, queue]));
	for (const [name, settings] of Object.entries<Settings>(queues)) {
		const { retryLimit, retryDelay, retryDelayMax, expire = 600 } = settings;
		const wanted = { retryLimit, retryDelay, retryDelayMax, retryBackoff: true, expireInSeconds: expire };
		const there = known.get(name);
		// Of an earlier release, perhaps with other patience.
		if (!there) await boss.createQueue(name, { ...wanted, ...always });
		else if (Object.entries(wanted).some(([key, value]) => there[key as keyof typeof wanted] !== value))
			await boss.updateQueue(name, wanted);
	}
	if (options.supervise) for (const [name, cron] of Object.entries(schedule)) await boss.schedule(name, cron);

	return {
		async enqueue(sql, name, jobs) {
			if (jobs.length === 0) return;
			const rows: JobInsert[] = jobs.map(({ data, after }) => ({ data, startAfter: after }));
			await boss.insert(name, rows, { db: inside(sql) });
		},
		async work(name, handler) {
			await boss.work(name, workOptions(name), (jobs) =>
				Promise.all(jobs.map((job) => settle(job, () => handler(job.data), log)))
			);
		},
		async workTogether(name, handler) {
			await boss.work(name, workOptions(name), async (jobs) => {
				const handled = handler(jobs.map(({ data }) => data));
				handled.catch(() => {});
				return Promise.all(
					jobs.map((job, at) =>
						settle(
							job,
							async () => {
								const failed = (await handled)[at];
								if (failed) throw failed;
							},
							log
						)
					)
				);
			});
		},
		async stop() {
			await boss.stop({ graceful: true, timeout: 20_000 });
		}
	};
}

function workOptions(name: JobName) {
	const { batch, workers, look = 5 }: Settings = queues[name];
	return {
		batchSize: batch,
		localConcurrency: workers,
		pollingIntervalSeconds: look,
		notifyPollingIntervalSeconds: look,
		burstWhenBatchFull: true,
		perJobResults: true as const
	};
}

/** One failing job does not take the rest of its batch with it. */
async function settle({ id }: { id: string }, handle: () => Promise<void>, log: Log) {
	try {
		await handle();
		return { id, status: 'completed' as const };
	} catch (error) {
		// Kept with the job: messages of ours hold no link and no address, those of others might.
		if (error instanceof JobFailed)
			return { id, status: 'failed' as const, output: { message: error.message } };
		log.error({ error, job: id }, 'job failed unexpectedly');
		return { id, status: 'failed' as const, output: { message: 'unexpected error, see the log' } };
	}
}

/** Thrown by handlers for what is expected to work later. */
export class JobFailed extends Error {}

/** Lets pg-boss write through our own transaction. */
function inside(sql: Sql) {
	return {
		async executeSql(text: string, values: unknown[] = []) {
			return { rows: [...(await sql.unsafe(text, values as never[]))] };
		}
	};
}
