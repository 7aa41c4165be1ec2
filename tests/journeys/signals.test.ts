// The quality team's way from the feeds to a signal two people agree on; and a customer's "this was not me". In a real browser.
import { readFileSync } from 'node:fs';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { feedGaming } from '../support/gaming.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';
import { cookieOf, makeStaff } from '../support/staff.ts';

const axe = readFileSync('node_modules/axe-core/axe.min.js', 'utf8');

let product: RunningProduct;
let browser: Browser;
const cookies: Record<string, string> = {};
beforeAll(async () => {
	[product, browser] = await Promise.all([startProduct(), startBrowser()]);
	for (const [name, role] of [
		['one', 'quality'],
		['two', 'quality'],
		['product', 'product']
	] as const)
		cookies[name] = await cookieOf(
			product.sql,
			await makeStaff(product.sql, role, `${name}@larkfield.example`)
		);
});
afterAll(async () => {
	await browser.close();
	await product.stop();
});

async function desk(who: 'one' | 'two', more: object = {}): Promise<Page> {
	const context = await browser.newContext({
		viewport: { width: 1200, height: 900 },
		reducedMotion: 'reduce',
		...more
	});
	const [name, value] = cookies[who]!.split('=') as [string, string];
	await context.addCookies([{ name, value, url: product.origin }]);
	return context.newPage();
}
const read = (path: string, headers: Record<string, string>) => fetch(product.origin + path, { headers });

describe('without a script', () => {
	let page: Page;
	beforeAll(async () => void (page = await desk('one', { javaScriptEnabled: false })));

	test('no audit has run; it is asked for, and then signals are there', async () => {
		await page.goto(`${product.origin}/quality/coverage`);
		await page.getByText('No interaction matches.').waitFor();
		await page.goto(`${product.origin}/quality/signals`);
		await page.getByText('No audit has run yet.').waitFor();
		await feedGaming(async (name, records) => {
			const response = await product.send(name, records);
			expect([name, (await response.json()).rejected]).toEqual([name, []]);
		});
		for (let waited = 0; waited < 200; waited++) {
			const [{ n }] = (await product.sql`select count(*)::int as n from decisions`) as unknown as [
				{ n: number }
			];
			if (n === 720) break;
			await new Promise((resolve) => setTimeout(resolve, 200));
		}
		await page.getByRole('button', { name: 'Audit now' }).click();
		for (let waited = 0; waited < 100; waited++) {
			await page.goto(`${product.origin}/quality/signals`);
			if (
				(await page.getByRole('button', { name: 'Audit now' }).count()) > 0 &&
				(await page.locator('article').count()) > 0
			)
				break;
			await new Promise((resolve) => setTimeout(resolve, 200));
		}
		const text = await page.locator('main').innerText();
		expect(text).toMatch(/Rep R0: \d+ of \d+ answers came from/);
		expect(text).not.toContain('Rep R2');
	});

	test('a signal shows what to rule out, how it was tested and its cases; two people explain it', async () => {
		await page.getByRole('link', { name: 'Answers that look self-made' }).click();
		await page.getByRole('heading', { name: 'Rule out first' }).waitFor();
		await page.getByText('shop’s Wi-Fi').waitFor();
		expect(await page.locator('main').innerText()).not.toMatch(/@|198\.51/);
		await page.getByLabel('Why?').fill('The tablet stands at the door; customers use it.');
		await page.getByRole('button', { name: 'Propose: explained' }).click();
		await page.getByText('It takes effect once a second person approves it.').waitFor();
		const second = await desk('two', { javaScriptEnabled: false });
		await second.goto(`${product.origin}/settings/proposals`);
		await second.getByText('Explain a signal').waitFor();
		await second.getByRole('button', { name: 'Approve' }).click();
		await second.getByText('The proposal is approved.').waitFor();
		await page.goto(`${product.origin}/quality/signals?state=explained`);
		await page.getByText('Answers that look self-made').waitFor();
		await second.context().close();
	});

	test('the coverage audit adds up on its page and leads to the interactions', async () => {
		const imported = page.getByRole('link', { name: 'answered in an earlier survey (imported)' });
		// The worker counts every few seconds, first some of them, then others.
		for (let tries = 0; tries < 60; tries++) {
			await page.goto(`${product.origin}/quality/coverage?from=2026-01-01&by=rep`);
			if ((await imported.count()) > 0) break;
			await new Promise((resolve) => setTimeout(resolve, 500));
		}
		await page.getByText('this is no league table').waitFor();
		await imported.click();
		await page.getByRole('link', { name: 'The answer' }).first().click();
		await page.getByText('How far it can be trusted').waitFor();
	});

	test('a network is added to the list, a wrong one is refused with what it should be', async () => {
		await page.goto(`${product.origin}/settings/networks`);
		await page.getByLabel('Name').fill('Brill, guests’ Wi-Fi');
		await page.getByLabel('Network', { exact: true }).fill('203.0.113.77/8');
		await page.getByRole('button', { name: 'Add' }).click();
		await page.getByText('too wide').waitFor();
		await page.getByLabel('Network', { exact: true }).fill('203.0.113.77/24');
		await page.getByRole('button', { name: 'Add' }).click();
		await page.getByText('203.0.113.0/24').waitFor();
		await page.getByRole('button', { name: /^Take Brill/ }).click();
		await page.getByText('No network is known yet.').waitFor();
	});
});

