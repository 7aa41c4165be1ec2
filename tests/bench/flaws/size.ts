// The analysis and its pages at the size of a large company: seconds, memory, and ratios to floors of the same run.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { copied } from '#lib/server/copying.ts';
import { readingStatements } from '#lib/server/returns/returns.ts';
import { peakMemory, secretKey, type Place } from '../prepare.ts';
import { pages, waiting } from './pages.ts';

const cli = join(import.meta.dirname, '../../../src/cli.ts');
const sqlOf = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');

export async function benchSize(place: Place) {
	console.log('a large company: 2,000,000 units, 1,000,000 interactions, 170,000 returns, 340,000 answers');
	await place.sql.unsafe(sqlOf('fill.sql'));
	await place.sql.unsafe('vacuum (analyze)');
	const [counts] =
		await place.sql`select (select count(*)::int from units) as units, (select count(*)::int from interactions) as interactions,
		(select count(*)::int from returns) as returns, (select count(*)::int from answers) as answers`;
	console.log(`  made: ${JSON.stringify(counts)}`);
	const plain = await plainCounts(place);
	const drained = await drain(place);
	const full = await analyse(place, '--full');
	console.log(
		`  full run ${full.seconds.toFixed(1)} s (below 60), of it reading and keeping what is read ${full.reading.toFixed(1)} s; its SQL alone ${drained.toFixed(1)} s = ${(drained / plain).toFixed(1)} × plain counts by the same columns, ${plain.toFixed(1)} s (at most 3); peak memory ${full.peak} MiB (below 1,000); ${full.findings} findings`
	);
	await nights(place);
	await pages(place);
	await waiting(place);
}

const rounds = 3;

/** The same night several times, each beside a full run of that day, so that the machine's moods meet both. It knows, and has kept, the day before. */
async function nights(place: Place) {
	const pairs: { night: Awaited<ReturnType<typeof analyse>>; share: number }[] = [];
	await place.sql.unsafe(sqlOf('next-day.sql'));
	await place.sql.unsafe('create table kept_before as table kept_facts');
	await place.sql.unsafe('create table marks_before as table fact_marks');
	for (let round = 0; round < rounds; round++) {
		await place.sql.unsafe('delete from kept_facts; insert into kept_facts table kept_before');
		await place.sql.unsafe('delete from fact_marks; insert into fact_marks table marks_before');
		await settle(place);
		const night = await analyse(place);
		await settle(place);
		const full = await analyse(place, '--full');
		pairs.push({ night, share: (100 * night.seconds) / full.seconds });
	}
	const { night, share } = pairs.toSorted((a, b) => a.share - b.share)[(rounds - 1) / 2]!;
	const shares = pairs.map((pair) => `${pair.share.toFixed(0)} %`).join(', ');
	console.log(
		`  ${night.extent} night ${night.seconds.toFixed(1)} s = ${share.toFixed(0)} % of a full run of the same day (below 20 %; of ${rounds} rounds ${shares}); peak memory ${night.peak} MiB`
	);
}

/** What a server does by itself in a day: otherwise it would do it while a night is measured. */
async function settle({ sql }: Place) {
	await sql.unsafe('vacuum (analyze)');
	await sql.unsafe('checkpoint');
}

/** Seconds of count … group by, over the same tables, by the columns the analysis looks at. */
async function plainCounts({ sql }: Place): Promise<number> {
	const run = async () => {
		const startedAt = performance.now();
		await sql`select sku, lot, location, count(*) from units group by 1, 2, 3`;
		await sql`select kind, location, sku, count(*) from interactions group by 1, 2, 3`;
		await sql`select sku, location, reason, count(*) from returns group by 1, 2, 3`;
		await sql`select replies ->> 'product_failed', replies ->> 'failure_mode', count(*) from answers group by 1, 2`;
		return (performance.now() - startedAt) / 1000;
	};
	await run();
	return run();
}

/** Seconds of the analysis's own reading statements, with their rows thrown away. */
async function drain({ sql }: Place): Promise<number> {
	const run = async () => {
		const startedAt = performance.now();
		for (const statement of readingStatements(sql, new Date())) {
			for await (const chunk of copied(sql`copy (${statement}) to stdout`)) void chunk;
		}
		return (performance.now() - startedAt) / 1000;
	};
	await run();
	return run();
}

async function analyse(place: Place, ...args: string[]) {
	const env = { ...process.env, DATABASE_URL: place.url, SECRET_KEY: secretKey };
	const child = spawn(process.execPath, [cli, 'analyse', ...args], {
		env,
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let [printed, said, peak] = ['', '', 0];
	child.stdout.on('data', (text) => (printed += text));
	child.stderr.on('data', (text) => (said += text));
	const watching = setInterval(() => (peak = Math.max(peak, peakMemory(child.pid!))), 100);
	const [code] = await once(child, 'exit');
	clearInterval(watching);
	if (code !== 0) throw new Error(`the analysis ended with ${code}: ${said}`);
	const { seconds, reading_seconds: reading, extent, findings } = JSON.parse(printed);
	return { seconds, reading, extent, findings: findings.length, peak } as {
		seconds: number;
		reading: number;
		extent: string;
		findings: number;
		peak: number;
	};
}
