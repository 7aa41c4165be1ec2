// Starting, setting up and stopping, as an operator meets them.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { endOf, freePort, run, startProduct, type RunningProduct } from '../support/product.ts';

const plainEnv = { PATH: process.env.PATH!, HOME: process.env.HOME ?? '/root' };
const root = join(import.meta.dirname, '../..');

test('a bad configuration does not start, and every mistake is listed', async () => {
	const { code, stderr } = await run('src/start.ts', [], {
		...plainEnv,
		PORT: 'many',
		DATABASE_URL: 'postgres://db/x',
		MAIL_URL: 'gopher://mail'
	});
	expect(code).toBe(2);
	for (const name of ['PORT', 'MAIL_URL', 'SECRET_KEY', 'MAIL_FROM']) expect(stderr).toContain(name);
});

test('a database that is away is waited for, with a clear line', async () => {
	const port = await freePort();
	const env = {
		...plainEnv,
		DATABASE_URL: `postgres://u:p@127.0.0.1:${port}/x`,
		SECRET_KEY: 'x'.repeat(32),
		PORT: '0'
	};
	const child = spawn(process.execPath, ['src/start.ts'], { cwd: root, env });
	let output = '';
	child.stdout.on('data', (text) => (output += text));
	for (let waited = 0; waited < 20_000 && !output.includes('Waiting for the database'); waited += 100)
		await new Promise((resolve) => setTimeout(resolve, 100));
	expect(output).toContain('Waiting for the database');
	await endOf(child, 'SIGKILL');
});

describe('without DATABASE_URL', () => {
	const dataDir = mkdtempSync(join(tmpdir(), 'ungamed-start-'));
	afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

	test('an embedded database is made, the first admin is invited, and stopping ends all of it', async () => {
		const port = await freePort();
		const env = { ...plainEnv, DATA_DIR: dataDir, PORT: `${port}`, LOG_LEVEL: 'warn' };
		const child = spawn(process.execPath, ['src/start.ts'], { cwd: root, env });
		let output = '';
		for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
		for (let waited = 0; waited < 60_000 && !output.includes('is ready'); waited += 100)
			await new Promise((resolve) => setTimeout(resolve, 100));

		const setUp = /http\S+\/sign-in\/set-up\/\S+/.exec(output)![0];
		expect(statSync(join(dataDir, 'secret')).mode & 0o777).toBe(0o600);
		const body = new URLSearchParams({ email: 'first@larkfield.example', password: 'long enough' });
		const headers = {
			origin: `http://localhost:${port}`,
			accept: 'text/html',
			'content-type': 'application/x-www-form-urlencoded'
		};
		const response = await fetch(setUp, {
			method: 'POST',
			body: body.toString(),
			headers,
			redirect: 'manual'
		});
		expect([response.status, response.headers.get('set-cookie')]).toEqual([
			303,
			expect.stringMatching(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/i)
		]);
		expect((await fetch(setUp)).status).toBe(404);

		const beside = await run('src/cli.ts', ['key', 'add', '--name', 'till', '--scope', 'feed'], env);
		expect(beside.stdout).toMatch(/^ung_[\w-]{32}\n$/);
		expect((await fetch(`http://localhost:${port}/health`)).status).toBe(200);

		expect(await endOf(child, 'SIGTERM')).toBe(0);
		expect(() => statSync(join(dataDir, 'postgres', 'postmaster.pid'))).toThrow();
	});

	test('commands work without a running product, and find its data', async () => {
		const env = { ...plainEnv, DATA_DIR: dataDir };
		expect((await run('src/cli.ts', ['key', 'list'], env)).stdout).toContain('till');
		expect((await run('src/cli.ts', ['policy', 'set', 'draw_rate=0.25'], env)).stdout).toContain(
			'draw_rate=0.25'
		);
		const mistaken = await run('src/cli.ts', ['policy', 'set', 'draw_rate=x', 'colour=red'], env);
		expect([mistaken.code, mistaken.stderr]).toEqual([
			1,
			expect.stringMatching(/draw_rate[\s\S]*colour|colour[\s\S]*draw_rate/)
		]);
		const again = await run(
			'src/cli.ts',
			['user', 'add', '--email', 'first@larkfield.example', '--role', 'quality'],
			env,
			'long enough\n'
		);
		expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('exists already')]);
		expect(
			(await run('src/cli.ts', ['key', 'add', '--name', 'x', '--scope', 'everything'], env)).stderr
		).toContain('--scope must be');
	});
});

describe('work under way', () => {
	let product: RunningProduct;
	beforeAll(async () => void (product = await startProduct()));
	afterAll(() => product.stop());

	test('survives SIGTERM: what was accepted is stored, what waits is sent by the next process', async () => {
		product.mail.refuseWith(451);
		await product.send('customers', { id: 'C1', email: 'patient@mail.example' });
		await product.send('interactions', {
			id: 'I1',
			kind: 'call',
			customer: 'C1',
			started_at: new Date().toISOString()
		});
		for (let waited = 0; waited < 20_000; waited += 50) {
			if ((await product.sql`select from message_outcomes where outcome = 'failed'`).length > 0) break;
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		expect(await product.end('SIGTERM')).toBe(0);

		product.mail.refuseWith(undefined);
		const next = spawn(process.execPath, ['src/worker.ts'], { cwd: root, env: product.env });
		try {
			expect(await product.mail.linkTo('patient@mail.example')).toContain('/s/');
		} finally {
			await endOf(next, 'SIGTERM');
		}
	});
});
