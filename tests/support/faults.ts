// kill -9 under load: customers keep answering while web, worker or database is killed and started again. Afterwards every
// answer that was acknowledged has to be there, once.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type Pool } from '../../src/lib/server/database.ts';
import { startEmbedded, type Binaries } from '../../src/lib/server/embedded.ts';
import { createVault } from '../../src/lib/server/vault.ts';
import { formOf, repairAsked } from './customer.ts';
import { makeLinks } from './links.ts';

const root = join(import.meta.dirname, '../..');

export const victims = ['web', 'worker', 'database'] as const;
export type Victim = (typeof victims)[number];

export interface Faults {
	rounds: number;
	/** Seconds of load a round. */
	seconds: number;
	dataDir: string;
	ports: [number, number];
	/** Full durability: the point of the exercise. */
	binaries?: Binaries;
	env: Record<string, string>;
}

export interface Outcome {
	rounds: number;
	acknowledged: number;
	/** Acknowledged and not stored, or stored twice. */
	lost: number;
	twice: number;
	/** Posts that got no answer, or one that said so. */
	unanswered: number;
	misrecorded: number;
}

/** Kills each victim `rounds` times, in turn. */
export async function killUnderLoad(input: Faults): Promise<Record<Victim, Outcome>> {
	const { dataDir, ports } = input;
	let database = await startEmbedded(dataDir, { binaries: input.binaries });
	// On one port for good: who connects again has to find it.
	const vault = createVault(input.env.SECRET_KEY!);
	const env = { ...input.env, DATABASE_URL: database.url, DATA_DIR: dataDir };
	const start = (script: string, port: number) =>
		spawn(process.execPath, [script], {
			cwd: root,
			env: { ...env, PORT: `${port}`, WORKER: 'off', ORIGIN: `http://localhost:${ports[0]}` },
			stdio: 'ignore'
		});
	const web = [start('src/start.ts', ports[0]), start('src/start.ts', ports[1])];
	let worker = start('src/worker.ts', 0);
	await Promise.all(ports.map(untilUp));
	let sql = connect(database.url, { max: 4 });

	const outcomes = {} as Record<Victim, Outcome>;
	for (const victim of victims) {
		const total: Outcome = { rounds: 0, acknowledged: 0, lost: 0, twice: 0, unanswered: 0, misrecorded: 0 };
		for (let round = 0; round < input.rounds; round++) {
			const batch = `${victim}${round}-`;
			const links = await makeLinks(sql, 1500, batch);
			const bodies = links.map((link) =>
				formOf(link, 'overall=2&comment=under+load', { asked: repairAsked, vault })
			);
			const load = answerAll({ links, bodies, ports, seconds: input.seconds });
			await pause((0.25 + 0.5 * Math.random()) * input.seconds * 1000);
			if (victim === 'web') {
				await killed(web[1]!);
				web[1] = start('src/start.ts', ports[1]);
			} else if (victim === 'worker') {
				await killed(worker);
				worker = start('src/worker.ts', 0);
			} else {
				killDatabase(dataDir);
				database = await startEmbedded(dataDir, {
					binaries: input.binaries,
					settings: [`port=${portOf(database.url)}`]
				});
			}
			const { acknowledged, unanswered } = await load;
			await Promise.all(ports.map(untilUp));
			await sql.end({ timeout: 1 });
			sql = connect(database.url, { max: 4 });
			const { lost, twice } = await stored(sql, batch, acknowledged);
			total.rounds++;
			total.acknowledged += acknowledged.length;
			total.unanswered += unanswered;
			total.lost += lost;
			total.twice += twice;
		}
		// What was recorded before and after every kill is recorded once, without gaps.
		const [row] = await sql<{ wrong: number }[]>`
			select (max(index) + 1 - count(*))::int as wrong from ledger`;
		total.misrecorded = row!.wrong;
		outcomes[victim] = total;
	}
	for (const child of [...web, worker]) await killed(child);
	await sql.end({ timeout: 1 });
	await database.release();
	return outcomes;
}

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));
const portOf = (url: string) => new URL(url).port;

async function untilUp(port: number) {
	for (let waited = 0; waited < 60_000; waited += 50) {
		const response = await fetch(`http://localhost:${port}/health`).catch(() => undefined);
		if (response?.ok) return;
		await pause(50);
	}
	throw new Error(`nothing answers on port ${port}`);
}

function killed(child: ChildProcess): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve();
	return new Promise((resolve) => {
		child.once('exit', () => resolve());
		child.kill('SIGKILL');
	});
}

/** The postmaster and everything it started, at once, as a power cut would. */
function killDatabase(dataDir: string) {
	const pidFile = join(dataDir, 'postgres', 'postmaster.pid');
	const postmaster = readFileSync(pidFile, 'utf8').split('\n')[0]!;
	const children = spawnSync('ps', ['-o', 'pid=', '--ppid', postmaster], { encoding: 'utf8' }).stdout;
	const pids = [postmaster, ...children.split(/\s+/)].filter(Boolean).map(Number);
	for (const pid of pids) {
		try {
			process.kill(pid, 'SIGKILL');
		} catch {
			// Gone by itself.
		}
	}
	// After a power cut no process has this number. In a container whose first process buries nobody, a dead one keeps it.
	rmSync(pidFile);
}

interface Load {
	links: string[];
	bodies: string[];
	ports: [number, number];
	seconds: number;
}

const lanes = 12;

/** Posts one answer after the other; those acknowledged by the page that says thank you. */
async function answerAll({ links, bodies, ports, seconds }: Load) {
	const acknowledged: number[] = [];
	let unanswered = 0;
	let next = 0;
	const end = Date.now() + seconds * 1000;
	const lane = async (port: number) => {
		while (Date.now() < end && next < links.length) {
			const index = next++;
			try {
				const response = await fetch(`http://localhost:${port}/s/${links[index]}`, {
					method: 'POST',
					redirect: 'manual',
					body: bodies[index],
					headers: {
						origin: `http://localhost:${ports[0]}`,
						accept: 'text/html',
						'content-type': 'application/x-www-form-urlencoded'
					},
					signal: AbortSignal.timeout(20_000)
				});
				await response.arrayBuffer();
				if (response.status === 303) acknowledged.push(index);
				else unanswered++;
			} catch {
				unanswered++;
				await pause(20);
			}
		}
	};
	await Promise.all(Array.from({ length: lanes }, (_, n) => lane(ports[n % 2]!)));
	return { acknowledged, unanswered };
}

async function stored(sql: Pool, batch: string, acknowledged: number[]) {
	const rows = await sql<{ interaction: string; answers: number; words: number }[]>`
		select interaction, count(*)::int as answers, (select count(*)::int from answer_words w join answers b on b.id = w.answer
			where b.interaction = a.interaction) as words
		from answers a where interaction like ${`${batch}%`} group by interaction`;
	const found = new Map(rows.map((row) => [row.interaction, row]));
	const lost = acknowledged.filter((index) => (found.get(`${batch}${index + 1}`)?.words ?? 0) < 1).length;
	return { lost, twice: rows.filter(({ answers, words }) => answers > 1 || words > 1).length };
}
