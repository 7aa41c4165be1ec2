// npm run demo: the whole product with a simulated retail chain in it, a mailbox that goes nowhere, and
// a short tour. Everything the world says arrives through the feeds, like any customer's data would.
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { configOrExit, type Config } from '#lib/server/config.ts';
import { startEmbedded } from '#lib/server/embedded.ts';
import { addKey, addStaff, roles } from '#lib/server/identity/identity.ts';
import { openProduct } from '#lib/server/product.ts';
import type { Runtime } from '#lib/server/runtime.ts';
import { changePolicy } from '#lib/server/sampling/sampling.ts';
import { changeLook } from '#lib/server/survey/survey.ts';
import { serve } from '../serve.ts';
import { startWorker } from '../worker.ts';
import { feedWorld } from './feeding.ts';
import { codeNow, giveSecondFactor } from './code.ts';
import { answerNewest, takeSomeUp } from './customers.ts';
import { look } from './look.ts';
import { actOut } from './staff-at-work.ts';
import { startMailbox } from './mailbox.ts';
import { sendOne } from './send.ts';
import { mailboxPort, password, staffEmail, tour } from './tour.ts';

const dataDir = resolve(process.env.DATA_DIR ?? 'data', 'demo');

export async function demo(args: string[]) {
	const [verb, ...more] = args;
	if (verb === 'send') return sendOne(dataDir, more[0], process.env.PORT ?? '3000');
	if (verb === 'code') return console.log(codeNow(new Date()));
	if (verb !== undefined && verb !== '--fresh') {
		console.error(
			'Usage: npm run demo, npm run demo -- --fresh, npm run demo -- send [address], or npm run demo -- code'
		);
		process.exitCode = 2;
		return;
	}
	if (verb === '--fresh') await removeData();

	await run(demoConfig());
}

function demoConfig(): Config {
	const port = process.env.PORT ?? '3000';
	return configOrExit({
		...process.env,
		PORT: port,
		DATABASE_URL: undefined,
		DATA_DIR: dataDir,
		MAIL_URL: `smtp://127.0.0.1:${mailboxPort.smtp}`,
		MAIL_FROM: 'Larkfield Electronics <ask@larkfield.example>',
		LOG_LEVEL: process.env.LOG_LEVEL ?? 'warn'
	});
}

async function run(config: Config) {
	const say = (line: string) => console.log(line);
	// What has been started, to be stopped in the opposite order, whenever that is.
	const started: (() => unknown)[] = [];
	const stopped = new AbortController();
	const stop = async (code: number) => {
		if (stopped.signal.aborted) return;
		stopped.abort();
		for (const end of started.toReversed()) await end();
		process.exit(code);
	};
	for (const signal of ['SIGINT', 'SIGTERM'] as const)
		process.on(signal, () => {
			say('\nStopping …');
			void stop(0);
		});
	try {
		await start(config, say, started, stopped.signal);
	} catch (error) {
		// What fails while everything is being stopped is no news.
		if (stopped.signal.aborted) return;
		console.error(error instanceof Error ? error.message : error);
		await stop(1);
	}
}

async function start(
	config: Config,
	say: (line: string) => void,
	started: (() => unknown)[],
	stopped: AbortSignal
) {
	say('Starting the demo: database, pages, mailbox …');
	const mailbox = await startMailbox(join(dataDir, 'mailbox'));
	started.push(() => mailbox.stop());
	const product = await openProduct(config, { say, supervise: true });
	started.push(() => product.close());
	const web = await serve(config);
	started.push(() => web.close());
	const endWorker = await startWorker(product);
	// Its mail connections end after the jobs that use them, which end with the product.
	started.splice(1, 0, endWorker);
	mailbox.onEnd(() => {
		if (!stopped.aborted)
			console.error('The mailbox ended by itself; messages wait until the demo is started again.');
	});

	say(`The first page is there: ${config.ORIGIN}`);
	const marker = join(dataDir, 'seeded');
	if (existsSync(marker))
		say('The simulated chain of the last run is still here (start over with: npm run demo -- --fresh).');
	else {
		await prepare(product.runtime);
		await feedWorld({
			origin: config.ORIGIN,
			key: await demoKey(product.runtime),
			runtime: product.runtime,
			signal: stopped
		});
		if (stopped.aborted) return;
		await actOut(product.runtime);
		await answerNewest(config.ORIGIN);
		await takeSomeUp(product.runtime);
		writeFileSync(marker, `${new Date().toISOString()}\n`);
	}
	say(tour(config.ORIGIN));
}

/** Staff of every role, the company's look, and a policy under which messages leave at once. */
async function prepare({ sql, vault, now }: Runtime) {
	for (const role of roles) {
		const added = await addStaff(sql, { email: staffEmail(role), role, password }, now());
		if ('refused' in added) continue;
		if (role === 'quality') await changeLook(sql, look, added.id, now());
		if (role === 'admin') await giveSecondFactor(sql, vault, added.id);
	}
	await changePolicy(sql, { delay_min: '0', delay_max: '0', sending_window: 'always' }, now());
}

async function demoKey({ sql, random, now }: Runtime): Promise<string> {
	const key = await addKey(sql, { name: 'demo', scopes: ['feed'], random: random(24) }, now());
	mkdirSync(dataDir, { recursive: true });
	writeFileSync(join(dataDir, 'key'), key, { mode: 0o600 });
	return key;
}

async function removeData() {
	if (!existsSync(dataDir)) return;
	// A database left running by a crash is stopped first; one in use by another demo is not touched.
	if (existsSync(join(dataDir, 'postgres', 'postmaster.pid'))) {
		const database = await startEmbedded(dataDir);
		await database.release();
		if (existsSync(join(dataDir, 'postgres', 'postmaster.pid'))) {
			console.error('Another demo is running. Stop it first (Ctrl-C in its window).');
			process.exit(1);
		}
	}
	rmSync(dataDir, { recursive: true, force: true });
}
