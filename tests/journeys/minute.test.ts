// The customer's minute in a real browser, without JavaScript: languages, errors, finishing later, receipts, and those
// who were not asked.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startBrowser } from '../support/browser.ts';
import { press, moveTicket, pressLater } from '../support/customer.ts';
import { makeLinks, type About } from '../support/links.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';

let product: RunningProduct;
let browser: Browser;
beforeAll(async () => {
	[product, browser] = await Promise.all([startProduct(), startBrowser()]);
});
afterAll(async () => {
	await browser.close();
	await product.stop();
});

async function phone(options: BrowserContextOptions = {}): Promise<Page> {
	const context = await browser.newContext({
		viewport: { width: 320, height: 640 },
		javaScriptEnabled: false,
		...options
	});
	return context.newPage();
}

let batches = 0;
async function newLink(about: About = {}): Promise<string> {
	const [link] = await makeLinks(product.sql, 1, `journey${++batches}-`, about);
	return `${product.origin}/s/${link}`;
}
const stored = async () =>
	(await product.sql`select replies, seconds from answers where interaction = ${`journey${batches}-1`}`)[0];
const heading = (page: Page) => page.getByRole('heading', { level: 1 }).textContent();

describe('languages', () => {
	test('the customer’s own comes before the browser’s', async () => {
		const page = await phone({ locale: 'fr-FR' });
		await page.goto(await newLink({ language: 'de-AT' }));
		expect(await heading(page)).toMatch(/^Ihre Reparatur am \d+\. \S+ 20\d\d$/);
	});
	test('the browser’s where the customer’s is not known, or not one of ours', async () => {
		const page = await phone({ locale: 'fr-FR' });
		await page.goto(await newLink());
		expect(await heading(page)).toMatch(/^Votre réparation du/);
		await page.goto(await newLink({ language: 'fi' }));
		expect(await heading(page)).toMatch(/^Votre réparation du/);
		await page.goto(`${product.origin}/s/nowhere`);
		expect(await heading(page)).toBe('Ce lien ne mène nulle part.');
	});
	test('can be switched on the page, and what was filled in stays', async () => {
		const page = await phone();
		await page.goto(await newLink());
		await page.locator('#overall-2').check();
		await page.locator('#comment').fill('kept');
		await page.getByRole('button', { name: 'العربية' }).click();
		expect(await page.locator('html').getAttribute('dir')).toBe('rtl');
		expect(await page.locator('#overall-2').isChecked()).toBe(true);
		expect(await page.locator('#comment').inputValue()).toBe('kept');
		await press(page, 'إرسال');
		expect(await heading(page)).toBe('شكرًا لك. وصلت إجابتك.');
		expect(await stored()).toMatchObject({ replies: { overall: 2 } });
	});
	test('Enter or "Go" in a field sends nothing: an answer is final', async () => {
		const page = await phone();
		await page.goto(await newLink());
		for (const id of ['overall-2', 'product_failed-yes', 'failure_mode-other'])
			await page.locator(`#${id}`).check();
		await page.locator('input[name=failure_mode_words]').fill('it sings');
		await page.waitForTimeout(2100);
		await page.keyboard.press('Enter');
		await page.waitForTimeout(300);
		expect(await page.locator('input[name=failure_mode_words]').inputValue()).toBe('it sings');
		expect(await stored()).toBeUndefined();
	});
	test('what was filled in is there again after an error and "back"', async () => {
		const page = await phone();
		await page.goto(await newLink());
		await page.locator('#overall-2').check();
		await page.locator('#comment').fill('x'.repeat(3000));
		await page.locator('#comment').evaluate((area: HTMLTextAreaElement) => area.removeAttribute('maxlength'));
		await page
			.locator('input[name=ticket]')
			.evaluate((field: HTMLInputElement) => (field.value = 'x'.repeat(70_000)));
		await page.getByRole('button', { name: 'Send', exact: true }).click();
		expect(await heading(page)).toBe('That was more than we can take at once.');
		await page.goBack();
		expect(await page.locator('#overall-2').isChecked()).toBe(true);
		expect((await page.locator('#comment').inputValue()).length).toBe(3000);
	});
});

