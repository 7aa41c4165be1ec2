// npm test: everything, in one count. Types, lint, format, then every test against a real PostgreSQL (from npm,
// or DATABASE_URL), a real SMTP server and a real browser; the database tests again on an installed
// PostgreSQL 15 where there is one. The last line is "N passed, N failed".
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const root = join(import.meta.dirname, '..');
const bin = (name: string) => join(root, 'node_modules', '.bin', name);
const oldestPostgres = '/usr/lib/postgresql/15/bin';

const counts = { passed: 0, failed: 0 };
const count = (name: string, isPassed: boolean) => {
	counts[isPassed ? 'passed' : 'failed']++;
	console.log(`${isPassed ? 'passed' : 'FAILED'}  ${name}`);
};

const only = process.argv.slice(2);
if (only.length === 0) {
	spawnSync(bin('svelte-kit'), ['sync'], { cwd: root, stdio: 'ignore' });
	await Promise.all([
		check('types', 'svelte-check', ['--output', 'human', '--fail-on-warnings']),
		check('lint', 'eslint', ['.']),
		check('format', 'prettier', ['--check', '--log-level', 'warn', '.'])
	]);
}
await tests('tests', only, {});
if (only.length === 0 && !process.env.DATABASE_URL && existsSync(oldestPostgres))
	await tests('database tests on PostgreSQL 15', ['tests/database'], { POSTGRES_BIN: oldestPostgres });

console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed > 0 ? 1 : 0);

async function check(name: string, command: string, args: string[]) {
	count(name, (await run(command, args, {})) === 0);
}

async function tests(name: string, files: string[], env: Record<string, string>) {
	const report = join(mkdtempSync(join(tmpdir(), 'ungamed-report-')), 'report.json');
	const args = ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...files];
	const code = await run('vitest', args, env);
	const result = existsSync(report)
		? JSON.parse(readFileSync(report, 'utf8'))
		: { numPassedTests: 0, numFailedTests: 0 };
	counts.passed += result.numPassedTests;
	counts.failed += result.numFailedTests;
	// A file that cannot even be read has no tests to count, and a run without tests proves nothing.
	count(
		`${name}: ${result.numPassedTests} of ${result.numPassedTests + result.numFailedTests}`,
		code === 0 && result.numPassedTests > 0
	);
}

function run(command: string, args: string[], env: Record<string, string>): Promise<number | null> {
	return new Promise((resolve) => {
		const child = spawn(bin(command), args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
		child.once('exit', (code) => resolve(code));
	});
}
