// What the ledger costs: accepted answers per second with a worker that records them meanwhile, and without any.
import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { createVault } from '#lib/server/vault.ts';
import { median, preparedAnswers } from './answers.ts';
import { load } from './load.ts';
import { secretKey, type Place } from './prepare.ts';

const connections = 16;
const perRound = 12_000;
const warmUp = 2000;
const rounds = 7;

export async function benchRecording(place: Place) {
	const vault = createVault(secretKey);
	const rates: Record<'off' | 'on', number[]> = { off: [], on: [] };
	const origin = await place.serve('src/start.ts', 4310);
	for (let round = 0; round < rounds; round++) {
		// In turn, and each first every other time: the machine has moods.
		for (const ledger of round % 2 ? (['on', 'off'] as const) : (['off', 'on'] as const)) {
			const requests = await preparedAnswers(place, vault, perRound + warmUp, `${ledger}${round}-`);
			const recorder = ledger === 'on' ? await startRecorder(place) : undefined;
			await load(origin, requests.slice(0, warmUp), connections);
			const seconds = await load(origin, requests.slice(warmUp), connections);
			rates[ledger].push(perRound / seconds);
			if (recorder) await stopRecorder(place, recorder);
		}
	}
	await place.stop();
	const ratio = median(rates.on) / median(rates.off);
	console.log(
		`accepted answers, ${connections} connections, median of ${rounds} rounds of ${perRound}, ledger off and on in turn`
	);
	console.log(
		`  nothing is recorded          ${Math.round(median(rates.off))}/s   (${rates.off.map(Math.round).join(', ')})`
	);
	console.log(
		`  a worker records             ${Math.round(median(rates.on))}/s   (${rates.on.map(Math.round).join(', ')})`
	);
	console.log(`  ratio                        ${ratio.toFixed(3)}   (at least 0.95)`);
}

async function startRecorder({ url, sql }: Place): Promise<ChildProcess> {
	await sql`select ledger_append()`;
	const env = { ...process.env, DATABASE_URL: url, SECRET_KEY: secretKey, LOG_LEVEL: 'error' };
	const child = spawn(process.execPath, [join(import.meta.dirname, '../../src/worker.ts')], {
		env,
		stdio: ['ignore', 'ignore', 'pipe']
	});
	await new Promise<void>((resolve) =>
		child.stderr.on('data', (text) => String(text).includes('Working') && resolve())
	);
	return child;
}

/** Something must have been recorded while it was measured, or nothing was. */
async function stopRecorder({ sql }: Place, child: ChildProcess) {
	const [row] = await sql<{ left: number; recorded: number }[]>`
		select (select count(*)::int from answers) - count(*)::int as left, count(*)::int as recorded from ledger where kind = 'answer'`;
	const ended = new Promise((resolve) => child.once('exit', resolve));
	child.kill('SIGTERM');
	await ended;
	if (row!.recorded === 0) throw new Error('nothing was recorded meanwhile');
}
