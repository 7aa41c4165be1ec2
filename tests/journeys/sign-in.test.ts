// Signing in, as staff meet it: invited, forgotten, with a second factor, through the company's account, and out again.
import type { Browser, Page } from 'playwright-core';
import { Secret, TOTP } from 'otpauth';
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addStaff, mayTry, rememberBrowser } from '../../src/lib/server/identity/identity.ts';
import { startBrowser } from '../support/browser.ts';
import { everyRow, vault } from '../support/database.ts';
import { oidcClient, startIdentityProvider, type IdentityProvider } from '../support/identity-provider.ts';
import { endOf, freePort, startProduct, type RunningProduct } from '../support/product.ts';
import { makeStaff, password, signIn } from '../support/staff.ts';

let product: RunningProduct;
let provider: IdentityProvider;
let browser: Browser;
beforeAll(async () => {
	const port = await freePort();
	provider = await startIdentityProvider(`http://localhost:${port}/sign-in/provider`);
	[product, browser] = await Promise.all([
		startProduct({
			PORT: `${port}`,
			OIDC_ISSUER: provider.issuer,
			OIDC_CLIENT_ID: oidcClient.client_id,
			OIDC_CLIENT_SECRET: oidcClient.client_secret,
			OIDC_NAME: 'Larkfield'
		}),
		startBrowser()
	]);
	await makeStaff(product.sql, 'admin');
});
afterAll(async () => {
	await browser.close();
	await product.stop();
	await provider.stop();
});

