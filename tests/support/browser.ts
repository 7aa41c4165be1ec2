// A real Chromium, started once a file.
import { chromium, type Browser } from 'playwright-core';
import { findChromium } from './chromium.js';

export function startBrowser(): Promise<Browser> {
	return chromium.launch({
		executablePath: findChromium(),
		args: [
			'--no-sandbox',
			'--disable-gpu',
			'--disable-quic',
			'--no-first-run',
			'--disable-background-networking',
			'--disable-component-update',
			'--disable-sync'
		]
	});
}
