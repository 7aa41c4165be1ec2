// Customers as the tests play them: they take their time, which programs do not.
import type { Page } from 'playwright-core';
import { writeShown, type Purpose } from '../../src/lib/server/pressing.ts';
import { readTicket, writeTicket } from '../../src/lib/server/response/response.ts';
import type { Asked } from '../../src/lib/server/survey/survey.ts';
import type { Vault } from '../../src/lib/server/vault.ts';
import { vault as testVault } from './database.ts';

/** Where a customer of the tests sits. */
export const sender = { address: '192.0.2.7', agent: 'a test' };

/** Presses a button of the page once a person could have got there. */
export async function press(page: Page, name: string | RegExp) {
	const fields = 'input:checked';
	const [shown, answered] = await Promise.all([page.evaluate(sinceResponse), page.locator(fields).count()]);
	const needed = Math.max(2000, 400 * answered) + 50;
	await page.waitForTimeout(Math.max(0, needed - shown));
	await page.getByRole('button', { name, exact: true }).click();
}

/** The same without the wait, where hundreds of pages are pressed: the page's ticket is a minute old. */
export async function pressLater(page: Page, name: string) {
	await moveTicket(page, -60);
	await page.getByRole('button', { name, exact: true }).click();
}

/** Makes the page seem to have been shown so many seconds later, or earlier. */
export async function moveTicket(page: Page, seconds: number) {
	const link = new URL(page.url()).pathname.split('/').at(-1)!;
	const field = page.locator('input[name=ticket]');
	const ticket = readTicket(testVault, link, await field.inputValue());
	if (!ticket) throw new Error('the page carries no ticket of ours');
	const shownAt = new Date(ticket.shownAt.getTime() + seconds * 1000);
	const moved = writeTicket(testVault, link, { ...ticket, shownAt });
	await field.evaluate((input: HTMLInputElement, moved) => (input.value = moved), moved);
}

/** Makes a page that waits for a button seem to have been shown so many seconds ago; less than none: not yet. */
export async function shownAgo(page: Page, purpose: Purpose, seconds: number) {
	const link = new URL(page.url()).pathname.split('/').at(-1)!;
	const shown = writeShown(testVault, purpose, link, new Date(Date.now() - seconds * 1000));
	await page
		.locator('input[name=ticket]')
		.evaluate((input: HTMLInputElement, shown) => (input.value = shown), shown);
}

const sinceResponse = () =>
	performance.now() -
	(performance.getEntriesByType('navigation')[0] as PerformanceNavigationTiming).responseStart;

/** What makeLinks makes unless told otherwise. */
export const repairAsked: Asked = {
	kind: 'repair',
	product: true,
	promise: true,
	failureModes: [{ code: 'battery', label: '' }]
};

export const plainCall: Asked = { kind: 'call', product: false, promise: false, failureModes: [] };

/** The body of a form whose page was fetched a minute ago. */
export function formOf(
	link: string,
	fields: string,
	{
		asked = plainCall,
		secondsAgo = 60,
		vault = testVault,
		interaction = 'any'
	}: { asked?: Asked; secondsAgo?: number; vault?: Vault; interaction?: string } = {}
): string {
	const token = link.slice(-22);
	const shownAt = new Date(Date.now() - secondsAgo * 1000);
	const ticket = { questionnaire: 1, interaction, voice: false, asked, shownAt, spent: 0 };
	return `ticket=${writeTicket(vault, token, ticket)}&${fields}`;
}
