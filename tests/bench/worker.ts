// The job worker in a process of its own, beside what is measured.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { secretKey, type Place } from './prepare.ts';

export async function startWorker({ url }: Place): Promise<{ stop(): Promise<void> }> {
	const env = { ...process.env, DATABASE_URL: url, SECRET_KEY: secretKey, LOG_LEVEL: 'error' };
	const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/worker.ts')], {
		env,
		stdio: ['ignore', 'ignore', 'pipe']
	});
	await new Promise<void>((resolve) =>
		child.stderr.on('data', (text) => String(text).includes('Working') && resolve())
	);
	return {
		async stop() {
			const ended = new Promise((resolve) => child.once('exit', resolve));
			child.kill('SIGTERM');
			await ended;
		}
	};
}
