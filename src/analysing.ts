// Analyses in a thread of their own: one looks at millions of rows for seconds at a time, and no customer's page may wait for that.
import { Worker } from 'node:worker_threads';
import { JobFailed } from '#lib/server/queue.ts';
import type { Analysing, Outcome } from './analysing-thread.ts';

/** Carries out what a job asks for. */
export function analyseApart(input: Analysing): Promise<void> {
	return new Promise((resolve, reject) => {
		const thread = new Worker(new URL('./analysing-thread.ts', import.meta.url), { workerData: input });
		thread.once('message', ({ failed }: Outcome) =>
			failed === undefined ? resolve() : reject(new JobFailed(failed))
		);
		thread.once('error', reject);
		thread.once('exit', (code) => reject(new Error(`the analysis ended without a result (${code})`)));
	});
}
