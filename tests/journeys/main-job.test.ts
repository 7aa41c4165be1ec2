// The main job, end to end, in a real browser: a feed, a decision, a mail, an answer, the desk, the product.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { analyse } from '../../src/lib/server/flaws/flaws.ts';
import { startBrowser } from '../support/browser.ts';
import { press } from '../support/customer.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';
import { codeAt, password, signIn } from '../support/staff.ts';

let product: RunningProduct;
let browser: Browser;
beforeAll(async () => {
	[product, browser] = await Promise.all([startProduct(), startBrowser()]);
	await product.send('products', {
		sku: 'PH-120',
		name: 'Aster 12',
		failure_modes: ['battery:Battery drains', 'screen:Screen goes dark']
	});
	await product.send('units', [
		{ serial: 'S1', sku: 'PH-120', lot: 'L1', sold_at: '2026-09-01' },
		{ serial: 'S2', sku: 'PH-120', lot: 'L1', sold_at: '2026-10-01', replaces: 'S1' }
	]);
	await product.send('returns', [
		{
			id: 'B1',
			sku: 'PH-120',
			serial: 'S1',
			returned_at: '2026-10-01',
			replacement_serial: 'S2',
			disposition: 'replaced'
		},
		{ id: 'B2', sku: 'PH-120', serial: 'S2', returned_at: '2026-11-01', interaction: 'I-main' }
	]);
});
afterAll(async () => {
	await browser.close();
	await product.stop();
});

async function invited(id: string, more: object = {}): Promise<string> {
	await product.send('customers', { id: `C-${id}`, email: `${id}@mail.example` });
	await product.send('interactions', {
		id: `I-${id}`,
		kind: 'repair',
		customer: `C-${id}`,
		started_at: new Date().toISOString(),
		...more
	});
	return product.mail.linkTo(`${id}@mail.example`);
}

/** A phone without JavaScript. */
async function phone(): Promise<Page> {
	const context = await browser.newContext({
		viewport: { width: 320, height: 640 },
		javaScriptEnabled: false
	});
	return context.newPage();
}

async function signedIn(role: 'admin' | 'quality' | 'product'): Promise<Page> {
	const email = await product.staff(role);
	const page = await (await browser.newContext({ viewport: { width: 1200, height: 800 } })).newPage();
	await signIn(page, product.origin, email);
	await page.getByRole('navigation', { name: 'Main' }).waitFor();
	return page;
}

describe('a customer at a bus stop', () => {
	test('answers by thumb, without JavaScript, and keeps a receipt', async () => {
		const page = await phone();
		const requests: string[] = [];
		page.on('request', (request) => requests.push(request.url()));
		const link = await invited('main', { sku: 'PH-120', serial: 'S2', promise: 'A call by Friday' });
		await page.goto(link);
		expect(requests).toEqual([link]);
		expect(await page.locator('.q').filter({ visible: true }).count()).toBe(1);
		expect(await page.getByText('A call by Friday').isVisible()).toBe(true);

		await page.locator('label', { has: page.locator('#overall-2') }).click();
		await page.locator('#resolved-no').check();
		await page.locator('#promise_kept-broken').check();
		await page.locator('#product_failed-yes').check();
		await page.locator('#failure_mode-battery').check();
		await page.locator('#same_failure_before-yes').check();
		await page.locator('#replacement_failed-yes').check();
		await page.locator('#asked_for_score-pressured').check();
		await page.getByLabel('What should we know?').fill('The second one, empty by noon.');
		await press(page, 'Send');
		await page.getByText('Thank you').waitFor();
		const receipt = await page.locator('.receipt').textContent();

		await page.goto(link);
		expect(await page.locator('.receipt').textContent()).toBe(receipt);
		expect(await page.context().cookies()).toEqual([]);
	});

	test('is told what is missing, and finds what was filled in', async () => {
		const page = await phone();
		await page.goto(await invited('missing'));
		// The browser itself stops a blank form; a broken one posts it all the same.
		await page.locator('form').evaluate((form) => form.setAttribute('novalidate', ''));
		await page
			.locator('#comment')
			.evaluate((area: HTMLTextAreaElement) => (area.value = 'kept <b>words</b>'));
		await page.getByRole('button', { name: 'Send' }).click();
		expect(await page.getByRole('alert').textContent()).toContain('Please choose one.');
		expect(await page.locator('#comment').inputValue()).toBe('kept <b>words</b>');
	});

	test('meets a kind page for an expired and for an unknown link', async () => {
		const page = await phone();
		const link = await invited('expired');
		await product.sql`alter table invitations disable trigger append_only`;
		await product.sql`update invitations set expires_at = now() - interval '1 minute' where customer = 'C-expired'`;
		await product.sql`alter table invitations enable trigger append_only`;
		expect((await page.goto(link))!.status()).toBe(410);
		expect(await page.getByRole('heading').textContent()).toBe('This link has expired.');
		expect((await page.goto(`${product.origin}/s/${'B'.repeat(21)}A`))!.status()).toBe(404);
		expect(await page.getByRole('heading').textContent()).toBe('This link leads nowhere.');
	});

	test('sees exactly the questions the server would take', async () => {
		const context = await browser.newContext({ viewport: { width: 390, height: 800 } });
		const page = await context.newPage();
		await page.goto(await invited('paths', { sku: 'PH-120', promise: 'A part' }));
		const visible = async () =>
			page
				.locator('.q')
				.evaluateAll((all) =>
					all.filter((one) => getComputedStyle(one).display !== 'none').map((one) => one.id.slice(2))
				);
		const steps: [string, string[]][] = [
			[
				'overall-5',
				['overall', 'resolved', 'eased', 'promise_kept', 'product_failed', 'asked_for_score', 'comment']
			],
			[
				'product_failed-yes',
				[
					'overall',
					'resolved',
					'eased',
					'promise_kept',
					'product_failed',
					'failure_mode',
					'same_failure_before',
					'failed_within',
					'asked_for_score',
					'wanted',
					'comment',
					'contact_me'
				]
			],
			[
				'same_failure_before-different',
				[
					'overall',
					'resolved',
					'eased',
					'promise_kept',
					'product_failed',
					'failure_mode',
					'same_failure_before',
					'replacement_failed',
					'asked_for_score',
					'wanted',
					'comment',
					'contact_me'
				]
			],
			[
				'resolved-partly',
				[
					'overall',
					'resolved',
					'eased',
					'promise_kept',
					'product_failed',
					'failure_mode',
					'same_failure_before',
					'replacement_failed',
					'asked_for_score',
					'wanted',
					'comment',
					'contact_me'
				]
			],
			[
				'product_failed-no',
				[
					'overall',
					'resolved',
					'eased',
					'promise_kept',
					'product_failed',
					'contacts_needed',
					'respected',
					'asked_for_score',
					'wanted',
					'stay',
					'comment',
					'contact_me'
				]
			]
		];
		for (const [input, expected] of steps) {
			await page.locator(`#${input}`).check();
			expect(await visible(), input).toEqual(expected);
		}
	});

	test('can answer with the keyboard alone', async () => {
		const page = await phone();
		await page.goto(await invited('keys'));
		await page.locator('#overall-1').focus();
		await page.keyboard.press('ArrowRight');
		await page.keyboard.press('ArrowRight');
		await page.waitForTimeout(2100);
		await page.keyboard.press('Enter');
		await page.getByText('Thank you').waitFor();
		expect((await product.sql`select replies from answers where interaction = 'I-keys'`)[0]!.replies).toEqual(
			{ overall: 3 }
		);
	});

	test('can stop being asked', async () => {
		const page = await phone();
		await page.goto((await invited('stop')).replace('/s/', '/u/'));
		await page.waitForTimeout(1100);
		await page.getByRole('button', { name: 'Stop at this address' }).click();
		await page.getByText('We will not ask you again.').waitFor();
		await page.waitForTimeout(1100);
		await page.getByRole('button', { name: 'Ask me again after all' }).click();
		await page.getByText('We may ask you again.').waitFor();
	});
});

