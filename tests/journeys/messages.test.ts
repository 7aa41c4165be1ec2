// Who messages come from and what they say: edited, looked at, sent to oneself, and put in force by two people. In a real browser
// without a script.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { specimenToken } from '../../src/lib/server/delivery/delivery.ts';
import { startBrowser } from '../support/browser.ts';
import { vault } from '../support/database.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';
import { cookieOf, makeStaff } from '../support/staff.ts';

let product: RunningProduct;
let browser: Browser;
let one: Page;
let two: Page;
beforeAll(async () => {
	[product, browser] = await Promise.all([startProduct(), startBrowser()]);
	[one, two] = await Promise.all([desk('one'), desk('two')]);
});
afterAll(async () => {
	await browser.close();
	await product.stop();
});

async function desk(name: string): Promise<Page> {
	const context = await browser.newContext({ javaScriptEnabled: false });
	const staff = await makeStaff(product.sql, 'quality', `${name}@larkfield.example`);
	const [cookie, value] = (await cookieOf(product.sql, staff)).split('=') as [string, string];
	await context.addCookies([{ name: cookie, value, url: product.origin }]);
	return context.newPage();
}

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const field = (name: string) => one.locator(`[name="${name}"]`);
const decide = async (verdict: string) => {
	await two.goto(`${product.origin}/settings/proposals`);
	await press(two, verdict);
	await two.getByRole('status').waitFor();
};

test('words that beg, that link elsewhere or that name a sender who is none are sent back where they stand', async () => {
	await one.goto(`${product.origin}/settings/wording`);
	await one.getByText('No brand has words of its own.').waitFor();
	await one.getByRole('link', { name: 'Add a brand' }).click();
	await field('name').fill('Northgate');
	await field('locations').fill('L2\n\n L3 \nL2');
	await field('opening.en').fill('We live from a 10 by {rep}.');
	await field('subject.en').fill('See www.example.com');
	await field('reply_to').fill('a@b@c');
	await one
		.locator('form')
		.last()
		.evaluate((form) => form.setAttribute('novalidate', ''));
	await press(one, 'Propose the change');
	await one.getByText('must not hold figures, stars or thumbs').waitFor();
	await one.getByText('must not hold an address').waitFor();
	await one.getByText('must be an e-mail address').waitFor();
	expect(await field('opening.en').inputValue()).toBe('We live from a 10 by {rep}.');
	expect(await product.sql`select from proposals`).toHaveLength(0);
});

test('are looked at as a customer gets them', async () => {
	await field('opening.en').fill('How was it at {company}?\nTell us about it: {encounter}.');
	await field('subject.en').fill('{company} would like to know');
	await field('closing.en').fill('Your Northgate');
	await field('sms.en').fill('{company} asks how it was:');
	await field('reply_to').fill('hello@northgate.example');
	await press(one, 'Show it');
	await one.getByText('Northgate would like to know').waitFor();
	const mail = one.frameLocator('iframe');
	await mail.getByText('How was it at Northgate? Tell us about it: Your visit').waitFor();
	await one.getByText('One SMS').waitFor();
	expect(await one.locator('pre').last().innerText()).toMatch(/^Northgate asks how it was: http/);
	expect(await product.sql`select from proposals`).toHaveLength(0);
});

test('are sent to oneself, with a link that answers nothing', async () => {
	await press(one, 'Send it to one@larkfield.example');
	await one.getByText('A specimen is on its way').waitFor();
	for (let waited = 0; product.mail.mails.length === 0 && waited < 20_000; waited += 50)
		await new Promise((resolve) => setTimeout(resolve, 50));
	const [{ to, mail }] = product.mail.mails as [(typeof product.mail.mails)[0]];
	expect([to, mail.from!.value[0]!.name, mail.replyTo!.text]).toEqual([
		'one@larkfield.example',
		'Northgate',
		'hello@northgate.example'
	]);
	const link = /http\S+\/specimen\/\S+/.exec(mail.text!)![0];
	// On a phone on which nobody is signed in.
	const phone = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	await phone.goto(link);
	await phone.getByText('nothing that is filled in here is stored').waitFor();
	await phone.locator('#overall-1').check();
	await press(phone, 'Send');
	await phone.getByText('nothing has been stored').waitFor();
	for (const table of ['answers', 'drafts', 'set_aside', 'invitations', 'links'])
		expect([table, await product.sql`select from ${product.sql(table)}`]).toEqual([table, []]);
	for (const wrong of [`${link}x`, `${product.origin}/specimen/${specimenToken(vault, new Date())}`])
		expect((await phone.goto(wrong))!.status(), wrong).toBe(404);
});

test('are in force once a second person has seen what changes', async () => {
	await field('reason').fill('Northgate writes in its own name');
	await press(one, 'Propose the change');
	await one.getByText('Proposed.').waitFor();
	await two.goto(`${product.origin}/settings/proposals`);
	await two.getByText('subject in English: {company} would like to know').waitFor();
	await two.getByText('locations: L2, L3').waitFor();
	await decide('Approve');
	await one.goto(`${product.origin}/settings/wording`);
	await one.getByRole('link', { name: 'Northgate' }).click();
	expect(await field('locations').inputValue()).toBe('L2\nL3');

	const met = (id: string, location: string) => ({
		id,
		customer: id,
		kind: 'repair',
		channel: 'store',
		location,
		rep: 'R1',
		language: 'en',
		started_at: new Date(Date.now() - 7_200_000).toISOString(),
		ended_at: new Date(Date.now() - 3_600_000).toISOString()
	});
	for (const id of ['there', 'elsewhere'])
		await product.send('customers', { id, language: 'en', email: `${id}@mail.example` });
	await product.send('interactions', [met('there', 'L2'), met('elsewhere', 'L9')]);
	await product.mail.linkTo('there@mail.example');
	await product.mail.linkTo('elsewhere@mail.example');
	const subjects = product.mail.mails.slice(1).map(({ to, mail }) => [to, mail.subject]);
	expect(subjects.sort()).toEqual([
		['elsewhere@mail.example', expect.not.stringContaining('Northgate')],
		['there@mail.example', 'Northgate would like to know']
	]);
});

test('what was proposed upon words no longer in force is not put in force', async () => {
	await one.goto(`${product.origin}/settings/wording/1`);
	await two.goto(`${product.origin}/settings/wording/1`);
	await field('reason').fill('gone');
	await press(one, 'Propose to remove the brand');
	await one.getByText('Proposed.').waitFor();
	await two.locator('[name="closing.en"]').fill('Yours, Northgate');
	await two.locator('[name="reason"]').fill('politer');
	await press(two, 'Propose the change');
	await two.getByText('Proposed.').waitFor();
	await decide('Approve');
	// Theirs, made upon the version before.
	await one.goto(`${product.origin}/settings/proposals`);
	await press(one, 'Approve');
	await one.getByText('has been changed since').waitFor();
	expect((await two.goto(`${product.origin}/settings/wording/1`))!.status()).toBe(404);
	expect(await product.sql`select version from wordings`).toHaveLength(2);
});
