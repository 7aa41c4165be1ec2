// The quality team's desk, as the people at it use it: a case from a bad answer to "did it help?", figures, answers, uploads, webhooks.
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { axeFinds } from '../support/axe.ts';
import { startBrowser } from '../support/browser.ts';
import { pressLater, shownAgo } from '../support/customer.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';
import { cookieOf, makeStaff } from '../support/staff.ts';

let product: RunningProduct;
let browser: Browser;
let quality: BrowserContext;
let admin: BrowserContext;
let page: Page;
beforeAll(async () => {
	[product, browser] = await Promise.all([startProduct(), startBrowser()]);
	quality = await signedIn(await makeStaff(product.sql, 'quality'));
	admin = await signedIn(await makeStaff(product.sql, 'admin'));
	page = await quality.newPage();
	await product.send('reps', { id: 'R1', team: 'desk', location: 'Ashford' });
});
afterAll(async () => {
	await browser.close();
	await product.stop();
});

async function signedIn(staff: number): Promise<BrowserContext> {
	const [name, value] = (await cookieOf(product.sql, staff)).split('=') as [string, string];
	// The desk works without JavaScript.
	const context = await browser.newContext({
		viewport: { width: 1180, height: 900 },
		javaScriptEnabled: false
	});
	await context.addCookies([{ name, value, url: product.origin }]);
	return context;
}

