// Every way through the default questionnaire, in a real browser without JavaScript, left to right and right to
// left: what the page shows, all of it filled in, is exactly what is stored.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wordsIn, type Language } from '../../src/lib/web/languages/languages.ts';
import { startBrowser } from '../support/browser.ts';
import { pressLater } from '../support/customer.ts';
import { makeLinks } from '../support/links.ts';
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

/** Replies that lead elsewhere, one of each that lead the same way; the empty one is left open. */
const leading: Record<string, string[]> = {
	overall: ['3', '4'],
	resolved: ['yes', 'partly', ''],
	product_failed: ['yes', 'no', ''],
	same_failure_before: ['different', 'no', '']
};

type Choices = Record<string, string>;

function ways(hasProduct: boolean, overall: string): Choices[] {
	const all: Choices[] = [];
	for (const resolved of leading.resolved!) {
		if (!hasProduct) {
			all.push({ overall, resolved });
			continue;
		}
		for (const product_failed of leading.product_failed!)
			for (const same_failure_before of product_failed === 'yes' ? leading.same_failure_before! : [''])
				all.push({ overall, resolved, product_failed, same_failure_before });
	}
	return all;
}

const visibleQuestions = (page: Page) =>
	page.locator('.q').evaluateAll((all) =>
		all
			.filter((one) => getComputedStyle(one).display !== 'none')
			.map((one) => ({
				key: one.id.slice(2),
				codes: [...one.querySelectorAll('input')].map((input) => input.value),
				isText: one.querySelector('textarea') !== null
			}))
	);

/** A thumb on each of them, one after the other. */
function fillIn(replies: { key: string; isText: boolean; code: string | undefined }[]) {
	for (const { key, isText, code } of replies) {
		if (isText) document.querySelector<HTMLTextAreaElement>(`#${key}`)!.value = 'words';
		else if (code) document.querySelector<HTMLInputElement>(`input[name="${key}"][value="${code}"]`)!.click();
	}
}

/** Answers everything the page shows, question by question, as it appears. */
async function answerAll(page: Page, choices: Choices): Promise<string[]> {
	const answered: string[] = [];
	const seen = new Set<string>();
	for (;;) {
		const visible = await visibleQuestions(page);
		const next = visible.find(({ key }) => !seen.has(key));
		if (!next) return answered.sort();
		// What leads nowhere else changes nothing that is shown, and is answered without looking again.
		const until = visible.findIndex(({ key }) => !seen.has(key) && key in leading);
		const from = visible.indexOf(next);
		const now = visible.slice(from, Math.max(from, until) + 1).filter(({ key }) => !seen.has(key));
		const replies = now.map(({ key, codes, isText }) => ({ key, isText, code: choices[key] ?? codes[0] }));
		for (const { key, code } of replies) {
			seen.add(key);
			if (code !== '') answered.push(key);
		}
		await page.evaluate(fillIn, replies);
	}
}

const interactions = [true, false].flatMap((hasProduct) =>
	[true, false].flatMap((promise) =>
		leading.overall!.map((overall) => ({ product: hasProduct, promise, overall }))
	)
);

describe.each(['en', 'ar'] as Language[])('%s', (language) => {
	test.each(interactions)(
		'product $product, promise $promise, $overall of 5',
		async ({ overall, ...about }) => {
			const all = ways(about.product, overall);
			const batch = `${language}-${about.product}-${about.promise}-${overall}-`;
			const links = await makeLinks(product.sql, all.length, batch, { ...about, language });
			const context = await browser.newContext({
				viewport: { width: 360, height: 700 },
				javaScriptEnabled: false
			});
			const page = await context.newPage();
			const longest: number[] = [];
			for (const [index, choices] of all.entries()) {
				await page.goto(`${product.origin}/s/${links[index]}`);
				expect(await visibleQuestions(page), 'the first screen').toHaveLength(1);
				const answered = await answerAll(page, choices);
				const shown = (await visibleQuestions(page)).length;
				longest.push(shown);
				const isContent =
					Number(choices.overall) >= 4 && choices.resolved === 'yes' && choices.product_failed !== 'yes';
				if (isContent) expect(shown, JSON.stringify(choices)).toBeLessThanOrEqual(7);

				await pressLater(page, wordsIn(language).page.send);
				await page.locator('.receipt').waitFor();
				const [row] = await product.sql<{ keys: string[] }[]>`
				select array(select jsonb_object_keys(replies)) || array(select key from answer_words where answer = answers.id) as keys
				from answers where interaction = ${`${batch}${index + 1}`}`;
				expect(row!.keys.sort(), JSON.stringify(choices)).toEqual(answered);
			}
			expect(Math.max(...longest)).toBeLessThanOrEqual(12);
			await context.close();
		}
	);
});
