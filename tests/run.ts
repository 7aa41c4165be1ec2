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
const failures: string[] = [];
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

// Said again at the end: the end is what is looked at.
for (const failure of failures) console.log(failure);
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
	failures.push(...failed(result.testResults ?? []));
	// A file that cannot even be read has no tests to count, and a run without tests proves nothing.
	count(
		`${name}: ${result.numPassedTests} of ${result.numPassedTests + result.numFailedTests}`,
		code === 0 && result.numPassedTests > 0
	);
}

interface TestFile {
	name: string;
	message: string;
	assertionResults: { status: string; fullName: string; failureMessages: string[] }[];
}

/** Each failed test: its file, its name and the first lines of why; of a file that cannot be read, the file. */
function failed(files: TestFile[]): string[] {
	const tests = files.flatMap(({ name, assertionResults }) =>
		assertionResults.filter(({ status }) => status === 'failed').map((test) => ({ name, ...test }))
	);
	return [
		...files
			.filter(
				({ message, assertionResults }) => message && !assertionResults.some((t) => t.status === 'failed')
			)
			.map(({ name, message }) => `FAILED  ${name}: ${message.slice(0, 500)}`),
		...tests.map(({ name, fullName, failureMessages }) =>
			[`FAILED  ${name} > ${fullName}`, ...failureMessages.join('\n').split('\n').slice(0, 6)].join('\n  ')
		)
	];
}

function run(command: string, args: string[], env: Record<string, string>): Promise<number | null> {
	return new Promise((resolve) => {
		const child = spawn(bin(command), args, { cwd: root, stdio: 'inherit', env: { ...process.env, ...env } });
		child.once('exit', (code) => resolve(code));
	});
}