const open = (path: string) => page.goto(product.origin + path);
const button = (name: string) => page.getByRole('button', { name, exact: true });
const until = async (holds: () => Promise<boolean>, seconds = 20) => {
	for (let waited = 0; !(await holds()); waited += 100) {
		if (waited > seconds * 1000) throw new Error('it did not happen in time');
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
};

async function answer(id: string, ids: string[], comment: string) {
	await product.send('customers', { id: `C-${id}`, email: `${id}@mail.example` });
	await product.send('interactions', {
		id: `I-${id}`,
		kind: 'repair',
		customer: `C-${id}`,
		rep: 'R1',
		location: 'Ashford',
		started_at: new Date().toISOString()
	});
	const phone = await (
		await browser.newContext({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false })
	).newPage();
	await phone.goto(await product.mail.linkTo(`${id}@mail.example`));
	for (const each of ids) await phone.locator(`#${each}`).check();
	await phone.locator('#comment').fill(comment);
	await pressLater(phone, 'Send');
	await phone.getByText('Thank you').waitFor();
	return phone;
}

describe('a case, from a bad answer to whether it helped', () => {
	let phone: Page;
	test('opens by itself within two seconds or so, with its clock and what the customer wants', async () => {
		await open('/settings/cases');
		await page.getByLabel('Hours after closing').fill('0');
		await button('Save').click();
		await page.getByLabel('Name').fill('Sorry');
		await page.getByLabel('Words').fill('We are sorry. It will be done by tomorrow.');
		await button('Save the template').click();
		await page.getByRole('heading', { name: 'Sorry' }).waitFor();

		phone = await answer(
			'anna',
			['overall-1', 'resolved-no', 'eased-1', 'wanted-action', 'contact_me-yes'],
			'Nobody rang back'
		);
		await until(async () => {
			await open('/cases');
			return (await page.getByRole('link', { name: 'Case 1' }).count()) === 1;
		}, 5);
		await page.getByText('Wanted: something done about it').waitFor();
		await page.getByRole('link', { name: 'Case 1' }).click();
		for (const text of ['inconvenience not eased', 'wants to be contacted'])
			await page.getByText(text).first().waitFor();
		expect(await page.content()).not.toContain('anna@mail.example');
	});

	test('is taken up, answered without anybody seeing the address, put right and closed', async () => {
		await button('I take it up').click();
		await page.getByText('taken up in time').waitFor();
		await page.getByLabel('Your reply').fill('We are sorry. A new one comes tomorrow.');
		await button('Send').click();
		await until(async () =>
			product.mail.mails.some(
				({ to, mail }) => to === 'anna@mail.example' && mail.text!.includes('A new one comes tomorrow')
			)
		);
		await page.getByLabel('something done about it').check();
		await button('Record it').click();
		await page.getByText('Done: something done about it').waitFor();
		await page.getByLabel('Why do you need it?').fill('to arrange the delivery');
		await button('Show the contact').click();
		await page.getByRole('link', { name: 'anna@mail.example' }).waitFor();
		await page.getByLabel('How did it end?').fill('Exchanged');
		await button('Close the case').click();
		await page.getByText('Closed').first().waitFor();
		for (const step of [
			'taken up',
			'wrote to the customer',
			'done for the customer',
			'saw the contact',
			'closed'
		])
			await page.locator('.steps').getByText(step).first().waitFor();
	});

	test('is asked about once, on a phone, and nobody at the desk sees that link', async () => {
		const linkIn = () =>
			product.mail.mails
				.map(({ mail }) => /https?:\/\/\S+\/follow-up\/[\w-]{22}/.exec(mail.text!)?.[0])
				.find(Boolean);
		await until(async () => linkIn() !== undefined);
		const link = linkIn()!;
		await phone.goto(link);
		await phone.getByRole('heading', { name: 'Has it been put right?' }).waitFor();
		await phone.getByRole('button', { name: 'Send' }).click();
		await phone.getByRole('alert').waitFor();
		await phone.locator('#eased-5').check();
		await phone.locator('#resolved-yes').check();
		await phone.locator('#stay-yes').check();
		await shownAgo(phone, 'follow-up', 5);
		await phone.getByRole('button', { name: 'Send' }).click();
		await phone.getByRole('heading', { name: 'Thank you. That is what counts.' }).waitFor();
		await phone.goto(link);
		await phone.getByRole('heading', { name: 'Thank you. That is what counts.' }).waitFor();
		for (const path of ['/cases/1', '/cases', '/cases/report', '/settings/delivery', '/settings/ledger']) {
			await open(path);
			expect(await page.content(), path).not.toContain(link.split('/').at(-1));
		}
		await open('/cases/report');
		await page.getByText('1 of 1 customers asked after closing have answered').waitFor();
	});
});

describe('figures and answers', () => {
	test('a new answer is counted within seconds; views keep where to look', async () => {
		await answer('bob', ['overall-5', 'resolved-yes', 'eased-5'], 'Die Batterie war schnell getauscht');
		await until(async () => {
			await open('/quality?weeks=4w&location=Ashford');
			return (await page.locator('.standing').getByText('2', { exact: true }).count()) > 0;
		}, 5);
		await page.getByRole('group').filter({ hasText: 'Save this view' }).locator('summary').click();
		await page.getByLabel('Name').fill('  ');
		await button('Save').click();
		await page.getByRole('alert').waitFor();
		await page.getByLabel('Name').fill('Ashford now');
		await button('Save').click();
		expect(page.url()).toBe(`${product.origin}/quality?weeks=4w&location=Ashford`);
		await open('/quality');
		await page.getByRole('link', { name: 'Ashford now' }).click();
		expect(await page.getByLabel('Location').inputValue()).toBe('Ashford');
		await page.locator('#happened ~ details summary').click();
		await page.getByLabel('Day').fill(new Date().toISOString().slice(0, 10));
		await page.getByLabel('What happened').fill('The lift was broken');
		await button('Note it').click();
		await page.getByText('The lift was broken').waitFor();
	});

	test('words are found, tags stick, and what is exported holds no contact', async () => {
		await open('/quality/answers?words=rang');
		expect(await page.locator('.answers > li').count()).toBe(1);
		await page.locator('.answers a').first().click();
		await page.getByLabel('A word to find it again').fill('Call back');
		await button('Tag').click();
		await page.getByRole('link', { name: 'call back' }).click();
		expect(await page.locator('.answers > li').count()).toBe(1);
		const exported = async (format: string) =>
			(await page.request.get(`${product.origin}/quality/answers/export?format=${format}`)).text();
		const csv = await exported('csv');
		const [head, ...rows] = csv.trim().split('\r\n');
		expect(head).toContain('id,answered_at,begun_on,kind,location');
		expect(rows).toHaveLength(2);
		const [line] = (await exported('ndjson')).split('\n');
		expect(JSON.parse(line!)).toMatchObject({
			kind: 'repair',
			location: 'Ashford',
			overall: 5,
			wanted_action: null
		});
		expect(await exported('columns')).toContain('eased');
		expect(await exported('sps')).toContain('VALUE LABELS');
		for (const trace of ['mail.example', 'C-anna', 'R1']) expect(csv).not.toContain(trace);
	});
});

test('other systems read the same, as JSON and as tables', async () => {
	const authorization = `Bearer ${await product.newKey(['read'])}`;
	const read = (path: string) => fetch(`${product.origin}/api/v1/${path}`, { headers: { authorization } });
	for (const [path, first] of [
		['metrics', 'metric,name,share'],
		['answers', 'id,answered_at,kind'],
		['cases', 'id,interaction,kind']
	] as const) {
		expect(Object.keys(await (await read(path)).json()), path).toContain(path);
		const table = await (await read(`${path}?format=csv`)).text();
		expect(table.startsWith(first), path).toBe(true);
		expect(table.trim().split('\r\n').length, path).toBeGreaterThan(1);
		for (const trace of ['mail.example', 'C-anna']) expect(table, path).not.toContain(trace);
		expect((await read(`${path}?format=xml`)).status, path).toBe(400);
		expect((await read(`${path}?town=Brill`)).status, path).toBe(400);
	}
});

describe('what only an admin does', () => {
	test('a file is matched, looked at, read and read again', async () => {
		const desk = await admin.newPage();
		await desk.goto(`${product.origin}/settings/uploads`);
		await desk.getByLabel('What it holds').selectOption('reps');
		await desk.getByLabel('File').setInputFiles({
			name: 'reps.csv',
			mimeType: 'text/csv',
			buffer: Buffer.from('Number,TEAM,Joined\nR7,floor,2024-01-01\nR8,floor,yesterday\n')
		});
		await desk.getByRole('button', { name: 'Upload', exact: true }).click();
		await desk.getByText('Say which column holds id').waitFor();
		await desk.getByLabel('Number').selectOption('id');
		await desk.getByLabel('Joined').selectOption('joined_on');
		await desk.getByRole('button', { name: 'Look again' }).click();
		await desk.getByRole('cell', { name: 'nothing', exact: true }).waitFor();
		await Promise.all([
			desk.waitForEvent('framenavigated'),
			desk.getByRole('button', { name: 'Read the file' }).click()
		]);
		await until(async () => {
			await desk.reload();
			return (await desk.getByText('Read to the end.').count()) === 1;
		});
		await desk.getByText('1 stored, 0 known already, 1 refused.').waitFor();
		await desk.getByRole('region', { name: 'Refused records' }).getByText('R8').first().waitFor();
		await desk.close();
	});

	test('a webhook shows its secret once, and says whether it can be reached', async () => {
		const desk = await admin.newPage();
		await desk.goto(`${product.origin}/settings/hooks`);
		await desk.getByLabel('Name').fill('Ours');
		await desk.getByLabel('Address').fill('https://localhost/hook');
		await desk.getByRole('button', { name: 'Add the webhook' }).click();
		await desk.getByText('inside a private network').waitFor();
		await desk.getByLabel('Address').fill('https://hooks.invalid/hook');
		await desk.getByRole('button', { name: 'Add the webhook' }).click();
		const secret = await desk.locator('code').textContent();
		expect(secret).toMatch(/^whsec_/);
		await desk.getByRole('button', { name: 'Try it' }).click();
		await desk.getByText('It did not arrive').waitFor();
		expect(await desk.content()).not.toContain(secret);
		await desk.close();
	});

	test('quality sees neither; product managers see nothing of the desk', async () => {
		for (const path of [
			'/settings/hooks',
			'/settings/uploads',
			'/settings/uploads/1',
			'/settings/uploads/1/errors'
		])
			expect((await open(path))!.status(), path).toBe(403);
		const other = await (await signedIn(await makeStaff(product.sql, 'product'))).newPage();
		for (const path of [
			'/quality',
			'/quality/compare',
			'/quality/themes',
			'/quality/leaving',
			'/quality/promises',
			'/quality/answers/export?format=csv',
			'/cases',
			'/cases/1',
			'/cases/report',
			'/settings/cases',
			'/settings/alerts',
			'/api/v1/answers',
			'/api/v1/metrics',
			'/api/v1/cases'
		])
			expect([401, 403], path).toContain((await other.goto(product.origin + path))!.status());
	});
});

const paths = [
	'/quality?weeks=all&by=location',
	'/quality/compare?location=Ashford&with_kind=repair',
	'/quality/answers?said=resolved%3Dno',
	'/quality/answers/1',
	'/quality/themes',
	'/quality/leaving?weeks=all',
	'/quality/promises?weeks=all',
	'/cases',
	'/cases?state=closed',
	'/cases/1',
	'/cases/report?weeks=all',
	'/settings/cases',
	'/settings/alerts',
	'/settings/hooks',
	'/settings/uploads',
	'/settings/uploads/1'
];

test('axe finds nothing, and nothing is wider than the screen: on phones, tablets and desks, in light and in dark', async () => {
	const found: string[] = [];
	const [name, value] = (await admin.cookies()).map(({ name, value }) => [name, value])[0]! as [
		string,
		string
	];
	const context = await browser.newContext({
		viewport: { width: 390, height: 900 },
		reducedMotion: 'reduce'
	});
	await context.addCookies([{ name, value, url: product.origin }]);
	const desk = await context.newPage();
	desk.on('console', (message) => message.type() === 'error' && found.push(message.text()));
	for (const path of paths) found.push(...(await axeFinds(desk, product.origin + path, [390, 820, 1440])));
	await context.close();
	expect(found).toEqual([]);
});

test('the script of a page is less than 150 KB on the wire', async () => {
	const [name, value] = (await admin.cookies()).map(({ name, value }) => [name, value])[0]! as [
		string,
		string
	];
	for (const path of ['/quality?weeks=all&by=location', '/cases/1', '/settings/uploads/1']) {
		const context = await browser.newContext();
		await context.addCookies([{ name, value, url: product.origin }]);
		const desk = await context.newPage();
		const session = await context.newCDPSession(desk);
		await session.send('Network.enable');
		const scripts = new Set<string>();
		let bytes = 0;
		session.on(
			'Network.responseReceived',
			({ requestId, type }) => void (type === 'Script' && scripts.add(requestId))
		);
		session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
			if (scripts.has(requestId)) bytes += encodedDataLength;
		});
		await desk.goto(product.origin + path, { waitUntil: 'networkidle' });
		expect(bytes, path).toBeGreaterThan(1000);
		expect(bytes, path).toBeLessThan(150 * 1024);
		console.log(`${path}: ${Math.round(bytes / 1024)} KB of script`);
		await context.close();
	}
});
