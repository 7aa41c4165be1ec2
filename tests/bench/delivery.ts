// npm run bench -- delivery: how fast messages leave, and what is lost or sent twice when workers are killed.
import { fork, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { PgBoss } from 'pg-boss';
import { connectMail, inviteMail, writeReference } from '#lib/server/delivery/delivery.ts';
import { installQueue } from '#lib/server/queue.ts';
import { createVault } from '#lib/server/vault.ts';
import { changePolicy } from '#lib/server/sampling/sampling.ts';
import { enqueueAll, makeInvitations } from './delivery/invitations.ts';
import { secretKey, type Place } from './prepare.ts';

const from = 'Larkfield <ask@larkfield.example>';
// Long enough that starting does not count.
const perRound = 10_000;
const rounds = 3;
const crowd = 100_000;

interface Taken {
	addresses: number;
	seconds: number;
	all: [string, { times: number; links: string[] }][];
}

export async function benchDelivery(place: Place) {
	await changePolicy(place.sql, { drip: '0', domain_drip: '0', sending_window: 'always' }, new Date());
	await installQueue(place.url);
	const sink = fork(join(import.meta.dirname, 'delivery/smtp-sink.ts'));
	const [{ port }] = (await once(sink, 'message')) as [{ port: number }];
	const url = `smtp://127.0.0.1:${port}`;
	const ask = async (what: 'count' | 'all' | 'forget') => {
		const answered = once(sink, 'message');
		sink.send(what);
		return (await answered)[0] as Taken;
	};
	try {
		await compare(place, url, ask);
		await killWorkers(place, url, ask);
		await claimJobs(place);
	} finally {
		if (sink.connected) sink.disconnect();
	}
}

type Ask = (what: 'count' | 'all' | 'forget') => Promise<Taken>;

async function compare(place: Place, url: string, ask: Ask) {
	const rates = { bare: [] as number[], product: [] as number[] };
	for (let round = 0; round < rounds; round++) {
		await ask('forget');
		await bareLoop(url);
		rates.bare.push(perRound / (await ask('count')).seconds);

		const batch = `r${round}-`;
		await makeInvitations(place.sql, perRound, batch);
		await enqueueAll(place.sql, place.url, batch);
		await ask('forget');
		const worker = startWorker(place, url);
		await until(async () => (await ask('count')).addresses >= perRound);
		rates.product.push(perRound / (await ask('count')).seconds);
		await ended(worker, 'SIGTERM');
	}
	const [bare, product] = [median(rates.bare), median(rates.product)];
	console.log(`messages to one mail server, median of ${rounds} rounds of ${perRound}`);
	console.log(
		`  bare pooled nodemailer   ${Math.round(bare)}/s   (${rates.bare.map(Math.round).join(', ')})`
	);
	console.log(
		`  job → link → accepted → recorded   ${Math.round(product)}/s   (${rates.product.map(Math.round).join(', ')})`
	);
	console.log(`  ratio   ${(product / bare).toFixed(2)}   (at least 0.50)`);
}

/** The same mails without jobs, links and records. */
async function bareLoop(url: string) {
	const mail = connectMail(url, from);
	let next = 0;
	const content = inviteMail({
		company: 'Larkfield',
		answer: `https://ask.larkfield.example/s/${'A'.repeat(22)}`,
		stop: `https://ask.larkfield.example/u/1.${'A'.repeat(22)}`,
		purpose: 'invite',
		kind: 'repair',
		startedAt: new Date(),
		expiresAt: new Date(),
		language: 'en',
		timezone: null
	});
	const vault = createVault(secretKey);
	const lane = async () => {
		while (next < perRound) {
			const number = next++;
			const reference = writeReference(vault, { about: 'invite', number });
			await mail.send(`bare${number}@mail.example`, content, reference);
		}
	};
	await Promise.all(Array.from({ length: 40 }, lane));
	mail.close();
}

async function killWorkers(place: Place, url: string, ask: Ask) {
	await makeInvitations(place.sql, crowd, 'crowd-');
	await enqueueAll(place.sql, place.url, 'crowd-');
	await ask('forget');
	const workers = [0, 1, 2].map(() => startWorker(place, url));
	const startedAt = Date.now();
	let [kills, nextKill] = [0, startedAt + 10_000];
	await until(async () => {
		const { addresses } = await ask('count');
		if (addresses >= crowd) return true;
		if (Date.now() >= nextKill) {
			const victim = kills++ % workers.length;
			await ended(workers[victim]!, 'SIGKILL');
			workers[victim] = startWorker(place, url);
			nextKill += 10_000;
		}
		return false;
	});
	const seconds = (Date.now() - startedAt) / 1000;
	for (const worker of workers) await ended(worker, 'SIGTERM');
	const { all } = await ask('all');
	const twice = all.filter(([, { times }]) => times > 1).length;
	const dead = await deadLinks(
		place,
		all.flatMap(([, { links }]) => links)
	);
	console.log(
		`${crowd} queued invitations, 3 workers, one killed every 10 s (${kills} times): ${seconds.toFixed(0)} s`
	);
	console.log(
		`  delivered ${all.length} (all), twice ${twice} = ${((100 * twice) / crowd).toFixed(3)} % (at most 0.1)`
	);
	console.log(`  dead links ${dead} (0)`);
}

/** What fetching a hundred jobs costs, with few and with many queued. */
async function claimJobs({ sql, url }: Place) {
	const boss = new PgBoss({ connectionString: url, supervise: false, schedule: false, migrate: false });
	await boss.start();
	const claims = async (queued: number) => {
		const [{ n }] = (await sql`
			select count(*)::int as n from pgboss.job where name = 'voice' and state = 'created'`) as unknown as [
			{ n: number }
		];
		for (let at = n; at < queued; at += 10_000)
			await boss.insert(
				'voice',
				Array.from({ length: Math.min(10_000, queued - at) }, () => ({ data: {} }))
			);
		await sql`analyze pgboss.job`;
		const times: number[] = [];
		for (let n = 0; n < 9; n++) {
			const startedAt = performance.now();
			const jobs = await boss.fetch('voice', { batchSize: 100 });
			times.push(performance.now() - startedAt);
			await boss.complete(
				'voice',
				jobs.map(({ id }) => id)
			);
		}
		return median(times);
	};
	const [few, many] = [await claims(1000), await claims(crowd)];
	console.log(
		`claiming 100 jobs   ${few.toFixed(1)} ms of 1,000 queued, ${many.toFixed(1)} ms of ${crowd}   ratio ${(many / few).toFixed(2)}   (flat)`
	);
	await boss.stop({ graceful: false });
}

async function deadLinks({ sql }: Place, links: string[]): Promise<number> {
	const hashes = links.map((link) => createHash('sha256').update(link).digest('hex'));
	const [row] = await sql<{ n: number }[]>`
		select count(*)::int as n from unnest(${hashes}::text[]) hex
		where not exists (select from links where hash = decode(hex, 'hex'))`;
	return row!.n;
}

function startWorker(place: Place, url: string): ChildProcess {
	return spawn(process.execPath, [join(import.meta.dirname, '../../src/worker.ts')], {
		env: {
			...process.env,
			DATABASE_URL: place.url,
			SECRET_KEY: secretKey,
			MAIL_URL: url,
			MAIL_FROM: from,
			LOG_LEVEL: 'error'
		},
		stdio: ['ignore', 'ignore', 'inherit']
	});
}

async function ended(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL') {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const gone = once(child, 'exit');
	child.kill(signal);
	await gone;
}

const mostSeconds = 1500;

async function until(isSo: () => Promise<boolean>) {
	for (let waited = 0; waited < mostSeconds * 10; waited++) {
		if (await isSo()) return;
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	throw new Error('the messages did not arrive');
}

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;
