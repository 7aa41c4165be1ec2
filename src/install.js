// Runs before every npm script, on whatever Node started npm (20 or newer), so it is plain
// JavaScript without a single dependency. It installs the packages of the lockfile when they are
// missing or stale, and with --tests also finds or installs a Chromium.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

requireNode(20);
installPackages();
if (process.argv.includes('--tests')) await installChromium();

/** @param {number} major */
function requireNode(major) {
	if (Number(process.versions.node.split('.')[0]) >= major) return;
	fail(
		`Node ${process.versions.node} is too old. Install Node ${major} or newer (https://nodejs.org) and try again.`
	);
}

function installPackages() {
	const lock = createHash('sha256')
		.update(readFileSync(join(root, 'package-lock.json')))
		.digest('hex');
	const stamp = join(root, 'node_modules', '.installed-from');
	const complete = existsSync(join(root, 'node_modules', '.bin', 'node'));
	if (complete && existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return;

	console.error('Installing packages from the lockfile (once, about a minute) …');
	// The development packages build the pages and run the tests, so production needs them as well.
	const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
	const { status } = spawnSync(npm, ['ci', '--include=dev', '--loglevel=error'], {
		cwd: root,
		stdio: ['ignore', 'ignore', 'inherit'],
		shell: process.platform === 'win32'
	});
	if (status !== 0)
		fail('npm ci failed (see above). Check the network or the npm registry setting, then try again.');
	if (!existsSync(join(root, 'node_modules', '.bin', 'node')))
		fail(
			'The package "node" was not set up. Install scripts may be disabled: run "npm config set ignore-scripts false" and try again.'
		);
	writeFileSync(stamp, lock);
}

async function installChromium() {
	const { findChromium, headlessShell } = await import('../tests/support/chromium.js');
	if (process.env.CHROMIUM || existsSync(headlessShell)) return;

	// Journeys take a third less of the processor in it than in a whole browser.
	installPackage('chromium-headless-shell');
	if (findChromium()) return;

	console.error('No Chromium found. Trying the browser download of Playwright …');
	const playwright = join(root, 'node_modules', 'playwright-core', 'cli.js');
	spawnSync(process.execPath, [playwright, 'install', '--with-deps', 'chromium-headless-shell'], {
		cwd: root,
		stdio: 'ignore',
		timeout: 180_000
	});
	if (findChromium()) return;

	installPackage('chromium');
	if (findChromium()) return;
	fail(
		'The tests need a Chromium. Install one (for example: "apt-get install chromium-headless-shell" as root), or set CHROMIUM to its path.'
	);
}

/**
 * Of Debian, where that may be done; whoever needs it looks whether it is there.
 * @param {string} name
 */
function installPackage(name) {
	if (process.platform !== 'linux' || process.getuid?.() !== 0) return;
	console.error(`Installing Debian's package ${name} …`);
	/** @type {import('node:child_process').ExecFileSyncOptions} */
	const options = {
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
		stdio: 'ignore',
		timeout: 180_000
	};
	try {
		execFileSync('apt-get', ['update', '-qq'], options);
		execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', name], options);
	} catch (error) {
		console.error(`apt-get: ${error instanceof Error ? error.message : error}`);
	}
}

/** @param {string} message */
function fail(message) {
	console.error(`\n${message}`);
	process.exit(1);
}
