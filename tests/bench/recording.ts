// What the ledger costs: accepted answers per second with a worker that records them meanwhile, and without any.
import { createVault } from '#lib/server/vault.ts';
import { preparedAnswers } from './answers.ts';
import { load } from './load.ts';
import { ratioOfPairs, saidOf } from './pairs.ts';
import { secretKey, type Place } from './prepare.ts';
import { startWorker } from './worker.ts';

const connections = 16;
const perRound = 12_000;
const warmUp = 2000;
const rounds = 11;

export async function benchRecording(place: Place) {
	const vault = createVault(secretKey);
	const rates: Record<'off' | 'on', number[]> = { off: [], on: [] };
	const origin = await place.serve('src/start.ts', 4310);
	for (let round = 0; round < rounds; round++) {
		// Each first every other time.
		for (const ledger of round % 2 ? (['on', 'off'] as const) : (['off', 'on'] as const)) {
			const requests = await preparedAnswers(place, vault, perRound + warmUp, `${ledger}${round}-`);
			if (ledger === 'on') await place.sql`select ledger_append()`;
			const worker = ledger === 'on' ? await startWorker(place) : undefined;
			await load(origin, requests.slice(0, warmUp), connections);
			const seconds = await load(origin, requests.slice(warmUp), connections);
			rates[ledger].push(perRound / seconds);
			if (worker) await checkRecorded(place);
			await worker?.stop();
		}
	}
	await place.stop();
	// The first finds a server that has only begun.
	const [off, on] = [rates.off.slice(1), rates.on.slice(1)];
	const list = (all: number[]) => all.map(Math.round).join(', ');
	console.log(
		`accepted answers, ${connections} connections, ${off.length} pairs of rounds of ${perRound}, all of whose customers want to be contacted`
	);
	console.log(`  nothing is recorded                      ${list(off)} /s`);
	console.log(`  a worker records, gathers, opens cases   ${list(on)} /s`);
	console.log(`  ratio ${saidOf(ratioOfPairs(off, on))} (at least 0.95)`);
}

/** Something must have been recorded while it was measured, or nothing was. */
async function checkRecorded({ sql }: Place) {
	const [row] = await sql<
		{ recorded: number }[]
	>`select count(*)::int as recorded from ledger where kind = 'answer'`;
	if (row!.recorded === 0) throw new Error('nothing was recorded meanwhile');
}
