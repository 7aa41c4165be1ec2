import { startBrowser } from './browser.ts';
import { password, staffEmail } from '../../src/demo/tour.ts';
const origin = 'http://localhost:3000';
const b = await startBrowser();
const c = await b.newContext({ viewport: { width: 1180, height: 900 } });
const p = await c.newPage();
await p.goto(origin);
await p.getByLabel('E-mail').fill(staffEmail('quality'));
await p.getByLabel('Password').fill(password);
await p.getByRole('button', { name: 'Sign in', exact: true }).click();
await p.getByRole('navigation').first().waitFor();
for (const [n, u] of [
	['q', '/quality'],
	['sig', '/quality/signals?state=standing'],
	['cov', '/quality/coverage'],
	['net', '/settings/networks']
] as const) {
	await p.goto(origin + u, { waitUntil: 'networkidle' });
	await p.screenshot({ path: `/tmp/s-${n}.png`, fullPage: true });
}
await p.goto(origin + '/quality/signals?state=standing');
await p.locator('article h2 a').last().click();
await p.getByRole('heading', { name: 'Rule out first' }).waitFor();
await p.screenshot({ path: '/tmp/s-one.png', fullPage: true });
const m = await b.newContext({
	viewport: { width: 390, height: 844 },
	colorScheme: 'dark',
	storageState: await c.storageState()
});
const q = await m.newPage();
await q.goto(origin + '/quality/coverage');
await q.screenshot({ path: '/tmp/s-covm.png', fullPage: true });
await q.goto(p.url());
await q.screenshot({ path: '/tmp/s-onem.png', fullPage: true });
await b.close();