describe('the desk', () => {
	test('quality sees what customers say, and the answers themselves', async () => {
		const page = await signedIn('quality');
		expect(new URL(page.url()).pathname).toBe('/quality');
		await page.getByText('Asked for a particular score').first().waitFor();
		await page.locator('canvas').first().waitFor();
		await page.locator('.standing a').first().click();
		await page.getByText('The second one, empty by noon.').waitFor();
		expect(await page.content()).not.toMatch(/@mail\.example/);
		await page.goto(`${product.origin}/quality?sku=PH-120`);
		expect(await page.getByText('n = 1').count()).toBeGreaterThan(0);
	});

	test('product sees what keeps coming back, and nothing of the quality desk', async () => {
		await analyse(product.sql, { queue: { async enqueue() {} }, now: () => new Date() });
		const page = await signedIn('product');
		expect(new URL(page.url()).pathname).toBe('/products');
		await page.getByRole('link', { name: 'Aster 12' }).click();
		await page.getByText('The second one, empty by noon.').waitFor();
		const story = await page.locator('.lineages').innerText();
		expect(story).toMatch(/S1\s+\(lot L1\) came back on Oct 1, 2026; replaced by S2/);
		expect(story).toMatch(/S2\s+\(lot L1\) came back on Nov 1, 2026; the customer said: Battery drains/);
		expect((await page.goto(`${product.origin}/quality`))!.status()).toBe(403);
		expect((await page.goto(`${product.origin}/quality/answers/__data.json`))!.status()).toBe(403);
	});

	test('nobody gets in without signing in, and signing out ends it', async () => {
		const page = await signedIn('admin');
		await page.getByRole('button', { name: 'Sign out' }).click();
		await page.getByRole('heading', { name: 'Sign in' }).waitFor();
		await page.goto(`${product.origin}/quality/answers?kind=call`);
		expect(new URL(page.url()).pathname).toBe('/sign-in');
		await page.getByLabel('E-mail').fill('admin@larkfield.example');
		await page.getByLabel('Password').fill('not the password');
		await page.getByRole('button', { name: 'Sign in' }).click();
		await page.getByText('do not belong together').waitFor();
		await page.getByLabel('Password').fill(password);
		await page.getByRole('button', { name: 'Sign in' }).click();
		// The code used a moment ago counts no more, whatever the app shows by now; the next one does.
		const [used] = await product.sql<
			{ step: number }[]
		>`select totp_step::int as step from staff where email = 'admin@larkfield.example'`;
		await page.getByLabel('Six digits').fill(codeAt(new Date(used!.step * 30_000)));
		await page.getByRole('button', { name: 'Go on' }).click();
		await page.getByText('was used before').waitFor();
		await page.getByLabel('Six digits').fill(codeAt(new Date(Date.now() + 30_000)));
		await page.getByRole('button', { name: 'Go on' }).click();
		await page.waitForURL(`${product.origin}/quality/answers?kind=call`);
	});
});
