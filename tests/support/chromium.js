import { existsSync, readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

/** Debian's, without the windows a whole browser draws. */
export const headlessShell = '/usr/bin/chromium-headless-shell';

/**
 * The Chromium the journeys run in: CHROMIUM, then the system's, then Playwright's own.
 * Plain JavaScript because the installer asks before Node 24 is there.
 * @returns {string | undefined} path of the executable
 */
export function findChromium() {
	const known = [
		process.env.CHROMIUM,
		headlessShell,
		'/usr/bin/chromium',
		'/usr/bin/chromium-browser',
		'/usr/bin/google-chrome',
		'/usr/bin/google-chrome-stable',
		'/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
		...ofPlaywright()
	];
	return known.find((path) => path && existsSync(path));
}

function ofPlaywright() {
	const caches = [
		process.env.PLAYWRIGHT_BROWSERS_PATH,
		join(homedir(), '.cache', 'ms-playwright'),
		join(homedir(), 'Library', 'Caches', 'ms-playwright')
	];
	return caches.flatMap((cache) => {
		if (!cache || !existsSync(cache)) return [];
		return readdirSync(cache)
			.filter((name) => name.startsWith('chromium'))
			.flatMap((name) => [
				join(cache, name, 'chrome-linux', 'chrome'),
				join(cache, name, 'chrome-linux64', 'chrome'),
				join(cache, name, 'chrome-linux', 'headless_shell'),
				join(cache, name, 'chrome-headless-shell-linux64', 'chrome-headless-shell'),
				join(cache, name, 'chrome-mac', 'Chromium.app', 'Contents', 'MacOS', 'Chromium')
			]);
	});
}
