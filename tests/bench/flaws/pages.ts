// The analysis' pages at that size, and everybody's while an analysis runs.
import { setTimeout as sleep } from 'node:timers/promises';
import { latestRun, requestAnalysis } from '#lib/server/flaws/flaws.ts';
import { createLog } from '#lib/server/log.ts';
import { openQueue } from '#lib/server/queue.ts';
import { cookieOf, makeStaff } from '../../support/staff.ts';
import type { Place } from '../prepare.ts';

const visits = 120;

export async function pages(place: Place) {
	const origin = await place.serve('src/start.ts', 3981);
	const cookie = await cookieOf(place.sql, await makeStaff(place.sql, 'product'));
	const [finding] = await place.sql<
		{ id: number; sku: string }[]
	>`select id::int, sku from findings order by id limit 1`;
	const paths = [
		'/health',
		'/products',
		`/products/${finding?.sku ?? 'P17'}`,
		...(finding ? [`/findings/${finding.id}`] : [])
	];
	const times = new Map(paths.map((path) => [path, [] as number[]]));
	// In turn, so that the machine's moods meet all alike.
	for (let round = 0; round < visits; round++)
		for (const path of paths) {
			const startedAt = performance.now();
			const response = await fetch(origin + path, { headers: { cookie } });
			const text = await response.text();
			if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 200)}`);
			if (round >= visits / 6) times.get(path)!.push(performance.now() - startedAt);
		}
	const median = (path: string) =>
		times.get(path)!.toSorted((a, b) => a - b)[Math.floor(times.get(path)!.length / 2)]!;
	const floor = median('/health');
	for (const path of paths)
		console.log(
			`  ${path.padEnd(16)} ${median(path).toFixed(2)} ms = ${(median(path) / floor).toFixed(1)} × the health page${path === '/health' ? '' : ' (below 5)'}`
		);
}

/** How long a page lets customers wait while the same process analyses, and while it does not. */
export async function waiting(place: Place) {
	const origin = await place.serve('src/start.ts', 3982, 'inline');
	const queue = await openQueue(place.url, createLog('error'), { supervise: false });
	const quiet = await waits(origin, async () => void (await sleep(5000)));
	const run = await requestAnalysis({ sql: place.sql, queue, now: () => new Date() }, null);
	const busy = await waits(origin, async () => {
		for (let last = await latestRun(place.sql); !last?.finishedAt; last = await latestRun(place.sql)) {
			if (last?.id !== run || last.failedAt) throw new Error('the analysis failed');
			await sleep(200);
		}
	});
	await queue.stop();
	console.log(
		`  while the process analyses, the health page answers after ${busy.median.toFixed(1)} ms, at most ${busy.most.toFixed(0)} ms; while it does not, after ${quiet.median.toFixed(1)} ms, at most ${quiet.most.toFixed(0)} ms`
	);
}

/** Milliseconds of a visit every 20 ms until something is done. */
async function waits(origin: string, until: () => Promise<void>) {
	const times: number[] = [];
	let isOver = false;
	const done = until().finally(() => (isOver = true));
	while (!isOver) {
		const startedAt = performance.now();
		await (await fetch(`${origin}/health`)).text();
		times.push(performance.now() - startedAt);
		await sleep(20);
	}
	await done;
	times.sort((a, b) => a - b);
	return { median: times[Math.floor(times.length / 2)]!, most: times.at(-1)! };
}
