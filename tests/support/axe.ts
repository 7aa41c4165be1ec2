// What axe finds on a page, in light and in dark; each as a line that names the page and the element.
import axe from 'axe-core';
import type { Page } from 'playwright-core';

const standards = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/**
 * Goes there and looks, on screens of these widths; the page's own unless said. It should prefer reduced motion: a colour on its way to
 * another one has the contrast of neither.
 */
export async function axeFinds(page: Page, address: string, widths = [page.viewportSize()!.width]) {
	const run = (only: string[] | { type: 'rule'; values: string[] }) =>
		page.evaluate(
			(runOnly) => (window as unknown as { axe: typeof axe }).axe.run({ runOnly, iframes: false }),
			only
		);
	await page.goto(address, { waitUntil: 'networkidle' });
	await page.evaluate(axe.source);
	const found: string[] = [];
	for (const width of widths) {
		await page.setViewportSize({ width, height: 900 });
		await page.emulateMedia({ colorScheme: 'light' });
		const light = await run(standards);
		await page.emulateMedia({ colorScheme: 'dark' });
		const dark = await run({ type: 'rule', values: ['color-contrast'] });
		const at = `${width} ${new URL(address).pathname}`;
		for (const { id, nodes } of [...light.violations, ...dark.violations])
			found.push(`${at} ${id}: ${nodes[0]!.html}`);
		if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth))
			found.push(`${at} is wider than the screen`);
	}
	return found;
}
