// The pictures of the README, from the running demo: npm run demo, and in another window npm run screenshots.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { codeNow } from '../../src/demo/code.ts';
import { mailboxPort, password, staffEmail } from '../../src/demo/tour.ts';
import { startBrowser } from './browser.ts';
import { linkIn } from './mail-server.ts';

const origin = `http://localhost:${process.env.PORT ?? 3000}`;
const folder = join(import.meta.dirname, '../screenshots');
mkdirSync(folder, { recursive: true });

const browser = await startBrowser();
try {
	const phone = await (
		await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
	).newPage();
	const link = await newestLink();
	for (const [language, name] of [
		['en', 'survey'],
		['ar', 'survey-ar']
	]) {
		await phone.goto(`${link}?language=${language}`);
		await phone.locator('#overall-2').check();
		await phone.locator('#resolved-no').check();
		await phone.screenshot({ path: join(folder, `${name}.png`) });
	}

	const desk = await (await browser.newContext({ viewport: { width: 1180, height: 844 } })).newPage();
	await desk.goto(origin);
	await desk.getByLabel('E-mail').fill(staffEmail('admin'));
	await desk.getByLabel('Password').fill(password);
	await desk.getByRole('button', { name: 'Sign in', exact: true }).click();
	await desk.getByLabel('Six digits').fill(codeNow(new Date()));
	await desk.getByRole('button', { name: 'Go on' }).click();
	await desk.getByRole('navigation', { name: 'Main' }).waitFor();
	for (const page of [
		'quality',
		'quality/signals',
		'quality/coverage',
		'cases',
		'products',
		'settings/questionnaire',
		'settings/proposals',
		'settings/ledger'
	]) {
		await desk.goto(`${origin}/${page}`, { waitUntil: 'networkidle' });
		await desk.waitForTimeout(500);
		await desk.screenshot({ path: join(folder, `${page.split('/').at(-1)}.png`) });
	}
	await desk.goto(`${origin}/products`);
	await desk.locator('.findings h3 a').first().click();
	await desk.getByRole('heading', { name: 'Observed against expected' }).waitFor();
	await desk.screenshot({ path: join(folder, 'finding.png') });
} finally {
	await browser.close();
}

async function newestLink(): Promise<string> {
	const mails = (await (await fetch(`http://localhost:${mailboxPort.web}/api/email`)).json()) as {
		id: string;
		time: string;
		text: string;
	}[];
	// Notices of promises carry none.
	const newest = mails
		.filter(({ text }) => text.includes('/s/'))
		.sort((a, b) => b.time.localeCompare(a.time))[0];
	if (!newest) throw new Error('the mailbox is empty: run "npm run demo -- send" first');
	return linkIn(newest.text);
}
