// Every route, every method, every role, nobody, and another site: what happens is what the list says.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { access, mayOpen } from '../../src/lib/server/identity/access.ts';
import type { Role } from '../../src/lib/server/identity/identity.ts';
import { everyFact } from '../support/database.ts';
import { makeLinks } from '../support/links.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';
import { cookieOf, makeStaff } from '../support/staff.ts';

let product: RunningProduct;
let link: string;
const cookies: Record<string, string> = {};
beforeAll(async () => {
	product = await startProduct();
	for (const role of ['admin', 'quality', 'product'] as const)
		cookies[role] = await cookieOf(product.sql, await makeStaff(product.sql, role));
	link = (await makeLinks(product.sql, 1, 'walk'))[0]!;
	await product.send('answers', { id: 'H1', interaction: 'walk2', answered_at: '2026-01-01', overall: 1 });
});
afterAll(() => product.stop());

const values: Record<string, () => string> = {
	link: () => link,
	receipt: () => '0000-0000-0000',
	reference: () => 'invite.1.AAAAAAAAAAAAAAAAAAAAAA',
	token: () => 'A'.repeat(22),
	feed: () => 'counts',
	answer: () => '1',
	case: () => '1',
	key: () => 'stay',
	sku: () => 'PH-1',
	finding: () => '1',
	signal: () => '1',
	ending: () => 'answered',
	brand: () => 'new',
	upload: () => '1'
};
const addressOf = (route: string) =>
	route.replace(/\/\([^)]+\)/g, '').replace(/\[(\w+)\]/g, (_, name) => values[name]!()) || '/';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
const who: (Role | undefined)[] = [undefined, 'admin', 'quality', 'product'];

const ask = (path: string, method: string, role: Role | undefined, more: Record<string, string> = {}) =>
	fetch(product.origin + path, {
		method,
		redirect: 'manual',
		body: method === 'GET' || method === 'HEAD' ? undefined : 'x=1',
		headers: {
			origin: product.origin,
			accept: 'text/html',
			'content-type': 'application/x-www-form-urlencoded',
			...(role && { cookie: cookies[role]! }),
			...more
		}
	});

/** What a response says about being let in; undefined where it was let in, whatever came of it. */
function refusalOf({ status, headers }: Response): string | undefined {
	if (status === 405) return 'no such method';
	if (status === 403) return 'not for this role';
	if (status === 401) return headers.has('www-authenticate') ? 'key' : 'sign in first';
	if (status === 303 && headers.get('location')?.startsWith('/sign-in?next=')) return 'sign in first';
	return undefined;
}

function expected(route: string, method: string, role: Role | undefined): string | undefined {
	const may = mayOpen(route, method, role);
	if (may === 'allowed') return undefined;
	if (typeof may === 'object') return 'key';
	// Metrics are switched off here, and say so.
	if (may === 'metrics token') return undefined;
	return may;
}

/** /sign-out would end the session the walk goes on with. */
const routes = Object.keys(access).filter((route) => route !== '/sign-out');

test.each(who.map((role) => [role ?? 'nobody', role] as const))(
	'A38: %s meets exactly the list',
	async (_, role) => {
		const wrong: string[] = [];
		for (const route of routes)
			for (const method of methods) {
				const got = refusalOf(await ask(addressOf(route), method, role));
				const listed = expected(route, method, role);
				if (got !== listed)
					wrong.push(`${method} ${route}: ${got ?? 'let in'}, listed ${listed ?? 'let in'}`);
			}
		expect(wrong).toEqual([]);
	}
);

test('A38: what a page loads is refused like the page', async () => {
	const wrong: string[] = [];
	for (const route of routes.filter((route) => access[route]!.GET && route.includes('(staff)')))
		for (const role of [undefined, 'quality', 'product'] as const) {
			if (mayOpen(route, 'GET', role) === 'allowed') continue;
			const response = await ask(`${addressOf(route)}/__data.json`, 'GET', role);
			const text = await response.text();
			if (refusalOf(response) === undefined && !/"type":"redirect"/.test(text))
				wrong.push(`${role} ${route}`);
		}
	expect(wrong).toEqual([]);
});