/** Without JavaScript: all of it is forms. */
const visitor = async (): Promise<Page> => {
	const context = await browser.newContext({ javaScriptEnabled: false });
	// The provider's own pages ask for fonts from far away.
	await context.route(/^https:/, (route) => route.abort());
	return context.newPage();
};
const letterTo = async (address: string) => {
	for (let waited = 0; waited < 20_000; waited += 50) {
		const found = product.mail.mails.findLast((mail) => mail.to === address);
		if (found) return /http\S+\/sign-in\/letter\/[\w-]{22}/.exec(found.mail.text!)![0];
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error(`no letter to ${address}`);
};

describe('an invitation', () => {
	test('comes by mail, sets a password once, and its link stands in no table and no log', async () => {
		const admin = await visitor();
		await signIn(admin, product.origin, 'admin@larkfield.example');
		await admin.goto(`${product.origin}/settings/staff`);
		await admin.getByLabel('E-mail').fill('new@larkfield.example');
		await admin.locator('form[action="?/invite"] select').selectOption('quality');
		await admin.getByRole('button', { name: 'Invite' }).click();
		await admin.getByText('An invitation to new@larkfield.example is on its way.').waitFor();

		const link = await letterTo('new@larkfield.example');
		const page = await visitor();
		await page.goto(link);
		await page.getByLabel('Password').fill(password);
		await page.getByRole('button', { name: 'Set it' }).click();
		await page.getByRole('heading', { name: 'What customers say' }).waitFor();
		expect((await page.goto(link))!.status()).toBe(404);
		const token = link.slice(-22);
		expect([(await everyRow(product.sql)).includes(token), product.output().includes(token)]).toEqual([
			false,
			false
		]);
	});

	test('a role that was taken away ends what is open', async () => {
		const page = await visitor();
		await signIn(page, product.origin, 'new@larkfield.example');
		await page.goto(`${product.origin}/quality`);
		const admin = await visitor();
		await admin.goto(`${product.origin}/sign-in`);
		await product.sql`update staff set totp_step = 0 where role = 'admin'`;
		await signIn(admin, product.origin, 'admin@larkfield.example');
		await admin.goto(`${product.origin}/settings/staff`);
		const row = admin.getByRole('row').filter({ hasText: 'new@larkfield.example' });
		await row.getByLabel('Role of').selectOption('product');
		await row.getByRole('button', { name: 'Change' }).click();
		await admin.getByText('The role is changed.').waitFor();
		await page.goto(`${product.origin}/quality`);
		expect(new URL(page.url()).pathname).toBe('/sign-in');

		// Nobody locks everybody out.
		const own = admin.getByRole('row').filter({ hasText: 'admin@larkfield.example' });
		await own.getByText('More').click();
		await own.getByRole('button', { name: 'End' }).click();
		await admin.getByText('There has to be an admin').waitFor();
	});
});

test('a forgotten password is reset by mail, and the page does not tell who has an account', async () => {
	const said: string[] = [];
	for (const address of ['new@larkfield.example', 'nobody@larkfield.example']) {
		const page = await visitor();
		await page.goto(`${product.origin}/sign-in/forgot`);
		await page.getByLabel('E-mail').fill(address);
		await page.getByRole('button', { name: 'Send me a link' }).click();
		said.push((await page.locator('main').textContent())!);
	}
	expect(said[0]).toContain('Look into your mailbox');
	expect(said[0]).toBe(said[1]);
	const before = await letterTo('new@larkfield.example');
	for (
		let waited = 0;
		waited < 10_000 && before === (await letterTo('new@larkfield.example'));
		waited += 100
	) {
		if (product.mail.mails.filter(({ to }) => to === 'new@larkfield.example').length > 1) break;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	const page = await visitor();
	await page.goto(await letterTo('new@larkfield.example'));
	await page.getByRole('heading', { name: 'Another password' }).waitFor();
	await page.getByLabel('Password').fill('another good password');
	await page.getByRole('button', { name: 'Set it' }).click();
	await page.getByRole('navigation', { name: 'Main' }).waitFor();
	expect(product.mail.mails.some(({ to }) => to === 'nobody@larkfield.example')).toBe(false);
});

test('an admin sets up a second factor before anything else, and a recovery code replaces a lost phone', async () => {
	await addStaff(product.sql, { email: 'fresh@larkfield.example', role: 'admin', password }, new Date());
	const page = await visitor();
	await signIn(page, product.origin, 'fresh@larkfield.example');
	await page.getByRole('heading', { name: 'Set up a second factor' }).waitFor();
	for (const path of ['/quality', '/settings/staff', '/account']) {
		await page.goto(product.origin + path);
		expect(new URL(page.url()).pathname).toBe('/sign-in/second-factor');
	}
	await page.getByLabel('Code for').fill('000000');
	await page.getByRole('button', { name: 'Set up' }).click();
	await page.getByText('not the code the app shows').waitFor();
	const secret = (await page.locator('.secret').textContent())!.replaceAll(' ', '');
	await page.getByLabel('Code for').fill(new TOTP({ secret: Secret.fromBase32(secret) }).generate());
	await page.getByRole('button', { name: 'Set up' }).click();
	const codes = await page.locator('.codes li').allTextContents();
	expect(codes).toHaveLength(10);
	await page.getByRole('link', { name: 'I have kept them' }).click();
	await page.getByRole('heading', { name: 'What customers say' }).waitFor();

	const phoneless = await visitor();
	await signIn(phoneless, product.origin, 'fresh@larkfield.example');
	await phoneless.getByLabel('Six digits').fill(codes[3]!);
	await phoneless.getByRole('button', { name: 'Go on' }).click();
	await phoneless.getByRole('heading', { name: 'What customers say' }).waitFor();

	await phoneless.goto(`${product.origin}/account`);
	await phoneless.getByText('9 recovery codes are left').waitFor();
	expect(await phoneless.getByRole('row').count()).toBe(3);
	await phoneless.getByRole('button', { name: 'Sign out everywhere else' }).click();
	await phoneless.getByText('All other sessions have ended.').waitFor();
	await page.goto(`${product.origin}/quality`);
	expect(new URL(page.url()).pathname).toBe('/sign-in');
});

describe('guessing', () => {
	const attempt = (origin: string, email: string, guess = 'a wrong password') =>
		fetch(`${origin}/sign-in`, {
			method: 'POST',
			redirect: 'manual',
			body: new URLSearchParams({ email, password: guess }).toString(),
			headers: {
				origin: product.origin,
				accept: 'text/html',
				'content-type': 'application/x-www-form-urlencoded'
			}
		});

	test('is stopped after ten tries, for all processes and after a restart, and is no lock on other places', async () => {
		await makeStaff(product.sql, 'quality', 'guessed@larkfield.example');
		const statuses: number[] = [];
		for (let n = 0; n < 11; n++)
			statuses.push((await attempt(product.origin, 'guessed@larkfield.example')).status);
		expect(statuses).toEqual([...Array(10).fill(400), 429]);
		expect((await attempt(product.origin, 'guessed@larkfield.example', password)).status).toBe(429);

		const port = await freePort();
		const env = { ...product.env, PORT: `${port}`, ORIGIN: product.origin, WORKER: 'off' };
		const other = spawn(process.execPath, ['src/start.ts'], {
			cwd: join(import.meta.dirname, '../..'),
			env,
			stdio: 'ignore'
		});
		const origin = `http://localhost:${port}`;
		for (let waited = 0; waited < 30_000; waited += 50) {
			if (await fetch(`${origin}/health`).catch(() => undefined)) break;
			await new Promise((resolve) => setTimeout(resolve, 50));
		}
		expect((await attempt(origin, 'Guessed@larkfield.example ', password)).status).toBe(429);
		await endOf(other, 'SIGTERM');

		const elsewhere = {
			purpose: 'password',
			account: 'guessed@larkfield.example',
			address: '203.0.113.9',
			vault
		};
		expect(await mayTry(product.sql, elsewhere, new Date())).toBe(true);
		const here = { ...elsewhere, address: '127.0.0.1' };
		// A browser in which they have signed in before is counted by itself.
		const known = rememberBrowser(vault, 'guessed@larkfield.example', Buffer.from('known browser'));
		expect(await mayTry(product.sql, { ...here, known }, new Date())).toBe(true);
		expect(await mayTry(product.sql, { ...here, known: `${known}x` }, new Date())).toBe(false);
		expect(await mayTry(product.sql, { ...here, account: 'other@l.example', known }, new Date())).toBe(true);
	});
});

describe('the company’s account', () => {
	async function through(sub: string, page: Page) {
		await page.goto(`${product.origin}/sign-in?next=%2Faccount`);
		await page.getByRole('link', { name: 'Sign in with Larkfield' }).click();
		await page.locator('input[name=login]').fill(sub);
		await page.locator('input[name=password]').fill('any');
		await page.locator('button[type=submit]').click();
		await page.locator('form button[type=submit], button.login').first().click();
	}

	test('lets in who was invited, and knows them from then on by what the provider calls them', async () => {
		await makeStaff(product.sql, 'quality', 'ann@larkfield.example');
		const page = await visitor();
		await through('ann@larkfield.example', page);
		await page.getByRole('heading', { name: 'Account' }).waitFor();
		const [row] = await product.sql`select issuer, subject from staff where email = 'ann@larkfield.example'`;
		expect(row).toEqual({ issuer: provider.issuer, subject: 'ann@larkfield.example' });

		// Another account of the provider's with the same address is somebody else.
		const other = await visitor();
		await through('ann@larkfield.example#2', other);
		await other.getByText('did not lead to anybody here').waitFor();
	});

	test('asks an admin for the second factor all the same', async () => {
		await product.sql`update staff set totp_step = 0 where email = 'admin@larkfield.example'`;
		const page = await visitor();
		await through('admin@larkfield.example', page);
		await page.getByRole('heading', { name: 'The code of your authenticator app' }).waitFor();
	});

	test('lets in nobody unknown, nobody unverified, nobody ended', async () => {
		await makeStaff(product.sql, 'quality', 'unverified@larkfield.example');
		await makeStaff(product.sql, 'quality', 'gone@larkfield.example');
		await product.sql`update staff set ended_at = now() where email = 'gone@larkfield.example'`;
		for (const sub of [
			'stranger@larkfield.example',
			'unverified@larkfield.example',
			'gone@larkfield.example'
		]) {
			const page = await visitor();
			await through(sub, page);
			await page.getByText('did not lead to anybody here').waitFor();
		}
	});

	test('what follows a sign-in stays here, however it is written', async () => {
		for (const next of [
			'//evil.example',
			'/%09/evil.example',
			'/\\evil.example',
			'https://evil.example',
			'/%0d%0aX:1',
			'/€'
		]) {
			const response = await fetch(`${product.origin}/sign-in?next=${next}`, {
				method: 'POST',
				redirect: 'manual',
				body: new URLSearchParams({ email: 'ann@larkfield.example', password }).toString(),
				headers: {
					origin: product.origin,
					accept: 'text/html',
					'content-type': 'application/x-www-form-urlencoded'
				}
			});
			expect([next, response.status, response.headers.get('location')]).toEqual([next, 303, '/']);
		}
	});

	test('a return that was not begun here, or is made up, leads nowhere', async () => {
		for (const search of [
			'?code=abc&state=def',
			'?error=access_denied&state=x',
			'?state=',
			'?code=%00&state=%FF'
		]) {
			const page = await visitor();
			await page.goto(`${product.origin}/sign-in/provider${search}`);
			await page.getByText('Signing in there did not work').waitFor();
		}
		expect(product.output()).not.toContain('request failed');
	});
});
