// The questionnaire's editor, the look and what was set aside, as quality staff use them; every page of the desk without
// anything for axe to find.
import axe from 'axe-core';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { allLanguages } from '../../src/lib/web/languages/languages.ts';
import { axeFinds } from '../support/axe.ts';
import { startBrowser } from '../support/browser.ts';
import { moveTicket, pressLater } from '../support/customer.ts';
import { makeLinks } from '../support/links.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';
import { cookieOf, makeStaff, signIn } from '../support/staff.ts';

let product: RunningProduct;
let browser: Browser;
let page: Page;
beforeAll(async () => {
	[product, browser] = await Promise.all([startProduct(), startBrowser()]);
	const email = await product.staff('quality');
	// Without JavaScript: the editor is forms.
	page = await (
		await browser.newContext({ viewport: { width: 1200, height: 900 }, javaScriptEnabled: false })
	).newPage();
	await signIn(page, product.origin, email);
});
afterAll(async () => {
	await browser.close();
	await product.stop();
});

const editor = () => page.goto(`${product.origin}/settings/questionnaire`);
const button = (name: string) => page.getByRole('button', { name, exact: true });

describe('the editor', () => {
	test('adds a question, and says what is missing before it can be published', async () => {
		await editor();
		await page.getByLabel('Key (small letters, digits, _)').fill('parking');
		await page.getByLabel('Type').selectOption('choice');
		await page.getByLabel('Question in English').fill('Did you find a place to park?');
		await button('Add').click();
		await page.locator('[name="code.0"]').fill('yes');
		await page.locator('[name="code.1"]').fill('no');
		await page
			.locator('[name="test.0.@kind"][value="visit"]')
			.evaluate((box: HTMLInputElement) => (box.checked = true));
		await button('Save in the next version').click();
		await page.getByText('Saved in the next version.').waitFor();
		await editor();
		expect(await button('Propose as version 2').isDisabled()).toBe(true);
		await page.getByText('Español lacks the question, the option "yes", the option "no".').waitFor();
		await page.getByText('Asked when it is a visit').waitFor();
	});

	test('takes the words in every language, and publishes', async () => {
		await page.goto(`${product.origin}/settings/questionnaire/parking`);
		for (const language of allLanguages) {
			await page.locator(`[name="ask.${language}"]`).fill(`Parking (${language})?`);
			await page.locator(`[name="label.0.${language}"]`).fill('P');
			await page.locator(`[name="label.1.${language}"]`).fill('-');
		}
		await button('Save in the next version').click();
		await editor();
		expect(await page.locator('.wrong').count()).toBe(0);
		await page.getByText('1 difference from version 1').click();
		await page.getByLabel('Why?').fill('Parking is what people write about');
		await button('Propose as version 2').click();
		await page.getByText('Proposed as version 2.').waitFor();

		await page.goto(`${product.origin}/settings/proposals`);
		expect(await button('Approve').count()).toBe(0);
		await makeStaff(product.sql, 'quality', 'second@larkfield.example');
		const second = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
		await signIn(second, product.origin, 'second@larkfield.example');
		await second.goto(`${product.origin}/settings/proposals`);
		await second.getByText('Parking is what people write about').waitFor();
		await second.getByRole('button', { name: 'Approve' }).click();
		await second.getByText('The proposal is approved.').waitFor();
		await editor();
		await page.getByText('Version 2 is in use.').waitFor();
	});

	test('refuses to remove or rename what has answers', async () => {
		await editor();
		expect(await page.getByRole('button', { name: 'Remove overall' }).count()).toBe(0);
		await page.goto(`${product.origin}/settings/questionnaire/parking`);
		expect(await page.locator('[name=key]').getAttribute('readonly')).toBe('');
		await page.locator('[name=key]').evaluate((input: HTMLInputElement) => (input.value = 'parking_lot'));
		await button('Save in the next version').click();
		await page.getByText('it cannot be renamed').waitFor();
	});

	test('moves questions, and refuses what depends on a later one', async () => {
		await editor();
		for (let n = 0; n < 17; n++) await page.getByRole('button', { name: 'Move overall down' }).click();
		await page.getByText('It depends on "overall", which comes later. Move one of them.').first().waitFor();
		expect(await button('Propose as version 3').isDisabled()).toBe(true);
		await button('Discard the next version').click();
		await page.getByText('Version 2 is in use. Change anything below').waitFor();
	});

	test('shows the next version on a phone, for a chosen interaction and language', async () => {
		const [link] = await makeLinks(product.sql, 1, 'previewed ', { kind: 'visit' });
		expect(link).toBeDefined();
		await page.goto(`${product.origin}/settings/questionnaire/preview`);
		await page.getByLabel('Interaction').fill('previewed 1');
		await page.getByLabel('Language').selectOption('fr');
		await button('Show').click();
		const phone = page.frameLocator('iframe');
		await phone.getByRole('heading', { name: /^Votre visite du/ }).waitFor();
		await phone.getByText('Phone One').waitFor();
		await phone.getByText('Parking (fr)?').waitFor();
		await phone.locator('#overall-4').check();
		await phone.getByRole('button', { name: 'Envoyer' }).click();
		await phone.getByText('nothing has been stored').waitFor();
		expect(await product.sql`select from answers`).toHaveLength(0);
	});
});

