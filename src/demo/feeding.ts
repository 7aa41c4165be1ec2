// Sends the simulated world to the product's own feeds over HTTP, with a progress bar.
import type { Runtime } from '#lib/server/runtime.ts';
import { progressBar } from '../commands/progress.ts';
import { simulate, type World } from './world.ts';

const seed = 20_261_123;
const chunk = 1500;

// Any order would do; customers before interactions lets deciding begin at once.
const order: (keyof World)[] = [
	'reps',
	'products',
	'reasons',
	'customers',
	'contacts',
	'units',
	'answers',
	'interactions',
	'returns',
	'counts'
];

interface Feeding {
	origin: string;
	key: string;
	runtime: Runtime;
	signal: AbortSignal;
}

export async function feedWorld({ origin, key, runtime, signal }: Feeding) {
	// The world ends at the start of today, so that a demo interrupted while seeding goes on where it was.
	const end = Math.floor(runtime.now().getTime() / 86_400_000) * 86_400_000;
	const world = simulate(seed, end);
	const total = order.reduce((sum, feed) => sum + world[feed].length, 0);
	let done = 0;
	const bar = progressBar('feeding the simulated chain', total, () => done);
	for (const feed of order) {
		for (let from = 0; from < world[feed].length && !signal.aborted; from += chunk) {
			await post(`${origin}/api/v1/${feed}`, key, world[feed].slice(from, from + chunk));
			done += Math.min(chunk, world[feed].length - from);
			bar.show(done);
		}
		if (!signal.aborted) bar.line(`  ${feed}: ${world[feed].length}`);
	}
	bar.end();
}

async function post(url: string, key: string, rows: object[]) {
	const response = await fetch(url, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
		body: rows.map((row) => JSON.stringify(row)).join('\n')
	});
	const reply = await response.text();
	if (!response.ok) throw new Error(`The feed ${url} answered ${response.status}: ${reply}`);
	const { rejected } = JSON.parse(reply);
	if (rejected.length > 0)
		throw new Error(`The feed ${url} rejected records: ${JSON.stringify(rejected.slice(0, 3))}`);
}