test('A44: no form of another site gets through, whoever is signed in', async () => {
	const actions = readdirSync('src/routes', { recursive: true, withFileTypes: true })
		.filter(({ name }) => name === '+page.server.ts')
		.flatMap(({ parentPath, name }) => {
			const text = readFileSync(join(parentPath, name), 'utf8');
			const body = text.split('export const actions')[1];
			const names = [...(body ?? '').matchAll(/^\t(\w+)(?::|\()/gm)].map(([, action]) => action!);
			return names.map((action) => ({ route: parentPath.replace(/^src\/routes/, '') || '/', action }));
		});
	expect(actions.length).toBeGreaterThan(30);
	const before = await everyFact(product.sql);
	const wrong: string[] = [];
	for (const { route, action } of actions)
		for (const origin of ['https://evil.example', 'null', `${product.origin}.evil.example`]) {
			const path = addressOf(route) + (action === 'default' ? '' : `?/${action}`);
			const { status } = await ask(path, 'POST', 'admin', { origin });
			if (status !== 403) wrong.push(`${path} from ${origin}: ${status}`);
		}
	expect(wrong).toEqual([]);
	expect(await everyFact(product.sql)).toBe(before);
});

test('A44: every response forbids frames, sniffing, indexing and being kept', async () => {
	const wrong: string[] = [];
	for (const route of routes)
		for (const role of [undefined, 'admin', 'product'] as const) {
			const { headers } = await ask(addressOf(route), 'GET', role);
			const csp = headers.get('content-security-policy') ?? '';
			const isRight =
				/frame-ancestors '(none|self)'/.test(csp) &&
				!/script-src[^;]*'unsafe-(inline|eval)'/.test(csp) &&
				headers.get('cache-control') === 'no-store' &&
				headers.get('x-content-type-options') === 'nosniff' &&
				headers.get('referrer-policy') === 'same-origin' &&
				headers.get('x-robots-tag') === 'noindex, nofollow';
			if (!isRight) wrong.push(`${role} ${route} ${csp} ${headers.get('cache-control')}`);
		}
	expect(wrong).toEqual([]);
});

test('who has signed in by half gets no further than the other half', async () => {
	const { beginSession, sessionCookie } = await import('../../src/lib/server/identity/identity.ts');
	const [{ id }] = (await product.sql`select id::int from staff where role = 'admin'`) as unknown as [
		{ id: number }
	];
	const half = { staff: id, browser: null, secondFactor: false, secure: false };
	const { value } = await beginSession(product.sql, half, new Date());
	const wrong: string[] = [];
	for (const route of routes.filter((route) => route.includes('(staff)') || route.includes('(preview)')))
		for (const method of ['GET', 'POST']) {
			const response = await ask(addressOf(route), method, undefined, {
				cookie: `${sessionCookie}=${value}`
			});
			const isOut =
				response.status === 401 ||
				response.status === 405 ||
				response.headers.get('location')?.startsWith('/sign-in/code?next=');
			if (!isOut) wrong.push(`${method} ${route} ${response.status}`);
		}
	expect(wrong).toEqual([]);
	await product.sql`update sessions set created_at = now() - interval '16 minutes' where not second_factor`;
	const late = await ask('/sign-in/code', 'GET', undefined, { cookie: `${sessionCookie}=${value}` });
	expect(late.headers.get('location')).toBe('/sign-in');
});

test('a product manager reads no answer, no word, no contact on any page', async () => {
	await product.send('customers', { id: 'secret', email: 'secret@mail.example' });
	for (const route of routes.filter((route) => access[route]!.GET)) {
		const text = await (await ask(addressOf(route), 'GET', 'product')).text();
		expect(text, route).not.toContain('secret@mail');
	}
});
