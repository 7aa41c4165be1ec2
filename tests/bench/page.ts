// What a customer's phone fetches, and how long it takes on a bad network: requests, bytes on the wire, bytes of
// script, and the time until the page is there, beside a bare static file of the same size.
import { createServer, request } from 'node:http';
import { chromium, type Browser } from 'playwright-core';
import { allLanguages } from '#lib/web/languages/languages.ts';
import { findChromium } from '../support/chromium.js';
import { makeLinks } from '../support/links.ts';
import { median } from './answers.ts';
import type { Place } from './prepare.ts';

const mostBytes = 14 * 1024;
const rounds = 7;

/** What developer tools call slow 3G: 2 s of latency, 400 kbit/s. */
const slow3G = { offline: false, latency: 2000, downloadThroughput: 50_000, uploadThroughput: 50_000 };
const slowerCpu = 4;

export async function benchPage(place: Place) {
	const [link] = await makeLinks(place.sql, 1, 'page-');
	const origin = await place.serve('src/start.ts', 4311);
	const url = `${origin}/s/${link}`;
	const weights = await Promise.all(
		allLanguages.map((language) => wireBytes(`${url}?language=${language}`, 'gzip, deflate, br'))
	);
	const plain = await wireBytes(url, 'identity');

	const browser = await chromium.launch({
		executablePath: findChromium(),
		args: ['--no-sandbox', '--disable-background-networking']
	});
	const page = await browser.newPage({ viewport: { width: 320, height: 640 } });
	const kinds: string[] = [];
	page.on('request', (request) => kinds.push(request.resourceType()));
	await page.goto(url, { waitUntil: 'networkidle' });
	const script = await page.evaluate(() =>
		[...document.scripts].reduce((sum, script) => sum + (script.text.length || 1), 0)
	);
	const tooWide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
	await page.close();

	const english = weights[allLanguages.indexOf('en')]!;
	console.log('survey page, as a browser fetches it');
	console.log(`  requests            ${kinds.length}   (1)`);
	console.log(
		`  bytes on the wire   ${Math.min(...weights)} to ${Math.max(...weights)} in ${allLanguages.length} languages, headers included; ${plain} without compression   (under ${mostBytes}, aim 6,000)`
	);
	console.log(`  bytes of script     ${script + kinds.filter((kind) => kind === 'script').length}   (0)`);
	console.log(`  fits 320 px         ${tooWide ? 'no' : 'yes'}`);
	await benchSlowNetwork(browser, url, english);
	await browser.close();
}

async function benchSlowNetwork(browser: Browser, url: string, bytes: number) {
	const bare = await serveStatic(bytes);
	const times: Record<'bare' | 'product', number[]> = { bare: [], product: [] };
	for (let round = 0; round < rounds; round++) {
		times.bare.push(await timeToRender(browser, bare.url));
		times.product.push(await timeToRender(browser, url));
	}
	bare.close();
	const [floor, product] = [median(times.bare), median(times.product)];
	const seconds = (all: number[]) => all.map((time) => (time / 1000).toFixed(2)).join(', ');
	console.log(`time to a rendered page, slow 3G, processor slowed ${slowerCpu} times, median of ${rounds}`);
	console.log(
		`  bare static file of ${bytes} bytes   ${(floor / 1000).toFixed(2)} s   (${seconds(times.bare)})`
	);
	console.log(
		`  Ungamed                          ${(product / 1000).toFixed(2)} s   (${seconds(times.product)})`
	);
	console.log(`  ratio                            ${(product / floor).toFixed(3)}   (at most 1.10)`);
}

/** A page of plain paragraphs that weighs the same on the wire, headers included, from a server that does nothing else. */
async function serveStatic(bytes: number): Promise<{ url: string; close(): void }> {
	const start = '<!doctype html><meta charset="utf-8"><title>Static</title><h1>Static</h1><p>';
	const headersOfIts = 200;
	const words = 'how was it all in all '
		.repeat(1000)
		.slice(0, Math.max(0, bytes - headersOfIts - start.length));
	const server = createServer((_, response) =>
		response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(start + words)
	);
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	return { url: `http://localhost:${port}/`, close: () => server.close() };
}

/** Milliseconds from asking for the page to its last paint, in a browser that has nothing of it yet. */
async function timeToRender(browser: Browser, url: string): Promise<number> {
	const context = await browser.newContext({ viewport: { width: 320, height: 640 } });
	const page = await context.newPage();
	const session = await context.newCDPSession(page);
	await session.send('Network.enable');
	await session.send('Network.emulateNetworkConditions', slow3G);
	await session.send('Emulation.setCPUThrottlingRate', { rate: slowerCpu });
	await page.goto(url, { waitUntil: 'load' });
	const time = await page.evaluate(
		() =>
			new Promise<number>((resolve) => {
				let last = 0;
				new PerformanceObserver((list) => {
					for (const entry of list.getEntries()) last = Math.max(last, entry.startTime);
				}).observe({ type: 'largest-contentful-paint', buffered: true });
				requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => resolve(last), 100)));
			})
	);
	await context.close();
	if (time === 0) throw new Error(`nothing was painted at ${new URL(url).origin}`);
	return time;
}

/** Bytes received on the socket for one response. */
function wireBytes(url: string, encoding: string): Promise<number> {
	return new Promise((resolve, reject) => {
		const asked = request(
			url,
			{ headers: { 'accept-encoding': encoding, connection: 'close' } },
			(response) => {
				response.resume();
				response.on('end', () => resolve(response.socket.bytesRead));
			}
		);
		asked.on('error', reject);
		asked.end();
	});
}
