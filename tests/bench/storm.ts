// A thousand invitations, two hundred posts each, at once to two processes: exactly a thousand answers.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createVault } from '#lib/server/vault.ts';
import { makeLinks } from '../support/links.ts';
import { storm } from '../support/storm.ts';
import { secretKey, type Place } from './prepare.ts';

const [invitations, posts] = [1000, 200];

export async function benchStorm(place: Place) {
	const first = await place.serve('src/start.ts', 4310);
	const env = {
		...process.env,
		DATABASE_URL: place.url,
		SECRET_KEY: secretKey,
		PORT: '4311',
		ORIGIN: first,
		WORKER: 'off',
		LOG_LEVEL: 'error'
	};
	const second = spawn(process.execPath, [join(import.meta.dirname, '../../src/start.ts')], {
		env,
		stdio: 'ignore'
	});
	const origins = [first, 'http://localhost:4311'];
	for (let waited = 0; waited < 60_000; waited += 50) {
		if (await fetch(`${origins[1]}/health`).catch(() => undefined)) break;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	try {
		const links = await makeLinks(place.sql, invitations, 'storm');
		const input = { sql: place.sql, links, posts, origins, batch: 'storm', vault: createVault(secretKey) };
		const { answers, statuses, receipts, seconds } = await storm(input);
		console.log(`${invitations} invitations, ${posts} posts each, at once to two processes`);
		console.log(`  answers                      ${answers}   (exactly ${invitations})`);
		console.log(`  replies                      ${statuses.join(', ')}   (303: to the same receipt)`);
		console.log(`  receipts asked for, the same ${receipts.asked}, ${receipts.same}`);
		console.log(`  posts                        ${Math.round((invitations * posts) / seconds)}/s`);
	} finally {
		second.kill('SIGTERM');
		await place.stop();
	}
}
