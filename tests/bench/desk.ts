// npm run bench -- desk: the desk's pages at a hundred thousand and at ten million answers, how soon an answer shows, and what people at
// the desk cost those who answer.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect } from '#lib/server/database.ts';
import { countAllEndings } from '#lib/server/desk/desk.ts';
import { createVault } from '#lib/server/vault.ts';
import { gatherAnew } from '../support/desk.ts';
import { cookieOf, makeStaff } from '../support/staff.ts';
import { median, preparedAnswers } from './answers.ts';
import { measureCompany } from './desk/company.ts';
import { load } from './load.ts';
import { secretKey, type Place } from './prepare.ts';
import { startWorker } from './worker.ts';

const small = 100_000;
const large = Number(process.env.DESK_ANSWERS ?? 10_000_000);
const fill = readFileSync(join(import.meta.dirname, 'desk/fill.sql'), 'utf8');

export async function benchDesk(place: Place) {
	const staff = await makeStaff(place.sql, 'quality');
	const cookie = await cookieOf(place.sql, staff);
	await grow(place, 1, small);
	const before = await measurePages(place, cookie);
	await grow(place, small + 1, large);
	const after = await measurePages(place, cookie);
	report(before, after);
	await measureFreshness(place, cookie);
	await measureCompany(place, cookie);
}

/** Facts as a superuser writes them, without checks of each; then what the desk keeps is made of them. */
async function grow({ sql, url }: Place, from: number, to: number) {
	const startedAt = performance.now();
	await sql.begin(async (sql) => {
		await sql`set local session_replication_role = replica`;
		await sql`set local synchronous_commit = off`;
		if (from === 1)
			await sql.unsafe(`
				insert into reps (id, team, location, received_at)
				select 'R' || n, 'Team ' || n % 150, 'Location ' || n % 50, now() from generate_series(0, 1499) n;
				insert into products (sku, name, received_at) select 'P' || n, 'Product ' || n, now() from generate_series(0, 199) n`);
		await sql.unsafe(fill.replaceAll(':from', String(from)).replaceAll(':to', String(to)));
	});
	await sql.unsafe('analyze');
	const made = performance.now();
	// Trees of many rows are built sooner at once.
	const indexes = await sql<{ name: string; definition: string }[]>`
		select indexname as name, indexdef as definition from pg_indexes where tablename = 'desk_answers' and indexname <> 'desk_answers_pkey'`;
	for (const { name } of indexes) await sql.unsafe(`drop index ${name}`);
	// Of connections opened from here on.
	await sql.unsafe(`alter database ${new URL(url).pathname.slice(1)} set work_mem = '512MB'`);
	const worker = connect(url, { max: 1 });
	await gatherAnew(worker, new Date());
	await countAllEndings(worker, new Date());
	await worker.end();
	await sql.unsafe(`alter database ${new URL(url).pathname.slice(1)} reset work_mem`);
	await sql.begin(async (sql) => {
		await sql`set local maintenance_work_mem = '1GB'`;
		for (const { definition } of indexes) await sql.unsafe(definition);
	});
	await sql.unsafe('vacuum (analyze)');
	const seconds = (since: number, until = performance.now()) => Math.round((until - since) / 1000);
	console.log(
		`  ${to.toLocaleString('en')} answers made in ${seconds(startedAt, made)} s, gathered in ${seconds(made)} s (${new URL(url).pathname.slice(1)})`
	);
}

const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);

