// Rows per second of each big feed's import, from the first byte read to the last commit, against plain COPY of the same file into a bare copy of the table; and the memory an import takes.
import { spawn } from 'node:child_process';
import { createReadStream, createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import type { Pool } from '#lib/server/database.ts';
import { peakMemory, secretKey, type Place } from './prepare.ts';

const cli = join(import.meta.dirname, '../../src/cli.ts');
const rows = 1_000_000;
const manyRows = 1_000_000;

const day = (n: number) => new Date(Date.UTC(2024, 0, 1) + (n % 700) * 86_400_000).toISOString();

const feeds = {
	units: {
		columns: ['serial', 'sku', 'lot', 'version', 'supplier', 'sold_at', 'customer', 'location'],
		row: (n: number) => [
			`S${n}`,
			`SKU-${n % 200}`,
			`L${n % 40}`,
			`v${n % 3}`,
			'Meridian',
			day(n),
			`C${n % 90_000}`,
			`Store ${n % 60}`
		]
	},
	interactions: {
		columns: [
			'id',
			'kind',
			'customer',
			'rep',
			'location',
			'channel',
			'started_at',
			'ended_at',
			'wait_minutes',
			'outcome',
			'sku',
			'serial'
		],
		row: (n: number) => [
			`I${n}`,
			'visit',
			`C${n % 90_000}`,
			`R${n % 900}`,
			`Store ${n % 60}`,
			'shop',
			day(n),
			day(n),
			n % 40,
			'closed',
			`SKU-${n % 200}`,
			`S${n}`
		]
	},
	returns: {
		columns: [
			'id',
			'sku',
			'serial',
			'customer',
			'rep',
			'location',
			'returned_at',
			'recorded_at',
			'reason',
			'disposition',
			'replacement_serial'
		],
		row: (n: number) => [
			`B${n}`,
			`SKU-${n % 200}`,
			`S${n}`,
			`C${n % 90_000}`,
			`R${n % 900}`,
			`Store ${n % 60}`,
			day(n),
			day(n),
			'D-1',
			'replaced',
			`S${n}-B`
		]
	}
};

export async function benchImport(place: Place) {
	const folder = mkdtempSync(join(tmpdir(), 'ungamed-import-'));
	try {
		console.log(
			`import of ${rows} rows against COPY of the same file into a bare copy of the table (no key, no index)`
		);
		for (const [feed, { columns, row }] of Object.entries(feeds)) {
			const file = join(folder, `${feed}.csv`);
			await writeCsv(file, rows, columns, row);
			const copied = rows / (await copy(place.sql, feed, columns, file));
			const { seconds, whole, peak } = await runImport(place.url, feed, file);
			const imported = rows / seconds;
			console.log(
				`  ${feed.padEnd(14)} COPY ${Math.round(copied)}/s   import ${Math.round(imported)}/s   ratio ${(imported / copied).toFixed(2)}   (at least 0.30)   whole command ${Math.round(rows / whole)}/s, peak memory ${peak} MiB`
			);
		}
		const { columns, row } = feeds.units;
		const file = join(folder, 'many.csv');
		await writeCsv(file, manyRows, columns, (n) => row(n + rows));
		const { seconds, peak } = await runImport(place.url, 'units', file);
		console.log(`  units, ${manyRows} rows: ${Math.round(manyRows / seconds)}/s, peak memory ${peak} MiB`);
	} finally {
		rmSync(folder, { recursive: true });
	}
}

async function writeCsv(
	file: string,
	count: number,
	columns: string[],
	row: (n: number) => (string | number)[]
) {
	const out = createWriteStream(file);
	out.write(`${columns.join(',')}\n`);
	for (let from = 0; from < count; from += 1000) {
		const lines = Array.from({ length: Math.min(1000, count - from) }, (_, n) => row(from + n).join(','));
		if (!out.write(`${lines.join('\n')}\n`)) await once(out, 'drain');
	}
	out.end();
	await once(out, 'finish');
}

async function copy(sql: Pool, feed: string, columns: string[], file: string): Promise<number> {
	await sql.unsafe(`create table bare_${feed} as select * from ${feed} with no data`);
	const startedAt = performance.now();
	const into = await sql
		.unsafe(`copy bare_${feed} (${columns.join(', ')}) from stdin with (format csv, header)`)
		.writable();
	await pipeline(createReadStream(file, { highWaterMark: 256 * 1024 }), into);
	return (performance.now() - startedAt) / 1000;
}

async function runImport(
	url: string,
	feed: string,
	file: string
): Promise<{ seconds: number; whole: number; peak: number }> {
	const startedAt = performance.now();
	const env = { ...process.env, DATABASE_URL: url, SECRET_KEY: secretKey };
	const child = spawn(process.execPath, ['--max-semi-space-size=64', cli, 'import', feed, file], {
		env,
		stdio: ['ignore', 'pipe', 'ignore']
	});
	let peak = 0;
	let printed = '';
	child.stdout!.on('data', (text) => (printed += text));
	const watching = setInterval(() => (peak = Math.max(peak, peakMemory(child.pid!))), 100);
	const [code] = await once(child, 'exit');
	clearInterval(watching);
	if (code !== 0) throw new Error(`the import of ${feed} ended with ${code}`);
	const { seconds } = JSON.parse(printed) as { seconds: number };
	return { seconds, whole: (performance.now() - startedAt) / 1000, peak };
}
