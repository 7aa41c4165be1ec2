// Promise 1, 3 and parts of the attack catalogue, tried against the running product.
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { formOf } from '../support/customer.ts';
import { everyFact, everyRow } from '../support/database.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';

let product: RunningProduct;
let link: string;
beforeAll(async () => {
	product = await startProduct();
	await product.send('customers', { id: 'C1', email: 'canary@mail.example' });
	await product.send('interactions', {
		id: 'I1',
		kind: 'call',
		customer: 'C1',
		rep: 'R1',
		started_at: new Date().toISOString()
	});
	link = await product.mail.linkTo('canary@mail.example');
});
afterAll(() => product.stop());

const answers = async () =>
	(await product.sql<{ n: number }[]>`select count(*)::int as n from answers`)[0]!.n;
const post = (url: string, body: string, headers: Record<string, string> = {}) =>
	fetch(url, {
		method: 'POST',
		redirect: 'manual',
		body,
		headers: {
			'content-type': 'application/x-www-form-urlencoded',
			accept: 'text/html',
			origin: product.origin,
			...headers
		}
	});

test('A30 A38: the link stands in no table, no job and no log', async () => {
	await fetch(link);
	await post(link, formOf(link, 'overall=9'));
	await post(link, formOf(link, 'overall=3&later=yes'));
	await post(link, formOf(link, 'overall=3', { secondsAgo: 0 }));
	const token = link.slice(-22);
	const [dump, log] = [await everyRow(product.sql), product.output()];
	expect(dump).toContain(createHash('sha256').update(token).digest('hex'));
	expect([
		dump.includes(token),
		log.includes(token),
		dump.includes('canary@'),
		log.includes('canary@')
	]).toEqual([false, false, false, false]);
});

test.each(['GET', 'HEAD', 'OPTIONS'])('A45: %s spends nothing', async (method) => {
	const before = await everyFact(product.sql);
	for (let n = 0; n < 5; n++) await fetch(link, { method });
	await fetch(link.replace('/s/', '/u/'), { method });
	expect(await everyFact(product.sql)).toBe(before);
});

test('A46: a blank post is refused and spends nothing', async () => {
	expect((await post(link, '')).status).toBe(400);
	expect((await post(link, formOf(link, ''))).status).toBe(400);
	expect(await answers()).toBe(0);
});

test('A44: a form of another site is refused', async () => {
	expect((await post(link, 'overall=1', { origin: 'https://evil.example' })).status).toBe(403);
	expect((await post(link, 'overall=1', { origin: 'null' })).status).toBe(403);
	expect(
		(await post(`${product.origin}/sign-in`, 'email=a&password=b', { origin: 'https://evil.example' })).status
	).toBe(403);
	expect(await answers()).toBe(0);
});

test('A44: pages for customers forbid scripts, frames and being kept', async () => {
	const { headers } = await fetch(link);
	expect(headers.get('content-security-policy')).toMatch(
		/default-src 'none'; style-src 'sha256-[^']+' 'sha256-[^']+'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'/
	);
	expect([headers.get('cache-control'), headers.get('referrer-policy'), headers.get('set-cookie')]).toEqual([
		'no-store',
		'same-origin',
		null
	]);
	expect(headers.get('x-robots-tag')).toContain('noindex');
});

test('A41: a wrong link is answered alike, whatever is wrong with it', async () => {
	const pages = await Promise.all(
		['A'.repeat(22), 'x', `${link.slice(-22)}A`].map(async (wrong) => {
			const response = await fetch(`${product.origin}/s/${wrong}`);
			return [response.status, await response.text()];
		})
	);
	expect(pages[0]![0]).toBe(404);
	expect(new Set(pages.map(String)).size).toBe(1);
});

test('A39: a feed’s reply does not tell who is asked', async () => {
	await product.send('customers', [
		{ id: 'C2', email: 'declined' },
		{ id: 'C3', email: 'asked@mail.example' }
	]);
	const at = new Date().toISOString();
	const replies = await Promise.all(
		['C2', 'C3'].map(async (customer) =>
			(
				await product.send('interactions', { id: `I-${customer}`, kind: 'call', customer, started_at: at })
			).text()
		)
	);
	expect(replies[0]).toBe(replies[1]);
});

test('A48: opening the unsubscribe page does nothing, one click does', async () => {
	const stop = link.replace('/s/', '/u/');
	expect((await fetch(stop)).status).toBe(200);
	expect(await product.sql`select from opt_outs`).toHaveLength(0);
	const oneClick = await fetch(stop, {
		method: 'POST',
		body: 'List-Unsubscribe=One-Click',
		headers: { 'content-type': 'application/x-www-form-urlencoded' }
	});
	expect(oneClick.status).toBe(200);
	expect(await product.sql`select from opt_outs`).toHaveLength(1);
});

describe('A40 A47: one answer', () => {
	test('fifty posts at once are one answer, and every repeat leads to the same receipt', async () => {
		const all = await Promise.all(
			Array.from({ length: 50 }, (_, n) => post(link, formOf(link, `overall=${1 + (n % 5)}`)))
		);
		expect(new Set(all.map((response) => response.status))).toEqual(new Set([303]));
		expect(await answers()).toBe(1);
		const [row] = await product.sql`select receipt from answers`;
		const page = await (await post(link, formOf(link, 'overall=5')).then(() => fetch(link))).text();
		expect(page).toContain(row!.receipt);
	});
});

test('A44: words cannot become markup', async () => {
	await product.send('customers', { id: 'C9', email: 'markup@mail.example' });
	await product.send('products', { sku: 'P9', name: '<img src=x onerror=alert(1)>' });
	await product.send('interactions', {
		id: 'I9',
		kind: 'call',
		customer: 'C9',
		started_at: new Date().toISOString(),
		sku: 'P9',
		promise: '</p><script>alert(1)</script>'
	});
	const page = await (await fetch(await product.mail.linkTo('markup@mail.example'))).text();
	expect(page).not.toMatch(/<script|<img/);
	expect(page).toContain('&lt;img src=x');
});

test('A41: a place that keeps trying is slowed down, and a valid link opens there all the same', async () => {
	const statuses = new Set<number>();
	for (let n = 0; n < 35; n++)
		statuses.add(
			(await fetch(`${product.origin}/s/${'A'.repeat(20)}${String.fromCharCode(65 + (n % 26))}A`)).status
		);
	expect(statuses).toEqual(new Set([404, 429]));
	expect((await fetch(link)).status).toBe(200);
	expect((await post(link, formOf(link, 'overall=3'))).status).toBe(303);
});

test('a feed tells its key how much more may come', async () => {
	const response = await product.send('counts', []);
	expect(response.headers.get('ratelimit-policy')).toBe('"minute";q=600;w=60');
	expect(response.headers.get('ratelimit')).toMatch(/^"minute";r=\d+;t=0$/);
});
