// npm run bench [-- name …]: measures, each beside a floor measured in the same run on the same database.
// Times differ between machines and moments; the ratios are what counts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '#lib/server/embedded.ts';
import { benchAnswers } from './answers.ts';
import { benchDelivery } from './delivery.ts';
import { benchDesk } from './desk.ts';
import { benchFaults } from './faults.ts';
import { benchFlaws } from './flaws.ts';
import { benchImport } from './import.ts';
import { benchIntegrity } from './integrity.ts';
import { benchLedger } from './ledger.ts';
import { benchPage } from './page.ts';
import { prepare } from './prepare.ts';
import { benchRecording } from './recording.ts';
import { benchStorm } from './storm.ts';

const benches = {
	page: benchPage,
	answers: benchAnswers,
	import: benchImport,
	storm: benchStorm,
	ledger: benchLedger,
	recording: benchRecording,
	flaws: benchFlaws,
	integrity: benchIntegrity,
	delivery: benchDelivery,
	desk: benchDesk,
	faults: benchFaults
};

const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(benches, name));
if (unknown.length > 0) {
	console.error(`There is no bench "${unknown.join('", "')}"; there are ${Object.keys(benches).join(', ')}.`);
	process.exit(2);
}

const dataDir = mkdtempSync(join(tmpdir(), 'ungamed-bench-'));
const database = await startEmbedded(dataDir);
try {
	for (const [name, bench] of Object.entries(benches)) {
		if (wanted.length > 0 && !wanted.includes(name)) continue;
		const place = await prepare(database.url, name);
		try {
			await bench(place);
		} finally {
			await place.end();
		}
	}
} finally {
	await database.release();
	rmSync(dataDir, { recursive: true, force: true });
}