test.each([
	[1200, 'light'],
	[390, 'dark']
] as const)('pages at %i px, %s, are accessible and do not scroll sideways', async (width, colorScheme) => {
	const page = await desk('one', { viewport: { width, height: 900 }, colorScheme });
	const [signal] = await product.sql<{ id: number }[]>`select id::int from signals order by id limit 1`;
	for (const path of [
		'/quality',
		'/quality/signals?state=standing',
		`/quality/signals/${signal!.id}`,
		'/quality/coverage?from=2026-01-01',
		'/quality/coverage?from=2026-01-01&by=rep',
		'/quality/coverage/too_late?from=2026-01-01',
		'/settings/networks'
	]) {
		await page.goto(product.origin + path);
		await page.evaluate(axe);
		const { violations } = await page.evaluate<{ violations: { id: string; nodes: { html: string }[] }[] }>(
			'axe.run()'
		);
		expect([path, violations.map(({ id, nodes }) => `${id}: ${nodes[0]!.html}`)]).toEqual([path, []]);
		expect([path, await page.evaluate('document.documentElement.scrollWidth')]).toEqual([path, width]);
	}
});

test('signals and coverage are for the quality team and for keys that may read, not for product managers', async () => {
	const key = await product.newKey(['read']);
	for (const path of [
		'/api/v1/signals',
		'/api/v1/coverage?by=location',
		'/api/v1/signals?format=csv',
		'/api/v1/coverage?format=csv'
	]) {
		expect((await read(path, { authorization: `Bearer ${key}` })).status).toBe(200);
		expect((await read(path, { cookie: cookies.one! })).status).toBe(200);
		expect((await read(path, { cookie: cookies.product! })).status).toBe(401);
		expect((await read(path, {})).status).toBe(401);
	}
	for (const path of ['/quality/signals', '/quality/coverage', '/settings/networks'])
		expect((await read(path, { cookie: cookies.product! })).status).toBe(403);
	expect((await read('/api/v1/signals?state=closed', { cookie: cookies.one! })).status).toBe(400);
});

test('a customer whose address was changed says so, by thumb and without a script', async () => {
	await product.send('customers', { id: 'K1', email: 'k1@mail.example', language: 'fr' });
	const changed_at = new Date().toISOString();
	await product.send('contacts', {
		customer: 'K1',
		kind: 'email',
		value: 'other@mail.example',
		changed_at,
		changed_by: 'R1'
	});
	let text = '';
	for (let waited = 0; waited < 150 && !text; waited++) {
		text = product.mail.mails.find(({ to }) => to === 'k1@mail.example')?.mail.text ?? '';
		if (!text) await new Promise((resolve) => setTimeout(resolve, 200));
	}
	const link = /https?:\/\/\S+\/not-me\/[A-Za-z0-9_-]{22}/.exec(text)![0];
	const page = await (
		await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
	).newPage();
	await page.goto(link);
	await page.getByRole('heading', { name: 'Ce n’était pas vous' }).waitFor();
	expect(await product.sql`select from denials`).toHaveLength(0);
	await page.waitForTimeout(1100);
	await page.getByRole('button', { name: 'Ce n’était pas moi' }).click();
	await page.getByRole('heading', { name: 'Merci.' }).waitFor();
	expect(await product.sql`select from denials`).toHaveLength(1);
	expect(product.output()).not.toContain(link.slice(-22));
	const wrong = await page.goto(`${product.origin}/not-me/${'A'.repeat(22)}`);
	expect(wrong!.status()).toBe(404);
});

test('an answer given from a branch’s network is marked, and its address stands nowhere', async () => {
	const page = await desk('two');
	for (const network of ['127.0.0.1', '::1']) {
		// What is typed before the script has taken over is lost.
		await page.goto(`${product.origin}/settings/networks`, { waitUntil: 'networkidle' });
		await page.getByLabel('Name').fill(`here ${network}`);
		await page.getByLabel('Network', { exact: true }).fill(network);
		await page.getByRole('button', { name: 'Add' }).click();
		await page.getByText('The network is in the list.').waitFor();
	}
	await product.send('customers', { id: 'K9', email: 'k9@mail.example' });
	const ended = new Date(Date.now() - 3_600_000).toISOString();
	await product.send('interactions', {
		id: 'N9',
		kind: 'visit',
		customer: 'K9',
		rep: 'R1',
		started_at: ended
	});
	await page.goto(await product.mail.linkTo('k9@mail.example'));
	await page.locator('#overall-5').check();
	await page.waitForTimeout(2600);
	await page.getByRole('button', { name: 'Send' }).click();
	await page.getByRole('heading', { name: /Thank you/ }).waitFor();
	const [trace] =
		await product.sql`select t.branch is not null as branch, length(t.network) as bytes from answer_traces t
		join answers a on a.id = t.answer where a.interaction = 'N9'`;
	expect(trace).toEqual({ branch: true, bytes: 16 });
});