describe('a form with a mistake', () => {
	test('comes back with what was filled in, a summary that has the focus, and the error beside its question', async () => {
		const page = await phone();
		await page.goto(await newLink());
		await page.locator('form').evaluate((form) => form.setAttribute('novalidate', ''));
		await page.locator('#comment').evaluate((area: HTMLTextAreaElement) => (area.value = 'kept'));
		await press(page, 'Send');
		const summary = page.getByRole('alert');
		expect(await summary.evaluate((element) => element === document.activeElement)).toBe(true);
		expect(await page.title()).toMatch(/^Please look at this again/);
		expect(await page.locator('#comment').inputValue()).toBe('kept');
		const question = page.locator('#q-overall');
		expect(await question.locator('.error').textContent()).toBe('Please choose one.');
		expect(await question.getAttribute('aria-describedby')).toContain('overall-error');
		await summary.getByRole('link').click();
		expect(new URL(page.url()).hash).toBe('#q-overall');
		await page.locator('#overall-3').check();
		await press(page, 'Send');
		expect(await heading(page)).toBe('Thank you. Your answer is in.');
	});

	test('sent too fast for a person asks once more, and the second press counts', async () => {
		const page = await phone();
		await page.goto(await newLink());
		await page.locator('#overall-5').check();
		// However slow the machine is.
		await moveTicket(page, 30);
		await page.getByRole('button', { name: 'Send', exact: true }).click();
		expect(await page.getByRole('alert').textContent()).toContain('Was that you?');
		expect(await page.locator('#overall-5').isChecked()).toBe(true);
		await pressLater(page, 'Send');
		expect(await heading(page)).toBe('Thank you. Your answer is in.');
	});
});

test('finished later: on another phone, from another message, where it was left', async () => {
	const page = await phone();
	const link = await newLink();
	await page.goto(link);
	await page.locator('#overall-2').check();
	await page.locator('#resolved-no').check();
	await press(page, 'Finish later');
	expect(await heading(page)).toBe('Kept for later');
	expect(await stored()).toBeUndefined();

	const other = await phone({ locale: 'es-ES' });
	await other.goto(link);
	expect(await other.locator('#resolved-no').isChecked()).toBe(true);
	await press(other, 'Enviar');
	expect(await stored()).toMatchObject({ replies: { overall: 2, resolved: 'no' } });
	await page.getByRole('link', { name: 'Go on now' }).click();
	expect(await heading(page)).toBe('Thank you. Your answer is in.');
});

test('a receipt says that the answer counts, and never what it was', async () => {
	const page = await phone();
	await page.goto(await newLink());
	await page.locator('#overall-2').check();
	await page.locator('#asked_for_score-pressured').check();
	await press(page, 'Send');
	await page.getByRole('link', { name: 'Check my receipt' }).click();
	expect(await heading(page)).toBe('This answer is counted, unchanged.');
	expect(await page.content()).not.toMatch(/pressure|very bad|Phone One|repair/i);
	const receipt = (await page.locator('.receipt').textContent())!;
	await page.goto(`${product.origin}/receipt`);
	await page.getByLabel('Receipt').fill(receipt.toLowerCase().replaceAll('-', ' '));
	await page.getByRole('button', { name: 'Look it up' }).click();
	expect(await heading(page)).toBe('This answer is counted, unchanged.');
});

