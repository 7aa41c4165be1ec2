// A37: changes of every sort by somebody with every right, at random, each against an earlier checkpoint. (Ten thousand:
// npm run bench -- ledger.)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeCheckpoint, outsideIn, verifyLedger } from '../../src/lib/server/ledger/ledger.ts';
import { now, testPlace, vault, type TestPlace } from '../support/database.ts';
import { tamper } from '../support/tampering.ts';

let place: TestPlace;
const folder = mkdtempSync(join(tmpdir(), 'ungamed-tampering-'));
beforeAll(async () => void (place = await testPlace()));
afterAll(async () => {
	await place.end();
	rmSync(folder, { recursive: true });
});

test('A37: 300 edits, deletions, reorderings, truncations and forged erasures are all found and named', async () => {
	await place.feed(
		'answers',
		...Array.from({ length: 200 }, (_, n) => ({
			id: `H${n}`,
			interaction: `old ${n}`,
			answered_at: '2026-01-01',
			overall: 1 + (n % 5),
			eased: 2,
			...(n % 3 === 0 && { comment: `words ${n}` })
		}))
	);
	const outside = outsideIn(folder);
	const input = { outside, key: vault.noteKey, origin: 'test', queue: place.queue, copies: 0 };
	const made = await makeCheckpoint(place.sql, input, now);
	if (made.state === 'conflict') throw new Error('conflict');
	const { checkpoint } = made;
	const tally = await tamper(place.sql, { rounds: 300, seed: 4, checkpoint, outside, vault });
	for (const [kind, { tried, found, named }] of Object.entries(tally)) {
		expect(tried, kind).toBeGreaterThan(10);
		expect([kind, found, named]).toEqual([kind, tried, tried]);
	}
	expect((await verifyLedger(place.sql, { checkpoints: [checkpoint], outside, vault })).misfits).toEqual([]);
});
