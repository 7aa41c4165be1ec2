// The whole product as its users get it: src/start.ts in a process of its own, on a clone of the template.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect, type Pool } from '../../src/lib/server/database.ts';
import { addKey, type Role, type Scope } from '../../src/lib/server/identity/identity.ts';
import { changePolicy } from '../../src/lib/server/sampling/sampling.ts';
import { randomBytes } from 'node:crypto';
import { cloneDatabase } from './database.ts';
import { makeStaff } from './staff.ts';
import { startMailServer, type MailServer } from './mail-server.ts';

const root = join(import.meta.dirname, '../..');
export { password } from './staff.ts';

export interface RunningProduct {
	origin: string;
	url: string;
	sql: Pool;
	mail: MailServer;
	key: string;
	env: Record<string, string>;
	/** Everything the process has written so far. */
	output(): string;
	send(feed: string, body: unknown, headers?: Record<string, string>): Promise<Response>;
	staff(role: Role): Promise<string>;
	newKey(scopes: Scope[]): Promise<string>;
	/** Sends a signal and waits for the end; the exit code. */
	end(signal?: NodeJS.Signals): Promise<number | null>;
	stop(): Promise<void>;
}

export async function startProduct(more: Record<string, string> = {}): Promise<RunningProduct> {
	const [database, mail] = await Promise.all([cloneDatabase(), startMailServer()]);
	const port = more.PORT ?? (await freePort());
	const dataDir = mkdtempSync(join(tmpdir(), 'ungamed-product-'));
	const sql = connect(database.url, { max: 3 });
	await changePolicy(sql, { delay_min: '0', delay_max: '0', sending_window: 'always' }, new Date());
	const newKey = (scopes: Scope[]) =>
		addKey(sql, { name: 'test', scopes, random: randomBytes(24) }, new Date());
	const key = await newKey(['feed']);
	const origin = `http://localhost:${port}`;
	const env = {
		...productEnv(),
		DATABASE_URL: database.url,
		SECRET_KEY: 'a secret for tests, long enough to be one',
		PORT: `${port}`,
		MAIL_URL: mail.url,
		MAIL_FROM: 'Larkfield <ask@larkfield.example>',
		DATA_DIR: dataDir,
		...more
	};
	const child = spawn(process.execPath, ['src/start.ts'], {
		cwd: root,
		env,
		stdio: ['ignore', 'pipe', 'pipe']
	});
	let output = '';
	for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
	await untilReady(child, () => output);

	const end = (signal: NodeJS.Signals = 'SIGTERM') => endOf(child, signal);
	return {
		origin,
		url: database.url,
		sql,
		mail,
		key,
		env,
		output: () => output,
		send: (feed, body, headers = {}) =>
			fetch(`${origin}/api/v1/${feed}`, {
				method: 'POST',
				headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
				body:
					typeof body === 'string' || body instanceof Uint8Array ? (body as BodyInit) : JSON.stringify(body)
			}),
		async staff(role) {
			const email = `${role}@larkfield.example`;
			await makeStaff(sql, role, email);
			return email;
		},
		newKey,
		end,
		async stop() {
			await end();
			await mail.stop();
			await sql.end();
			await database.drop();
			rmSync(dataDir, { recursive: true, force: true });
		}
	};
}

/** What a product in a process of its own inherits. */
export const productEnv = () => withoutOwn(process.env);

/** The test runner's own variables mean something else to the product's build of Svelte and Vite. */
function withoutOwn(env: NodeJS.ProcessEnv): Record<string, string> {
	const own = /^(VITEST|VITE_|NODE_ENV$|TEST|DEV$|PROD$|SSR$|MODE$|BASE_URL$|ORIGIN$|BODY_SIZE_LIMIT$)/;
	return Object.fromEntries(
		Object.entries(env).filter(([name, value]) => value !== undefined && !own.test(name))
	) as Record<string, string>;
}

export async function untilReady(child: ChildProcess, output: () => string) {
	for (let waited = 0; !output().includes('is ready at'); waited += 50) {
		if (child.exitCode !== null || waited > 60_000)
			throw new Error(`the product did not start:\n${output()}`);
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
}

export function endOf(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode);
	return new Promise((resolve) => {
		child.once('exit', (code) => resolve(code));
		child.kill(signal);
	});
}

export function freePort(): Promise<number> {
	return new Promise((resolve) => {
		const server = createServer();
		server.listen(0, '127.0.0.1', () => {
			const { port } = server.address() as { port: number };
			server.close(() => resolve(port));
		});
	});
}

/** Runs a command of the product; exit code and what it printed. */
export function run(
	script: string,
	args: string[],
	env: Record<string, string>,
	input = ''
): Promise<{ code: number | null; stdout: string; stderr: string }> {
	return new Promise((resolve) => {
		const child = spawn(process.execPath, [join(root, script), ...args], { env, cwd: root });
		let stdout = '';
		let stderr = '';
		child.stdout.on('data', (text) => (stdout += text));
		child.stderr.on('data', (text) => (stderr += text));
		child.once('exit', (code) => resolve({ code, stdout, stderr }));
		child.stdin.end(input);
	});
}
