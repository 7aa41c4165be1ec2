// What a customer's phone fetches: requests, bytes on the wire, bytes of script.
import { request } from 'node:http';
import { chromium } from 'playwright-core';
import { findChromium } from '../support/chromium.js';
import { makeLinks } from '../support/links.ts';
import type { Place } from './prepare.ts';

const mostBytes = 14 * 1024;

export async function benchPage(place: Place) {
	const [link] = await makeLinks(place.sql, 1, 'page-');
	const origin = await place.serve('src/start.ts', 4311);
	const url = `${origin}/s/${link}`;
	const compressed = await wireBytes(url, 'gzip, deflate, br');
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
	await browser.close();

	console.log('survey page, as a browser fetches it');
	console.log(`  requests            ${kinds.length}   (1)`);
	console.log(
		`  bytes on the wire   ${compressed} compressed, ${plain} not, headers included   (under ${mostBytes})`
	);
	console.log(`  bytes of script     ${script + kinds.filter((kind) => kind === 'script').length}   (0)`);
	console.log(`  fits 320 px         ${tooWide ? 'no' : 'yes'}`);
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
