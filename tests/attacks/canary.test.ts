// A30, promise 1: links are planted and lived with, in the whole product on a database of its own, with staff of every role at
// work. Afterwards they are looked for everywhere one could have been left. So are addresses.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, type Pool } from '../../src/lib/server/database.ts';
import { startEmbedded, type Embedded } from '../../src/lib/server/embedded.ts';
import { access, mayOpen } from '../../src/lib/server/identity/access.ts';
import { addKey } from '../../src/lib/server/identity/identity.ts';
import { changePolicy } from '../../src/lib/server/sampling/sampling.ts';
import { createVault } from '../../src/lib/server/vault.ts';
import { startBrowser } from '../support/browser.ts';
import { formOf, plainCall } from '../support/customer.ts';
import { everyRow } from '../support/database.ts';
import { startMailServer, type MailServer } from '../support/mail-server.ts';
import { endOf, freePort, productEnv, untilReady } from '../support/product.ts';
import { cookieOf, makeStaff } from '../support/staff.ts';

const root = join(import.meta.dirname, '../..');
const dataDir = mkdtempSync(join(tmpdir(), 'ungamed-canary-'));
const metricsToken = 'a token for whoever collects metrics';
let mail: MailServer;
let product: ChildProcess;
let embedded: Embedded;
let sql: Pool;
let browser: Browser;
let sink: Server;
let output = '';
let origin: string;
const cookies: Record<string, string> = {};
const referers: string[] = [];
/** What must not be found: whole links' secrets, and addresses. */
const links: string[] = [];
const addresses = ['canary-one@mail.example', 'canary-two@mail.example', '+34 611 222 333'];
const responses: string[] = [];

