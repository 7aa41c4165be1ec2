// One PostgreSQL for the whole run: the one DATABASE_URL names, or a throw-away cluster of our own (from npm,
// or with POSTGRES_BIN from an installed version). In it one migrated template; every test file
// works on a clone of its own.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/lib/server/database.ts';
import { startEmbedded } from '../../src/lib/server/embedded.ts';
import { createLog } from '../../src/lib/server/log.ts';
import { migrate } from '../../src/lib/server/migrate.ts';
import { installQueue, openQueue } from '../../src/lib/server/queue.ts';
import { publishDefault } from '../../src/lib/server/survey/survey.ts';
import { buildIfStale } from '../../src/serve.ts';

export const template = `ungamed_template_${process.pid}`;

export default async function setUp() {
	// Journeys start the built product; build it once, before they run side by side.
	await buildIfStale();
	const cluster = process.env.DATABASE_URL ? given(process.env.DATABASE_URL) : await throwAway();
	const admin = connect(cluster.url, { max: 1 });
	await admin.unsafe(`create database ${template}`);

	const url = at(cluster.url, template);
	const sql = connect(url, { max: 2 });
	await migrate(sql);
	await publishDefault(sql, new Date());
	await installQueue(url);
	const queue = await openQueue(url, createLog('error'), { supervise: false });
	await queue.stop();
	await sql.end();

	process.env.TEST_CLUSTER = cluster.url;
	process.env.TEST_TEMPLATE = template;
	return async () => {
		const left = await admin`select datname from pg_database where datname like ${`${template}%`}`;
		for (const { datname } of left) await admin.unsafe(`drop database if exists ${datname} with (force)`);
		await admin.end();
		await cluster.end();
	};
}

export const at = (cluster: string, database: string) =>
	Object.assign(new URL(cluster), { pathname: `/${database}` }).href;

const given = (url: string) => ({ url, end: async () => {} });

async function throwAway() {
	const folder = mkdtempSync(join(tmpdir(), 'ungamed-test-'));
	const bin = process.env.POSTGRES_BIN;
	const binaries = bin ? { initdb: join(bin, 'initdb'), pg_ctl: join(bin, 'pg_ctl') } : undefined;
	// Nothing here must survive a power cut; several products share it.
	const settings = ['fsync=off', 'full_page_writes=off', 'max_connections=400'];
	const database = await startEmbedded(folder, { binaries, settings });
	return {
		url: database.url,
		async end() {
			await database.release();
			rmSync(folder, { recursive: true, force: true });
		}
	};
}
