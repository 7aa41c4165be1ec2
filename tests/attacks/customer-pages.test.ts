// Odd requests to the pages customers see: a refusal, never an error of ours, and the process lives on.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { formOf } from '../support/customer.ts';
import { makeLinks } from '../support/links.ts';
import { password, startProduct, type RunningProduct } from '../support/product.ts';

let product: RunningProduct;
let link: string;
beforeAll(async () => {
	product = await startProduct();
	link = (await makeLinks(product.sql, 1, 'odd '))[0]!;
});
afterAll(() => product.stop());

const ask = (path: string, init: RequestInit = {}) =>
	fetch(product.origin + path, {
		redirect: 'manual',
		...init,
		headers: { origin: product.origin, accept: 'text/html', ...init.headers }
	});
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
	ask(path, {
		method: 'POST',
		body,
		headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers }
	});

test.each<[string, () => Promise<Response>]>([
	['half a letter in a receipt', () => ask(`/receipt?receipt=${'a'.repeat(99)}%F0%9F%98%80`)],
	['a path as a receipt', () => ask('/receipt?receipt=..')],
	['a receipt that cannot be decoded', () => ask('/receipt/%E0%A4%A')],
	['a language that is none', () => ask(`/s/${link}?language=__proto__`)],
	['a language header of nonsense', () => ask('/voice', { headers: { 'accept-language': ';;q=x,*,,de-' } })],
	['a named action', () => post(`/s/${link}?/default`, formOf(link, 'overall=5'))],
	['another named action', () => post('/voice?/x', 'number=1')],
	['fields named like parts of objects', () => post(`/s/${link}`, formOf(link, '__proto__=1&constructor=2'))],
	[
		'the same asked for as data',
		() => post(`/s/${link}`, formOf(link, '__proto__=1&overall=9'), { accept: 'application/json' })
	],
	['a file instead of a form', () => post('/voice', '{}', { 'content-type': 'application/json' })],
	['an endless number', () => post('/voice', `number=${'9'.repeat(60_000)}&contact=a@b.example`)],
	['too much', () => post('/voice', `number=${'9'.repeat(70_000)}`)],
	['an unknown method', () => ask(`/s/${link}`, { method: 'PROPFIND' })]
])('%s', async (_, odd) => {
	const { status } = await odd();
	expect(status).toBeLessThan(500);
	expect((await ask(`/s/${link}`)).status).toBe(200);
});

test('what one receives as a receipt leads nowhere else', async () => {
	expect((await ask('/receipt?receipt=../../quality')).headers.get('location')).toMatch(
		/^\/receipt\/quality\?language=/
	);
});

test('a questionnaire without languages, however it came to be, takes nothing down', async () => {
	const email = await product.staff('quality');
	const signedIn = await post('/sign-in', new URLSearchParams({ email, password }).toString());
	const cookie = signedIn.headers.get('set-cookie')!.split(';')[0]!;
	await product.sql`insert into next_questionnaire (based_on, content, changed_at)
		select version, '{"languages": [], "questions": []}', now() from questionnaires`;
	for (const path of [
		'/settings/questionnaire',
		'/settings/questionnaire/preview',
		'/settings/questionnaire/phone'
	])
		expect((await ask(path, { headers: { cookie } })).status, path).toBe(200);
	const odd = await post('/settings/questionnaire?/discard', 'revision=abc', { cookie });
	expect(odd.status).toBeLessThan(500);
	expect((await ask('/health')).status).toBe(200);
});

test('nothing of all this is an error in the log', () => {
	expect(product.output().includes('request failed')).toBe(false);
});