beforeAll(async () => {
	mail = await startMailServer();
	sink = createServer((request, response) => {
		referers.push(request.headers.referer ?? '');
		response.end('ok');
	});
	await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
	const port = await freePort();
	origin = `http://localhost:${port}`;
	const env = {
		...productEnv(),
		DATA_DIR: dataDir,
		PORT: `${port}`,
		MAIL_URL: mail.url,
		MAIL_FROM: 'Larkfield <ask@larkfield.example>',
		LOG_LEVEL: 'debug',
		METRICS_TOKEN: metricsToken,
		CHECKPOINTS: 'mailto:auditor@larkfield.example'
	};
	product = spawn(process.execPath, ['src/start.ts'], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
	for (const stream of [product.stdout!, product.stderr!]) stream.on('data', (text) => (output += text));
	await untilReady(product, () => output);
	embedded = await startEmbedded(dataDir);
	sql = connect(embedded.url, { max: 3 });
	await changePolicy(sql, { delay_min: '0', delay_max: '0', sending_window: 'always' }, new Date());
	for (const role of ['admin', 'quality', 'product'] as const)
		cookies[role] = await cookieOf(sql, await makeStaff(sql, role));
	browser = await startBrowser();
	await live();
});
afterAll(async () => {
	await browser?.close();
	await sql?.end();
	// The product, which still uses the database, stops it in the end.
	await embedded?.release();
	if (product) await endOf(product, 'SIGTERM');
	await mail.stop();
	await new Promise((resolve) => sink.close(resolve));
	rmSync(dataDir, { recursive: true, force: true });
});

const post = (path: string, body: string, headers: Record<string, string> = {}) =>
	fetch(origin + path, {
		method: 'POST',
		redirect: 'manual',
		body,
		headers: { origin, accept: 'text/html', 'content-type': 'application/x-www-form-urlencoded', ...headers }
	});

/** Feeds, mails, failures, drafts, scanners, answers, receipts, a voice, a reset, an erasure: a busy day. */
async function live() {
	const key = await addKey(sql, { name: 'till', scopes: ['feed'], random: Buffer.alloc(24, 7) }, new Date());
	const feed = (name: string, body: unknown) =>
		fetch(`${origin}/api/v1/${name}`, {
			method: 'POST',
			body: JSON.stringify(body),
			headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }
		}).then(async (response) => responses.push(await response.text()));
	mail.refuseWith(451);
	await feed('customers', [
		{ id: 'C1', email: addresses[0], phone: addresses[2] },
		{ id: 'C2', email: addresses[1] }
	]);
	await feed('customers', [
		{ id: 'C1', email: 'differs@mail.example' },
		{ id: 'C3', email: 'no address' }
	]);
	const started_at = new Date().toISOString();
	await feed('interactions', [
		{ id: 'I1', kind: 'call', customer: 'C1', rep: 'R1', started_at },
		{ id: 'I2', kind: 'call', customer: 'C2', rep: 'R1', started_at }
	]);
	for (let waited = 0; waited < 20_000; waited += 50) {
		if ((await sql`select from message_outcomes where outcome = 'failed'`).length > 0) break;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	mail.refuseWith(undefined);
	for (const address of addresses.slice(0, 2)) links.push((await mail.linkTo(address)).slice(-22));
	const [one, two] = links as [string, string];
	const vault = createVault(readFileSync(join(dataDir, 'secret'), 'utf8').trim());
	const form = (link: string, fields: string, more = {}) =>
		formOf(link, fields, { asked: plainCall, vault, ...more });
	for (const method of ['GET', 'HEAD', 'OPTIONS', 'PUT']) await fetch(`${origin}/s/${one}`, { method });
	await post(`/s/${one}`, 'overall=9&ticket=broken');
	await post(`/s/${one}`, form(one, 'overall=3', { secondsAgo: 0 }));
	await post(`/s/${one}`, form(one, 'overall=3&later=yes'));
	await post(`/s/${one}`, form(one, 'overall=2&comment=as+said'));
	await post(`/s/${one}`, 'x'.repeat(70_000));
	await fetch(`${origin}/u/${two}`, {
		method: 'POST',
		body: 'List-Unsubscribe=One-Click',
		headers: { 'content-type': 'application/x-www-form-urlencoded' }
	});
	await post('/voice', `number=I1&contact=${addresses[0]}`);
	await post('/sign-in/forgot', 'email=quality@larkfield.example');
	await fetch(`${origin}/sign-in?next=/s/${one}`);
	await post('/settings/ledger', '', { cookie: cookies.admin! });
	// Our own failure, with a link in hand.
	await sql`alter table drafts rename to drafts_away`;
	expect((await fetch(`${origin}/s/${one}`)).status).toBe(500);
	await sql`alter table drafts_away rename to drafts`;
	for (let waited = 0; waited < 10_000; waited += 100) {
		if ((await sql`select from ledger where kind = 'answer'`).length > 0) break;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
}

const found = (text: string | Buffer, what: string[]) => what.filter((canary) => text.includes(canary));

test('the day was lived: two links, an answer, a failure in the log', async () => {
	expect(links).toHaveLength(2);
	expect(output).toContain('request failed');
	expect(await sql`select from answers`).toHaveLength(1);
	expect(await sql`select from opt_outs`).toHaveLength(1);
});

test('no link and no address in any log, even at the chattiest', () => {
	expect(found(output, [...links, ...addresses])).toEqual([]);
});

test('none in any row of any table, job payloads included', async () => {
	const rows = await everyRow(sql);
	expect([/letter/.test(rows), /checkpoint/.test(rows)]).toEqual([true, true]);
	expect(found(rows, [...links, ...addresses])).toEqual([]);
});

test('none in any byte the database and the product wrote to disk', async () => {
	await sql`checkpoint`;
	const hits: string[] = [];
	let bytes = 0;
	for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
		if (!entry.isFile()) continue;
		const path = join(entry.parentPath, entry.name);
		// Files come and go while the server runs.
		if (!existsSync(path) || statSync(path).size > 64 * 1024 * 1024) continue;
		const content = readFileSync(path);
		bytes += content.length;
		hits.push(...found(content, [...links, ...addresses]).map((canary) => `${entry.name}: ${canary}`));
	}
	expect(bytes).toBeGreaterThan(20_000_000);
	expect(hits).toEqual([]);
});

test('none in a dump', () => {
	const dump = ['/usr/lib/postgresql/18/bin/pg_dump', '/usr/bin/pg_dump'].find((path) => existsSync(path));
	const isUsable = dump && Number(/(\d+)\./.exec(execFileSync(dump, ['--version']).toString())?.[1]) >= 18;
	// Without a pg_dump as new as the server, the two tests above have read the same bytes.
	if (isUsable) expect(found(execFileSync(dump, [embedded.url]), [...links, ...addresses])).toEqual([]);
});

test('none in the metrics, which count wrong links all the same', async () => {
	await fetch(`${origin}/s/${'A'.repeat(22)}`);
	const text = await (
		await fetch(`${origin}/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } })
	).text();
	expect(text).toMatch(/ungamed_wrong_links_total 1/);
	expect(text).toMatch(/route="\/\(customer\)\/s\/\[link\]",method="GET",status="200"/);
	expect(found(text, [...links, ...addresses])).toEqual([]);
	expect((await fetch(`${origin}/metrics`)).status).toBe(401);
});

test('none in what a feed replies', () => {
	expect(found(responses.join(), [...links, ...addresses])).toEqual([]);
});

test('none in the checkpoint an auditor gets', async () => {
	for (let waited = 0; waited < 20_000; waited += 100) {
		if (mail.mails.some(({ to }) => to === 'auditor@larkfield.example')) break;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	const letter = mail.mails.find(({ to }) => to === 'auditor@larkfield.example')!;
	expect(letter.mail.text).toMatch(/localhost:\d+\/ungamed\n\d+\n/);
	expect(found(letter.raw, [...links, ...addresses])).toEqual([]);
});

describe('staff of every role, on every page there is', () => {
	test.each(['admin', 'quality', 'product'] as const)(
		'%s sees no link and no address, nor does their browser',
		async (role) => {
			const context = await browser.newContext();
			const [name, value] = cookies[role]!.split('=') as [string, string];
			await context.addCookies([{ name, value, url: origin }]);
			const page = await context.newPage();
			const seen: string[] = [];
			page.on('request', (request) => seen.push(request.url()));
			page.on('response', async (response) => seen.push(await response.text().catch(() => '')));
			const values: Record<string, string> = {
				link: 'x',
				receipt: 'x',
				token: 'x',
				feed: 'reps',
				answer: '1',
				case: '1',
				key: 'stay',
				sku: 'x',
				upload: '1'
			};
			for (const route of Object.keys(access)) {
				if (mayOpen(route, 'GET', role) !== 'allowed' || !route.includes('(')) continue;
				const path = route.replace(/\/\([^)]+\)/g, '').replace(/\[(\w+)\]/g, (_, name) => values[name]!);
				if (path.endsWith('/proof')) continue;
				// What is downloaded is no page.
				if (/\/(errors|export|evidence)$/.test(path)) {
					seen.push(await (await context.request.get(`${origin}${path}?format=ndjson`)).text());
					continue;
				}
				await page.goto(origin + path);
				seen.push(page.url(), await page.content());
				const data = await context.request.get(`${origin}${path}/__data.json`);
				seen.push(await data.text());
			}
			expect(seen.length).toBeGreaterThan(30);
			expect(found(seen.join('\n'), [...links, ...addresses])).toEqual([]);
			await context.close();
		}
	);
});

test('a page with a link in its address tells nobody where it was', async () => {
	const page = await (await browser.newContext()).newPage();
	await page.goto(`${origin}/s/${links[1]}`);
	const port = (sink.address() as { port: number }).port;
	// A link on the page, as a browser extension or a translation service might add one.
	await page.evaluate((address) => {
		const link = document.createElement('a');
		link.href = address;
		link.textContent = 'out';
		document.body.append(link);
	}, `http://127.0.0.1:${port}/sink`);
	await page.getByRole('link', { name: 'out' }).click();
	await page.waitForURL(/sink/);
	// The sink's own page asks for its icon.
	expect(referers.filter((referer) => referer.includes(origin) || referer.includes('/s/'))).toEqual([]);
	expect(referers.length).toBeGreaterThan(0);
});
