// kill -9 of web, worker and PostgreSQL under load: what was acknowledged is stored, once. (More rounds: npm run bench -- faults.)
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { killUnderLoad, victims } from '../support/faults.ts';
import { freePort, productEnv } from '../support/product.ts';

test('three kills of each, and every acknowledged answer is there, once', async () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'ungamed-faults-'));
	const bin = process.env.POSTGRES_BIN;
	try {
		const outcomes = await killUnderLoad({
			rounds: 3,
			seconds: 2,
			dataDir,
			ports: [await freePort(), await freePort()],
			binaries: bin ? { initdb: join(bin, 'initdb'), pg_ctl: join(bin, 'pg_ctl') } : undefined,
			env: { ...productEnv(), SECRET_KEY: 'a secret for tests, long enough to be one', LOG_LEVEL: 'silent' }
		});
		for (const victim of victims) {
			const { rounds, acknowledged, lost, twice, misrecorded } = outcomes[victim];
			expect([victim, rounds, acknowledged > 100, lost, twice, misrecorded]).toEqual([
				victim,
				3,
				true,
				0,
				0,
				0
			]);
		}
	} finally {
		rmSync(dataDir, { recursive: true, force: true });
	}
});
