// What axe finds on a page, in light and in dark; each as a line that names the page and the element.
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Goes there and looks. The page should prefer reduced motion: a colour on its way to another one has the contrast of neither. */
export async function axeFinds(page: Page, address: string): Promise<string[]> {
	const run = (only: string[] | { type: 'rule'; values: string[] }) =>
		page.evaluate(
			(runOnly) => (window as unknown as { axe: typeof axe }).axe.run({ runOnly, iframes: false }),
			only
		);
	await page.emulateMedia({ colorScheme: 'light' });
	await page.goto(address, { waitUntil: 'networkidle' });
	await page.evaluate(axe.source);
	const light = await run(standards);
	await page.emulateMedia({ colorScheme: 'dark' });
	const dark = await run({ type: 'rule', values: ['color-contrast'] });
	return [...light.violations, ...dark.violations].map(
		({ id, nodes }) => `${new URL(address).pathname} ${id}: ${nodes[0]!.html}`
	);
}
