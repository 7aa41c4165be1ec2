// What analysing.ts starts; it ends with whoever started it.
import { once } from 'node:events';
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
	/** An error nobody expected. */
	unexpected?: { message: string; stack: string | undefined };
}

process.once('disconnect', () => process.exit());
const [asked] = (await once(process, 'message')) as [Analysing];
const outcome = await outcomeOf(asked);
process.send!(outcome, () => process.exit());

async function outcomeOf(input: Analysing): Promise<Outcome> {
	try {
		await carryOut(input);
		return {};
	} catch (error) {
		const { message, stack } = error as Error;
		return error instanceof JobFailed ? { failed: message } : { unexpected: { message, stack } };
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
