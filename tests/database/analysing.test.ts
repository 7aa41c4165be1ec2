// Analyses in a process of their own, beside a running product.
import { execFileSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { analyseApart } from '../../src/analysing.ts';
import { latestRun, requestAnalysis } from '../../src/lib/server/flaws/flaws.ts';
import { JobFailed } from '../../src/lib/server/queue.ts';
import { testPlace, type TestPlace } from '../support/database.ts';

let place: TestPlace;
beforeAll(async () => {
	place = await testPlace();
});
afterAll(() => place.end());

async function ask() {
	const run = await requestAnalysis({ sql: place.sql, queue: place.queue, now: () => new Date() }, null);
	return { url: place.url, logLevel: 'error', data: { run } };
}

test('a run is carried out, and what it finds is there', async () => {
	await analyseApart(await ask());
	expect((await latestRun(place.sql))!.finishedAt).not.toBeNull();
	expect((await place.sql`select extent from analyses`).map(({ extent }) => extent)).toEqual(['full']);
});

test('it goes on while this process is held up', async () => {
	const asked = await ask();
	const done = analyseApart(asked);
	const startedAt = async () =>
		(await place.sql`select started_at as at from analysis_runs where id = ${asked.data.run}`)[0]!.at;
	while (!(await startedAt())) await sleep(5);
	Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000);
	const letGoAt = new Date();
	await done;
	expect((await latestRun(place.sql))!.finishedAt!.getTime()).toBeLessThan(letGoAt.getTime());
});

test('beside another analysis it fails in a way that is tried again', async () => {
	const asked = await ask();
	await place.sql.begin(async (sql) => {
		await sql`select pg_advisory_xact_lock(7155212)`;
		await expect(analyseApart(asked)).rejects.toThrow(JobFailed);
	});
	expect((await latestRun(place.sql))!.failedAt).not.toBeNull();
});

test('what nobody expected is told as what it was', async () => {
	const asked = await ask();
	await expect(analyseApart({ ...asked, data: { run: 'no number' } })).rejects.toThrow(/expected number/);
	const elsewhere = Object.assign(new URL(place.url), { pathname: '/no_such_database' }).href;
	await expect(analyseApart({ ...asked, url: elsewhere })).rejects.toThrow(/does not exist/);
});

test('where it is killed, the job fails and nothing else does', async () => {
	const asked = await ask();
	await place.sql.begin(async (sql) => {
		// It waits for what is held here.
		await sql`lock table analysis_runs in access exclusive mode`;
		const done = analyseApart(asked);
		const failing = expect(done).rejects.toThrow(/without a result \(SIGKILL\)/);
		await sleep(500);
		const [pid] = execFileSync('pgrep', ['-P', `${process.pid}`, '-f', 'analysing-process'], {
			encoding: 'utf8'
		}).split('\n');
		process.kill(Number(pid), 'SIGKILL');
		await failing;
	});
});