test('browsers that cannot hide questions show all of them, and the server drops what did not apply', async () => {
	const page = await phone({ bypassCSP: true });
	// Firefox knew :has() from December 2023 on; older ones read "supports" as false.
	await page.route('**/s/*', async (route) => {
		const response = await route.fetch();
		const body = (await response.text())
			.replaceAll('selector(:has(*))', 'selector(:unheard-of(*))')
			.replaceAll(':has(', ':unheard-of(');
		await route.fulfill({ response, body });
	});
	await page.goto(await newLink());
	expect(await page.locator('.q').filter({ visible: true }).count()).toBe(16);
	// A visible focus, without :has() to put it on the label.
	await page.locator('#overall-1').focus();
	await page.keyboard.press('ArrowRight');
	expect(await page.locator('#overall-2').evaluate((input) => getComputedStyle(input).outlineStyle)).toBe(
		'solid'
	);
	for (const id of [
		'overall-5',
		'resolved-yes',
		'product_failed-no',
		'failure_mode-battery',
		'stay-no',
		'contact_me-yes'
	])
		await page.locator(`#${id}`).check();
	await press(page, 'Send');
	expect(await stored()).toMatchObject({ replies: { overall: 5, resolved: 'yes', product_failed: 'no' } });
	expect(Object.keys((await stored())!.replies)).toHaveLength(3);
});

describe('with the keyboard alone, and a browser that forces its colours', () => {
	test('everything can be reached, in order, and nothing hidden is', async () => {
		const page = await phone({ forcedColors: 'active', reducedMotion: 'reduce' });
		await page.goto(await newLink());
		const reached: string[] = [];
		for (let n = 0; n < 20; n++) {
			await page.keyboard.press('Tab');
			reached.push(
				await page.evaluate(() => {
					const element = document.activeElement as HTMLInputElement;
					return element.id || element.value || element.textContent!.trim();
				})
			);
		}
		expect(reached.slice(0, 5)).toEqual(['overall-1', 'Send', 'yes', 'No more such questions, please', 'es']);
		expect(reached).not.toContain('reference');
		await page.locator('#overall-3').check();
		const outline = await page
			.locator('label', { has: page.locator('#overall-3') })
			.evaluate((label) => getComputedStyle(label).outlineStyle);
		expect(outline).toBe('solid');
	});
});

test('who was not asked speaks up, and the page says the same whoever it is', async () => {
	await product.sql`insert into policies (draw_rate, delay_min, delay_max, quiet_days, sending_window, expiry_days, reminders, set_at)
		select 0, delay_min, delay_max, quiet_days, sending_window, expiry_days, reminders, now() from policies order by version desc limit 1`;
	await product.send('customers', { id: 'C-not', email: 'notasked@mail.example' });
	await product.send('interactions', {
		id: 'ORDER-77',
		kind: 'visit',
		customer: 'C-not',
		started_at: new Date(Date.now() - 3_600_000).toISOString()
	});
	for (let waited = 0; waited < 10_000; waited += 100) {
		if ((await product.sql`select from decisions where interaction = 'ORDER-77'`).length > 0) break;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	const page = await phone();
	const said: string[] = [];
	for (const [number, contact] of [
		['order-77', 'someoneelse@mail.example'],
		['none', 'x@mail.example'],
		['order-77', 'notasked@mail.example']
	]) {
		await page.goto(`${product.origin}/voice`);
		await page.getByLabel('A number on your paper').fill(number!);
		await page.getByLabel('The e-mail address or phone number you gave us').fill(contact!);
		await page.getByRole('button', { name: 'I want to be asked' }).click();
		await page.getByRole('heading', { name: 'Thank you for telling us.' }).waitFor();
		said.push(await page.content());
	}
	expect(new Set(said).size).toBe(1);
	await page.goto(await product.mail.linkTo('notasked@mail.example'));
	await page.locator('#overall-1').check();
	await press(page, 'Send');
	expect((await product.sql`select voice from answers where interaction = 'ORDER-77'`)[0]!.voice).toBe(true);
	expect(product.mail.mails.filter(({ to }) => to.startsWith('someoneelse'))).toEqual([]);
});
