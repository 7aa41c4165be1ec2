// The web server: the built pages behind node:http, with compression; during development Vite's.
import compression from 'compression';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener } from 'node:http';
import { join } from 'node:path';
import type { Config } from '#lib/server/config.ts';

const root = join(import.meta.dirname, '..');
const stamp = join(root, 'build', '.built-at');

const always = {
	'cache-control': 'no-store',
	'referrer-policy': 'same-origin',
	'x-content-type-options': 'nosniff',
	'x-robots-tag': 'noindex, nofollow'
};

export interface Web {
	port: number;
	/** Stops accepting, finishes what is under way. */
	close(): Promise<void>;
}

export async function serve(config: Config, { development = false } = {}): Promise<Web> {
	// The built server reads these once, when it is imported.
	process.env.ORIGIN = config.ORIGIN;
	// Feeds may be large; every route sets its own smaller limit (see hooks.server.ts).
	process.env.BODY_SIZE_LIMIT = 'Infinity';

	const handler = development ? await developmentHandler() : await builtHandler();
	const compress = compression() as unknown as (request: object, response: object, next: () => void) => void;
	const server = createServer((request, response) => {
		// For what never reaches a hook, such as an address with a slash too many. Others set their own.
		for (const [name, value] of Object.entries(always)) response.setHeader(name, value);
		response.once('finish', () => letPass(request));
		compress(request, response, () => handler(request, response));
	});
	server.keepAliveTimeout = 65_000;

	await new Promise<void>((resolve, reject) => {
		server.once('error', (error: NodeJS.ErrnoException) => reject(explain(error, config)));
		server.listen(config.PORT, config.HOST, resolve);
	});
	return {
		port: (server.address() as { port: number }).port,
		close: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeIdleConnections();
				setTimeout(() => server.closeAllConnections(), 10_000).unref();
			})
	};
}

const mostPassed = 8 * 1024 * 1024;

/**
 * What was refused unread – a body too large, a key that is none – is read away after the answer: the next request of a client that
 * keeps its connection would wait behind it. Whoever sends on and on is cut off.
 */
function letPass(request: IncomingMessage) {
	if (request.complete) return;
	let passed = 0;
	request.removeAllListeners('data');
	request.on('data', (chunk: Buffer) => {
		passed += chunk.length;
		if (passed > mostPassed) request.destroy();
	});
	request.resume();
}

function explain(error: NodeJS.ErrnoException, { PORT, HOST }: Config): Error {
	if (error.code === 'EADDRINUSE')
		return new Error(
			`Port ${PORT} on ${HOST} is in use. Stop what uses it, or choose another one with PORT.`
		);
	if (error.code === 'EACCES')
		return new Error(`Port ${PORT} needs more rights. Choose one above 1023 with PORT.`);
	return error;
}

async function builtHandler(): Promise<RequestListener> {
	await buildIfStale();
	const { handler } = await import(join(root, 'build', 'handler.js'));
	return handler;
}

/** Builds the pages when a source is newer than the last build. */
export async function buildIfStale() {
	const built = existsSync(stamp) ? statSync(stamp).mtimeMs : 0;
	const sources = ['src', 'static', 'svelte.config.js', 'vite.config.ts', 'package-lock.json'];
	if (sources.every((source) => newest(join(root, source)) <= built)) return;
	if (!existsSync(join(root, 'src'))) return;

	console.error('Building the pages …');
	const startedAt = new Date();
	const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js');
	const { status, output } = await run(process.execPath, [vite, 'build']);
	if (status !== 0) throw new Error(`The pages could not be built.\n${output}`);
	writeFileSync(stamp, startedAt.toISOString());
	utimesSync(stamp, startedAt, startedAt);
}

function run(command: string, args: string[]): Promise<{ status: number | null; output: string }> {
	return new Promise((resolve, reject) => {
		// Whoever asks for the build (tests, too): the pages are built for production, several times faster to render.
		const env = { ...process.env, NODE_ENV: 'production' };
		const child = spawn(command, args, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
		let output = '';
		child.stdout.on('data', (text) => (output += text));
		child.stderr.on('data', (text) => (output += text));
		child.once('error', reject);
		child.once('close', (status) => resolve({ status, output }));
	});
}

function newest(path: string): number {
	if (!existsSync(path)) return 0;
	const status = statSync(path);
	if (!status.isDirectory()) return status.mtimeMs;
	return Math.max(status.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

async function developmentHandler(): Promise<RequestListener> {
	const { createServer } = await import('vite');
	const vite = await createServer({ root, server: { middlewareMode: true }, appType: 'custom' });
	return vite.middlewares as unknown as RequestListener;
}
