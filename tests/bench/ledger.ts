// The ledger at size: recording and verifying a million facts, and whether ten thousand changes by somebody with every
// right are found, each against the checkpoint signed before.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
	appendRecords,
	makeCheckpoint,
	outsideIn,
	verifyLedger,
	type Checkpoint,
	type Outside
} from '#lib/server/ledger/ledger.ts';
import { createVault } from '#lib/server/vault.ts';
import { secretKey, type Place } from './prepare.ts';
import { tamper } from '../support/tampering.ts';

const vault = createVault(secretKey);
const facts = 1_000_000;
const rounds = 10_000;

export async function benchLedger(place: Place) {
	const folder = mkdtempSync(join(tmpdir(), 'ungamed-bench-ledger-'));
	const outside = outsideIn(folder);
	try {
		await benchTampering(place, outside);
	} finally {
		rmSync(folder, { recursive: true });
	}
	const large = mkdtempSync(join(tmpdir(), 'ungamed-bench-ledger-'));
	try {
		await benchSize(place, outsideIn(large));
	} finally {
		rmSync(large, { recursive: true });
	}
}

async function sign({ sql }: Place, outside: Outside): Promise<Checkpoint> {
	const input = {
		outside,
		key: vault.noteKey,
		origin: 'bench',
		queue: { enqueue: async () => {} },
		copies: 0
	};
	const made = await makeCheckpoint(sql, input, new Date());
	if (made.state === 'conflict') throw new Error('the ledger conflicts with its own checkpoint');
	return made.checkpoint;
}

async function benchTampering(place: Place, outside: Outside) {
	await makeAnswers(place, 0, 400);
	const checkpoint = await sign(place, outside);
	const startedAt = performance.now();
	const result = await tamper(place.sql, { rounds, seed: 20_261_124, checkpoint, outside, vault });
	console.log(`changes by a superuser, ${rounds} at random in ${checkpoint.size} records`);
	for (const [kind, { found, named, tried }] of Object.entries(result))
		console.log(`  ${kind.padEnd(28)} ${found} of ${tried} found, ${named} named exactly`);
	console.log(`  ${Math.round((performance.now() - startedAt) / 1000)} s`);
}

async function benchSize(place: Place, outside: Outside) {
	await makeAnswers(place, 400, facts);
	await place.sql`analyze`;
	const recording = await timed(() => appendRecords(place.sql));
	const signing = await timed(() => sign(place, outside));
	const checkpoint = signing.result;
	const verifying = await timed(() => verifyLedger(place.sql, { checkpoints: [checkpoint], outside, vault }));
	const { misfits, confirmed, size } = verifying.result;
	if (confirmed.length !== 1) throw new Error('the checkpoint was not confirmed');
	const rate = Math.round(size / verifying.seconds);
	console.log(`a ledger of ${size} records`);
	console.log(`  recording                    ${Math.round(recording.result / recording.seconds)}/s`);
	console.log(`  signing, keeping the hashes  ${signing.seconds.toFixed(1)} s`);
	console.log(`  verifying                    ${rate}/s   (at least 100,000/s)`);
	console.log(`  false alarms                 ${misfits.length}`);
	const memory = Math.round(process.memoryUsage().rss / 1024 / 1024);
	console.log(`  memory                       ${memory} MiB`);
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; seconds: number }> {
	const startedAt = performance.now();
	const result = await work();
	return { result, seconds: (performance.now() - startedAt) / 1000 };
}

/** Answers with words, as they are stored. */
async function makeAnswers({ sql }: Place, from: number, to: number) {
	await sql`
		with made as (
			insert into answers (imported_as, interaction, questionnaire, receipt, replies, answered_at, received_at, seconds)
			select 'H' || n, 'I' || n, 1, 'R' || n,
				jsonb_build_object('overall', 1 + n % 5, 'resolved', 'no', 'eased', 1 + n % 4, 'promise_kept', 'broken',
					'product_failed', 'yes', 'failure_mode', 'battery', 'asked_for_score', jsonb_build_array('nobody')),
				now() - n * interval '1 second', now(), n % 90
			from generate_series(${from}::int, ${to - 1}::int) n returning id
		)
		insert into answer_words (answer, key, words)
		select id, 'comment', 'It failed again, the ' || id || 'th time.' from made where id % 3 = 0`;
}