const paths = [
	'/health',
	'/quality',
	'/quality?weeks=all',
	`/quality?from=${day(500)}&to=${day(300)}`,
	'/quality?location=Location+7',
	'/quality?team=Team+57',
	'/quality?kind=call',
	'/quality?channel=phone',
	'/quality?sku=P17',
	'/quality?location=Location+7&kind=call&channel=phone',
	'/quality?location=Location+7&team=Team+57',
	'/quality?location=Location+7&sku=P17',
	'/quality?by=location',
	'/quality?by=team&weeks=all',
	'/quality?by=sku',
	'/quality?by=kind&location=Location+7',
	`/quality/compare?location=Location+7&with_location=Location+8`,
	`/quality/compare?from=${day(200)}&to=${day(100)}&with_from=${day(99)}`,
	'/quality/answers',
	'/quality/answers?location=Location+7',
	'/quality/answers?team=Team+57&kind=call',
	'/quality/answers?sku=P17',
	`/quality/answers?to=${day(400)}`,
	'/quality/answers?said=resolved%3Dno&said=stay%3Dno',
	'/quality/answers?said=asked_for_score%3Dpressured',
	'/quality/answers?words=battery',
	'/quality/answers?words=gramophone',
	'/quality/answers?words=%22number+777%22&location=Location+7',
	'/quality/answers?only=left_out',
	'/quality/answers?tag=nothing',
	'/quality/answers/5000',
	'/quality/themes',
	'/quality/themes?location=Location+7&beside=others',
	'/quality/leaving',
	'/quality/leaving?location=Location+7',
	'/quality/promises',
	'/quality/coverage',
	'/quality/coverage?by=rep',
	'/quality/coverage?location=Location+7&by=kind',
	'/quality/signals',
	'/quality/set-aside',
	'/cases',
	'/cases?state=open',
	'/cases/report',
	'/settings/alerts',
	'/settings/cases',
	'/api/v1/metrics',
	'/api/v1/answers'
];
const rounds = 9;
const warmUp = 2;

async function measurePages(place: Place, cookie: string): Promise<Map<string, number>> {
	const origin = await place.serve('src/start.ts', 3985);
	const times = new Map(paths.map((path) => [path, [] as number[]]));
	for (let round = 0; round < rounds + warmUp; round++)
		for (const path of paths) {
			// The floor is quick and met more often.
			for (let turn = 0; turn < (path === '/health' ? 5 : 1); turn++) {
				const startedAt = performance.now();
				const response = await fetch(origin + path, { headers: { cookie } });
				const text = await response.text();
				if (!response.ok) throw new Error(`${path}: ${response.status} ${text.slice(0, 300)}`);
				if (round >= warmUp) times.get(path)!.push(performance.now() - startedAt);
			}
		}
	await place.stop();
	return new Map([...times].map(([path, all]) => [path, median(all)]));
}

function report(before: Map<string, number>, after: Map<string, number>) {
	console.log(
		`  pages: ms at ${small.toLocaleString('en')}, at ${large.toLocaleString('en')}, ratio (at most 3)`
	);
	for (const path of paths) {
		const [one, other] = [before.get(path)!, after.get(path)!];
		const ratio = other / one;
		console.log(
			`    ${path.padEnd(64)} ${one.toFixed(1).padStart(7)} ${other.toFixed(1).padStart(8)} ${ratio.toFixed(1).padStart(6)}${ratio > 3 ? '  ABOVE' : ''}`
		);
	}
	const floor = after.get('/health')!;
	console.log(
		`  the overview is ${(after.get('/quality')! / floor).toFixed(1)} × the health page (at most 5), at ${large.toLocaleString('en')} answers`
	);
}

const answersTold = 10;

/** From the reply to an answer until the newest answers show it, with a worker beside. */
async function measureFreshness(place: Place, cookie: string) {
	const origin = await place.serve('src/start.ts', 3986);
	const worker = await startWorker(place);
	const requests = await preparedAnswers(place, createVault(secretKey), answersTold + 1, 'fresh-');
	const shown = async () => {
		const response = await fetch(`${origin}/quality/answers?kind=repair`, { headers: { cookie } });
		return (/\/quality\/answers\/(\d+)/.exec(await response.text()) ?? [])[1];
	};
	const waits: number[] = [];
	for (const request of requests) {
		const before = await shown();
		await load(origin, [request], 1);
		const startedAt = performance.now();
		while ((await shown()) === before) {
			if (performance.now() - startedAt > 60_000) throw new Error('the answer does not show');
			await new Promise((resolve) => setTimeout(resolve, 20));
		}
		waits.push((performance.now() - startedAt) / 1000);
	}
	await worker.stop();
	await place.stop();
	// The first finds the worker starting.
	const told = waits.slice(1);
	console.log(
		`  a new answer shows after ${median(told).toFixed(1)} s, at most ${Math.max(...told).toFixed(1)} s of ${told.length} (within 2)`
	);
}
