// Customers as the tests play them: they take their time, which programs do not.
import type { Page } from 'playwright-core';
import { writeTicket } from '../../src/lib/server/response/response.ts';
import { vault } from './database.ts';

/** Presses a button of the page once a person could have got there. */
export async function press(page: Page, name: string | RegExp) {
	const fields = 'input:checked';
	const [shown, answered] = await Promise.all([
		page.evaluate(() => performance.now()),
		page.locator(fields).count()
	]);
	const needed = Math.max(2000, 400 * answered) + 100;
	await page.waitForTimeout(Math.max(0, needed - shown));
	await page.getByRole('button', { name, exact: true }).click();
}

export const plainCall = { kind: 'call', product: false, promise: false, failureModes: [] };

/** The body of a form whose page was fetched a minute ago. */
export function formOf(link: string, fields: string, { asked = plainCall, secondsAgo = 60 } = {}): string {
	const token = link.slice(-22);
	const shownAt = new Date(Date.now() - secondsAgo * 1000);
	return `ticket=${writeTicket(vault, token, { questionnaire: 1, asked, shownAt, spent: 0 })}&${fields}`;
}
