// A migrated database of its own for one bench, and the servers to measure, as separate processes.
import { spawn, type ChildProcess } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type Pool } from '#lib/server/database.ts';
import { migrate } from '#lib/server/migrate.ts';
import { publishDefault } from '#lib/server/survey/survey.ts';

const root = join(import.meta.dirname, '../..');

export const secretKey = 'a secret for measuring only, not for anything else';

export interface Place {
	url: string;
	sql: Pool;
	/** Starts a script and waits until it answers; the result is its address. Without a worker unless said. */
	serve(script: string, port: number, worker?: 'inline' | 'off'): Promise<string>;
	/** Stops what was served. */
	stop(): Promise<void>;
	end(): Promise<void>;
}

export async function prepare(clusterUrl: string, name: string): Promise<Place> {
	const admin = connect(clusterUrl, { max: 1 });
	await admin.unsafe(`create database bench_${name}`);
	await admin.end();
	const url = Object.assign(new URL(clusterUrl), { pathname: `/bench_${name}` }).href;
	const sql = connect(url);
	await migrate(sql);
	await publishDefault(sql, new Date());

	let running: ChildProcess | undefined;
	async function stop() {
		if (!running) return;
		const ended = new Promise((resolve) => running!.once('exit', resolve));
		running.kill('SIGTERM');
		await ended;
		running = undefined;
	}
	return {
		url,
		sql,
		async serve(script, port, worker = 'off') {
			await stop();
			const env = {
				...process.env,
				DATABASE_URL: url,
				SECRET_KEY: secretKey,
				PORT: `${port}`,
				WORKER: worker,
				LOG_LEVEL: 'error'
			};
			running = spawn(process.execPath, [join(root, script)], {
				cwd: root,
				env,
				stdio: ['ignore', 'ignore', 'inherit']
			});
			const origin = `http://localhost:${port}`;
			for (let waited = 0; ; waited += 50) {
				if (await fetch(`${origin}/health`).catch(() => undefined)) return origin;
				if (waited > 60_000 || running.exitCode !== null) throw new Error(`${script} did not start`);
				await new Promise((resolve) => setTimeout(resolve, 50));
			}
		},
		stop,
		async end() {
			await stop();
			await sql.end();
		}
	};
}

/** Highest resident memory so far, MiB. */
export function peakMemory(pid: number): number {
	try {
		return Math.round(
			Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
		);
	} catch {
		return 0;
	}
}
