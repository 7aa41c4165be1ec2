// kill -9 of web, worker and PostgreSQL under load, thirty rounds each: is every acknowledged answer stored, once?
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { killUnderLoad } from '../support/faults.ts';
import { secretKey } from './prepare.ts';

const rounds = 30;

export async function benchFaults() {
	const dataDir = mkdtempSync(join(tmpdir(), 'ungamed-bench-faults-'));
	try {
		const env = { ...process.env, SECRET_KEY: secretKey, LOG_LEVEL: 'silent' } as Record<string, string>;
		const outcomes = await killUnderLoad({ rounds, seconds: 3, dataDir, ports: [4321, 4322], env });
		console.log(`kill -9 under load, ${rounds} rounds each`);
		for (const [victim, { acknowledged, lost, twice, unanswered, misrecorded }] of Object.entries(outcomes))
			console.log(
				`  ${victim.padEnd(9)} ${acknowledged} answers acknowledged, ${lost} lost, ${twice} twice, ${unanswered} posts unanswered, ${misrecorded} gaps in the ledger`
			);
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
}
