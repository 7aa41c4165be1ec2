// Analyses in a process of their own: one looks at millions of rows for seconds at a time, and no customer's page may wait for that, nor
// end with it where memory runs out.
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { JobFailed } from '#lib/server/queue.ts';
import type { Analysing, Outcome } from './analysing-process.ts';

/** Carries out what a job asks for. */
export function analyseApart(input: Analysing): Promise<void> {
	return new Promise((resolve, reject) => {
		const child = fork(join(import.meta.dirname, 'analysing-process.ts'), {
			execArgv: ['--max-semi-space-size=64'],
			stdio: ['ignore', 'ignore', 'inherit', 'ipc']
		});
		let outcome: Outcome | undefined;
		child.once('message', (message) => (outcome = message as Outcome));
		child.once('error', reject);
		child.once('exit', (code, signal) => {
			if (outcome === undefined) reject(new Error(`the analysis ended without a result (${signal ?? code})`));
			else if (outcome.failed !== undefined) reject(new JobFailed(outcome.failed));
			else if (outcome.unexpected) reject(Object.assign(new Error(), outcome.unexpected));
			else resolve();
		});
		// Not as an argument or in the environment: others could read the password there.
		child.send(input);
	});
}
