// A product manager's way from the feeds to the manufacturer: in a real browser, on the whole product.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { makeWorld, usual } from '../bench/flaws/world.ts';
import { startBrowser } from '../support/browser.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';
import { cookieOf, makeStaff } from '../support/staff.ts';

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');
const world = makeWorld(12, { ...usual, units: 5000, products: 12, plants: 3 });

let product: RunningProduct;
let browser: Browser;
let cookie: { name: string; value: string; url: string };
beforeAll(async () => {
	[product, browser] = await Promise.all([startProduct(), startBrowser()]);
	const [name, value] = (await cookieOf(product.sql, await makeStaff(product.sql, 'product'))).split('=') as [
		string,
		string
	];
	cookie = { name, value, url: product.origin };
});
afterAll(async () => {
	await browser.close();
	await product.stop();
});

async function desk(more: object = {}): Promise<Page> {
	const context = await browser.newContext({
		viewport: { width: 1200, height: 900 },
		reducedMotion: 'reduce',
		...more
	});
	await context.addCookies([cookie]);
	return context.newPage();
}
const feed = async (name: string, rows: object[]) => {
	for (let from = 0; from < rows.length; from += 3000) {
		const response = await product.send(name, rows.slice(from, from + 3000));
		expect([name, (await response.json()).rejected]).toEqual([name, []]);
	}
};
const read = (path: string, headers: Record<string, string> = {}) =>
	fetch(product.origin + path, { headers });

describe('without a script', () => {
	let page: Page;
	beforeAll(async () => void (page = await desk({ javaScriptEnabled: false })));

	test('nothing has been analysed, then it is asked for, and then findings are there', async () => {
		await page.goto(`${product.origin}/products`);
		await page.getByText('Nothing has been analysed yet.').waitFor();
		for (const name of ['products', 'reasons', 'units', 'interactions', 'returns'] as const)
			await feed(name, world[name]);
		await feed(
			'answers',
			world.answers.map((row) => ({
				...row,
				overall: Number(row.overall),
				comment: 'It stopped one evening.'
			}))
		);
		await page.getByRole('button', { name: 'Analyse now' }).click();
		for (let waited = 0; waited < 100; waited++) {
			await page.goto(`${product.origin}/products`);
			if ((await page.locator('.findings li').count()) > 0) break;
			await new Promise((resolve) => setTimeout(resolve, 200));
		}
		expect(await page.locator('.findings li').first().innerText()).toMatch(
			/where .* expected; at least \d+\.\d× after allowing for chance/
		);
	});

	test('filters that fit nothing say so', async () => {
		await page.goto(`${product.origin}/products?search=no+such+thing`);
		await page.getByText('No finding fits these filters.').waitFor();
		await page.getByRole('link', { name: 'Show all' }).click();
		await page.locator('select[name=order]').selectOption('newest');
		await page.getByRole('button', { name: 'Show', exact: true }).click();
		expect(page.url()).toContain('order=newest');
		expect(await page.locator('.findings li').count()).toBeGreaterThan(0);
	});

	test('a finding is read, worked on, and handed over', async () => {
		await page.goto(`${product.origin}/products`);
		await page.locator('.findings h3 a').first().click();
		await page.getByRole('heading', { name: 'Why we say so' }).waitFor();
		await page.getByText('Nobody has done anything about it yet.').waitFor();
		await page.getByLabel('It is').selectOption('dismissed');
		await page.locator('form[action="?/state"] button').click();
		expect(await page.getByRole('alert').innerText()).toBe('Say why it is dismissed.');
		expect(await page.getByLabel('It is').inputValue()).toBe('dismissed');
		await page.getByLabel('It is').selectOption('fix_shipped');
		await page.getByLabel('from which lot on').fill('a lot not sold yet');
		await page.locator('form[action="?/state"] button').click();
		await page.getByText('No unit of lot a lot not sold yet has been sold yet').waitFor();
		await page.getByLabel('What was found out').fill('<b>A seal</b> is too soft.');
		await page.getByRole('button', { name: 'Add' }).click();
		await page.getByText('<b>A seal</b> is too soft.').waitFor();
		await page.getByRole('link', { name: 'Report for the manufacturer' }).click();
		await page.getByRole('heading', { name: 'How this was found' }).waitFor();
		const text = await page.locator('article').innerText();
		expect(/C-S\d|@/.test(text)).toBe(false);
		expect(text).toContain('It stopped one evening.');
	});

	test('the evidence is a table without anybody in it', async () => {
		const [{ id, observed }] = (
			await (await read('/api/v1/findings', { cookie: `${cookie.name}=${cookie.value}` })).json()
		).findings;
		const response = await read(`/findings/${id}/evidence`, { cookie: `${cookie.name}=${cookie.value}` });
		expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8');
		const lines = (await response.text()).trim().split('\r\n');
		expect(lines).toHaveLength(observed + 1);
		expect(lines.join()).not.toMatch(/C-S|customer_id/);
	});
});

