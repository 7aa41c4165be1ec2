// What analysing.ts starts.
import { parentPort, workerData } from 'node:worker_threads';
import { connect } from '#lib/server/database.ts';
import { flawsJobs } from '#lib/server/flaws/jobs.ts';
import { createLog } from '#lib/server/log.ts';
import { JobFailed, openQueue } from '#lib/server/queue.ts';
import { systemSources } from '#lib/server/runtime.ts';

export interface Analysing {
	/** Of the database. */
	url: string;
	logLevel: string;
	/** Of the job. */
	data: unknown;
}

export interface Outcome {
	/** Why it has to be tried again. */
	failed?: string;
}

parentPort!.postMessage(await outcomeOf(workerData));

/** What nobody expected ends the thread with its error. */
async function outcomeOf(input: Analysing): Promise<Outcome> {
	try {
		await carryOut(input);
		return {};
	} catch (error) {
		const { message, stack } = error as Error;
		if (error instanceof JobFailed) return { failed: message };
		// Errors of some libraries lose what they say on their way to another thread.
		throw Object.assign(new Error(message), { stack });
	}
}

async function carryOut({ url, logLevel, data }: Analysing) {
	const log = createLog(logLevel);
	const queue = await openQueue(url, log, { supervise: false });
	const sql = connect(url, { max: 8 });
	try {
		await flawsJobs.analyse(data, { sql, queue, log, ...systemSources });
	} finally {
		await sql.end();
		await queue.stop();
	}
}
