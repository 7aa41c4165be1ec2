// What must hold in every state of every page a customer can see, in every language: light, without script, accessible.
import axe from 'axe-core';
import { randomBytes } from 'node:crypto';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { changeLook } from '../../src/lib/server/survey/survey.ts';
import { allLanguages, languages, type Language } from '../../src/lib/web/languages/languages.ts';
import { startBrowser } from '../support/browser.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';
import { states } from '../support/states.ts';

let product: RunningProduct;
let browser: Browser;
beforeAll(async () => {
	[product, browser] = await Promise.all([startProduct(), startBrowser()]);
	// The heaviest logo there may be, and one that cannot be compressed.
	const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(6 * 1024 - 8)]);
	const [{ id }] = (await product.sql`
		insert into staff (email, role, password_hash, created_at) values ('look@larkfield.example', 'quality', '', now())
		returning id::int`) as unknown as [{ id: number }];
	await changeLook(
		product.sql,
		{ name: 'Larkfield', colour: '#e8b000', logo: { type: 'image/png', bytes: png } },
		id,
		new Date()
	);
});
afterAll(async () => {
	await browser.close();
	await product.stop();
});

const most = 14 * 1024;

interface Phone {
	page: Page;
	context: BrowserContext;
	/** Bytes on the wire of the last document, headers included, and whatever else was fetched since it was asked last. */
	weight(): Promise<{ bytes: number; others: string[] }>;
}

const phones = new Map<Language, Promise<Phone>>();

/** One phone a language, some of them dark. */
async function phoneOf(language: Language): Promise<Phone> {
	const colorScheme = language === 'fr' || language === 'ar' ? 'dark' : 'light';
	const context = await browser.newContext({ viewport: { width: 320, height: 640 }, colorScheme });
	const page = await context.newPage();
	const session = await context.newCDPSession(page);
	await session.send('Network.enable');
	const documents = new Set<string>();
	let others: string[] = [];
	let bytes = 0;
	session.on('Network.requestWillBeSent', ({ requestId, type, request }) => {
		if (type === 'Document') documents.add(requestId);
		else if (!request.url.startsWith('data:')) others.push(request.url);
	});
	session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		if (documents.has(requestId)) bytes = encodedDataLength;
	});
	return {
		page,
		context,
		async weight() {
			// The page may be complete before the news that it is.
			for (let waited = 0; bytes === 0 && waited < 2000; waited += 20) await page.waitForTimeout(20);
			const weighed = { bytes, others };
			[bytes, others] = [0, []];
			return weighed;
		}
	};
}

/** Things to press that are smaller than 44 px; a radio button is as large as its label. */
const tooSmall = () =>
	[...document.querySelectorAll('a, button, input:not([type=hidden]), textarea')]
		.filter((element) => !element.closest('.trap') && (element as HTMLElement).checkVisibility())
		.map((element) => (element.closest('label') ?? element).getBoundingClientRect())
		.filter(({ width, height }) => Math.min(width, height) < 44)
		.map(({ width, height }) => `${width} × ${height}`);

const isTooWide = () => document.documentElement.scrollWidth > innerWidth;

/** 200 % zoom on 320 px. */
const isTooWideAtTwice = () => {
	document.documentElement.style.setProperty('zoom', '2');
	const tooWide = document.documentElement.scrollWidth > innerWidth;
	document.documentElement.style.removeProperty('zoom');
	return tooWide;
};

async function inspect(name: string, language: Language) {
	if (!phones.has(language)) phones.set(language, phoneOf(language));
	const { page, context, weight } = await phones.get(language)!;
	await states[name]!(page, language, product);
	const { bytes, others } = await weight();
	const facts = await page.evaluate(() => ({
		language: document.documentElement.lang,
		direction: document.documentElement.dir,
		scripts: document.scripts.length
	}));
	const small = await page.evaluate(tooSmall);
	const wide = [await page.evaluate(isTooWide), await page.evaluate(isTooWideAtTwice)];
	const cookies = (await context.cookies()).length;
	const violations = looked.includes(language) ? await axeFinds(page) : [];
	return { bytes, found: { ...facts, others, small, wide, cookies, violations } };
}

/** What axe sees depends on the direction and the colours, not on the language: one of each, and the longest words. */
const looked: Language[] = ['en', 'fr', 'ar', 'de'];

async function axeFinds(page: Page): Promise<string[]> {
	await page.evaluate(axe.source);
	const { violations } = await page.evaluate(async () => {
		const { axe } = window as unknown as { axe: typeof import('axe-core') };
		return axe.run({
			runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
			resultTypes: ['violations'],
			elementRef: false
		});
	});
	return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

const weights: number[] = [];

async function holds(name: string, language: Language) {
	const { bytes, found } = await inspect(name, language);
	expect(found).toEqual({
		language,
		direction: languages[language].direction,
		scripts: 0,
		others: [],
		small: [],
		wide: [false, false],
		cookies: 0,
		violations: []
	});
	expect(bytes).toBeGreaterThan(500);
	expect(bytes).toBeLessThan(most);
	weights.push(bytes);
}

describe('one light request, no script, nothing for axe to find', () => {
	describe.each(allLanguages)('%s', (language) => {
		test.each(Object.keys(states))('%s', (name) => holds(name, language));
	});
});

afterAll(() => {
	if (weights.length > 0)
		console.log(
			`pages for customers, logo included: ${Math.min(...weights)} to ${Math.max(...weights)} bytes on the wire`
		);
});
