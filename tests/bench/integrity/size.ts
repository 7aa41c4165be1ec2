// The audit at the size of a large company: seconds and memory.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { peakMemory, secretKey, type Place } from '../prepare.ts';

const cli = join(import.meta.dirname, '../../../src/cli.ts');
const sqlOf = (name: string) => readFileSync(join(import.meta.dirname, name), 'utf8');

export async function benchAuditSize(place: Place) {
	console.log('a large company: 1,000,000 interactions, 340,000 answers, 600,000 addresses');
	await place.sql.unsafe(sqlOf('../flaws/fill.sql'));
	await place.sql.unsafe(sqlOf('fill.sql'));
	await place.sql.unsafe('vacuum (analyze)');
	const full = await auditOnce(place, '--full');
	console.log(
		`  ${full.interactions} interactions and ${full.answers} answers in ${full.seconds.toFixed(1)} s (below 60), of it reading ${full.reading.toFixed(1)} s; peak memory ${full.peak} MiB (below 1,000); ${full.tests} comparisons, ${full.failed} detectors failed`
	);
	const night = await auditOnce(place);
	console.log(
		`  the ${night.extent} night after it reads ${night.interactions} interactions: ${night.seconds.toFixed(1)} s (reading ${night.reading.toFixed(1)} s) = ${((100 * night.seconds) / full.seconds).toFixed(0)} % of the full audit; peak memory ${night.peak} MiB`
	);
}

async function auditOnce(place: Place, ...args: string[]) {
	// As npm run ungamed starts it.
	const child = spawn(process.execPath, ['--max-semi-space-size=64', cli, 'analyse', ...args], {
		env: { ...process.env, DATABASE_URL: place.url, SECRET_KEY: secretKey },
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let [printed, said, peak] = ['', '', 0];
	child.stdout.on('data', (text) => (printed += text));
	child.stderr.on('data', (text) => (said += text));
	const watching = setInterval(() => {
		// The analysis that follows has a measure of its own.
		if (!said.includes('audited')) peak = Math.max(peak, peakMemory(child.pid!));
	}, 100);
	const [code] = await once(child, 'exit');
	clearInterval(watching);
	if (code !== 0) throw new Error(`the audit ended with ${code}: ${said}`);
	const { audit } = JSON.parse(printed);
	const { extent, seconds, reading_seconds: reading, interactions, answers, tests, failed } = audit;
	return { extent, seconds, reading, interactions, answers, tests, failed: failed.length, peak } as {
		extent: string;
		seconds: number;
		reading: number;
		interactions: number;
		answers: number;
		tests: number;
		failed: number;
		peak: number;
	};
}