test('the look reaches the customer: name, a readable colour, the logo in the page itself', async () => {
	await page.goto(`${product.origin}/settings/look`);
	await page.getByLabel('Company’s name').fill('Acme Repairs');
	await page.getByLabel('Colour').fill('#ffee00');
	const svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>';
	await page
		.locator('[name=logo]')
		.setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg) });
	await button('Save').click();
	await page.getByText('Saved.').waitFor();
	await page
		.locator('[name=logo]')
		.setInputFiles({ name: 'big.png', mimeType: 'image/png', buffer: Buffer.alloc(50_000) });
	await button('Save').click();
	await page.getByText('The logo has 49 KB; at most 6 KB').waitFor();

	const [link] = await makeLinks(product.sql, 1, 'looked ');
	const customer = await (await browser.newContext({ viewport: { width: 390, height: 800 } })).newPage();
	const requests: string[] = [];
	customer.on('request', (request) => requests.push(request.url()));
	await customer.goto(`${product.origin}/s/${link}`);
	expect(requests.filter((url) => !url.startsWith('data:'))).toHaveLength(1);
	const logo = customer.getByRole('img', { name: 'Acme Repairs' });
	expect(await logo.evaluate((image: HTMLImageElement) => image.naturalWidth > 0)).toBe(true);
	await customer.evaluate(axe.source);
	const contrast = await customer.evaluate(() =>
		(window as unknown as { axe: typeof axe }).axe.run({ runOnly: ['color-contrast'] })
	);
	expect(contrast.violations).toEqual([]);
});

test('what looked automatic is there to be read', async () => {
	const [link] = await makeLinks(product.sql, 1, 'automatic ');
	const hasty = await (await browser.newContext()).newPage();
	await hasty.goto(`${product.origin}/s/${link}`);
	await hasty.locator('#overall-5').check();
	// However slow the machine is.
	await moveTicket(hasty, 30);
	await hasty.getByRole('button', { name: 'Send', exact: true }).click();
	await hasty.getByRole('alert').waitFor();
	await page.goto(`${product.origin}/quality`);
	await page.getByRole('link', { name: '1 set aside' }).click();
	await page.getByText('sent faster than anybody reads').waitFor();
	await page.getByText('has not answered').waitFor();
	await pressLater(hasty, 'Send');
	await hasty.getByText('Thank you').waitFor();
	await page.reload();
	await page.getByRole('cell', { name: 'answered', exact: true }).waitFor();
});

test('product managers see nothing of the settings', async () => {
	const email = await product.staff('product');
	const other = await (await browser.newContext()).newPage();
	await signIn(other, product.origin, email);
	await other.getByRole('navigation', { name: 'Main' }).waitFor();
	for (const path of [
		'/settings',
		'/settings/look',
		'/settings/questionnaire',
		'/settings/questionnaire/phone',
		'/quality/set-aside'
	])
		expect((await other.goto(product.origin + path))!.status(), path).toBe(403);
});

test('axe finds nothing on the desk, in light and in dark', async () => {
	const found: string[] = [];
	const admin = await makeStaff(product.sql, 'admin');
	const context = await browser.newContext({
		viewport: { width: 1200, height: 900 },
		reducedMotion: 'reduce'
	});
	const desk = await context.newPage();
	const check = async (path: string) => found.push(...(await axeFinds(desk, product.origin + path)));
	await check('/sign-in');
	await check('/sign-in/forgot');
	const [name, value] = (await cookieOf(product.sql, admin)).split('=') as [string, string];
	await context.addCookies([{ name, value, url: product.origin }]);
	const [answer] = await product.sql`select id from answers limit 1`;
	for (const path of [
		'/quality',
		'/quality/answers',
		`/quality/answers/${answer!.id}`,
		'/quality/set-aside',
		'/cases',
		'/products',
		'/products/PH-1',
		'/account',
		'/sign-in/second-factor',
		'/settings',
		'/settings/asking',
		'/settings/keys',
		'/settings/ledger',
		'/settings/look',
		'/settings/proposals',
		'/settings/questionnaire',
		'/settings/questionnaire/stay',
		'/settings/questionnaire/preview',
		'/settings/retention',
		'/settings/rights',
		'/settings/staff',
		'/settings/delivery',
		'/settings/networks',
		'/settings/wording',
		'/settings/wording/new'
	])
		await check(path);
	await context.close();
	expect(found).toEqual([]);
});