test('every page fits a phone, and axe finds nothing, in light and in dark', async () => {
	const [{ id, sku }] = (await product.sql<
		{ id: number; sku: string }[]
	>`select id::int, sku from findings order by id limit 1`) as unknown as [{ id: number; sku: string }];
	const found: string[] = [];
	const page = await desk();
	page.on('pageerror', (error) => found.push(error.message));
	await page.addInitScript(axe);
	for (const path of [
		'/products',
		`/products/${sku}`,
		`/findings/${id}`,
		`/findings/${id}/report`,
		'/findings/method'
	]) {
		await page.setViewportSize({ width: 320, height: 700 });
		await page.emulateMedia({ colorScheme: 'light' });
		await page.goto(product.origin + path, { waitUntil: 'networkidle' });
		// A page that fails while its script takes over is empty.
		if (!(await page.locator('main h1').isVisible())) found.push(`${path} is empty`);
		const wide = await page.evaluate(() => document.documentElement.scrollWidth);
		if (wide > 320) found.push(`${path} is ${wide} wide`);
		await page.setViewportSize({ width: 1200, height: 900 });
		const run = (runOnly: unknown) =>
			page.evaluate(
				(options) =>
					(
						window as unknown as {
							axe: {
								run(
									node: Document,
									options: unknown
								): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }>;
							};
						}
					).axe.run(document, options),
				{ runOnly }
			);
		const light = await run(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']);
		await page.emulateMedia({ colorScheme: 'dark' });
		const dark = await run({ type: 'rule', values: ['color-contrast'] });
		for (const { id, nodes } of [...light.violations, ...dark.violations])
			found.push(`${path} ${id}: ${nodes[0]!.html}`);
	}
	expect(found).toEqual([]);
});

describe('other systems', () => {
	test('read findings with a key of the scope, as JSON and as CSV', async () => {
		const authorization = `Bearer ${await product.newKey(['read'])}`;
		const { findings, next } = await (await read('/api/v1/findings', { authorization })).json();
		expect(next).toBeNull();
		expect(Object.keys(findings[0])).toEqual([
			'id', 'sku', 'failure_mode', 'lot', 'tier', 'cause', 'observed', 'expected', 'ebgm', 'eb05', 'e_value', 'since',
			'first_crossed_at', 'state', 'sentence'
		]); // prettier-ignore
		for (const { lot, cause } of findings) expect(lot === null).toBe(cause !== 'lot');
		const csv = await (await read('/api/v1/findings?format=csv', { authorization })).text();
		expect(csv.split('\r\n')[0]).toBe(Object.keys(findings[0]).join(','));
		const one = await (await read(`/api/v1/findings/${findings[0].id}`, { authorization })).json();
		expect(one.evidence.lots.length).toBeGreaterThan(0);
		expect((await read('/api/v1/findings/0', { authorization })).status).toBe(404);
		expect((await read('/api/v1/findings?from=never', { authorization })).status).toBe(400);
	});
	test('get advice at the counter, and nothing else with that key', async () => {
		const authorization = `Bearer ${await product.newKey(['advice'])}`;
		const [{ sku }] = (await product.sql<
			{ sku: string }[]
		>`select sku from standing_findings where lot is null limit 1`) as unknown as [{ sku: string }];
		const advice = await (await read(`/api/v1/products/${sku}/advice`, { authorization })).json();
		expect(advice).toMatchObject({
			sku,
			replace_like_with_like: false,
			advice: expect.stringContaining('Do not replace like with like')
		});
		expect(JSON.stringify(advice)).not.toMatch(/answer|observed|score/);
		expect((await read('/api/v1/findings', { authorization })).status).toBe(403);
		expect((await read('/api/v1/products/NOPE/advice', { authorization })).status).toBe(404);
		expect((await read(`/api/v1/products/${sku}/advice`)).status).toBe(401);
		expect((await read('/api/v1/findings', { authorization: `Bearer ${product.key}` })).status).toBe(403);
	});
});

test('the command beside the running product says what it found, and looks back without writing', async () => {
	const command = async (...args: string[]) => {
		const child = spawn(process.execPath, ['src/cli.ts', 'analyse', ...args], { env: product.env });
		let [out, err] = ['', ''];
		child.stdout.on('data', (text) => (out += text));
		child.stderr.on('data', (text) => (err += text));
		const [code] = await once(child, 'exit');
		return { code, out, err };
	};
	const now = await command();
	expect([now.code, JSON.parse(now.out).findings.length > 0]).toEqual([0, true]);
	const back = await command('--as-of', '2025-06-01');
	expect(back.err).toMatch(/nothing was written/);
	expect(JSON.parse(back.out).as_of).toBe('2025-06-01');
	for (const day of ['2025-02-30', 'yesterday', '2999-01-01'])
		expect((await command('--as-of', day)).code).not.toBe(0);
});
