// A migrated database of its own for one bench, and the servers to measure, as separate processes.
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { connect, type Pool } from '#lib/server/database.ts';
import { migrate } from '#lib/server/migrate.ts';
import { publishDefault } from '#lib/server/survey/survey.ts';

const root = join(import.meta.dirname, '../..');

export const secretKey = 'a secret for measuring only, not for anything else';

export interface Place {
	url: string;
	sql: Pool;
	/** Starts a script and waits until it answers; the result is its address. */
	serve(script: string, port: number): Promise<string>;
	/** Stops what was served. */
	stop(): Promise<void>;
	end(): Promise<void>;
}

export async function prepare(clusterUrl: string, name: string): Promise<Place> {
	const admin = connect(clusterUrl, { max: 1 });
	await admin.unsafe(`create database bench_${name}`);
	await admin.end();
	const url = Object.assign(new URL(clusterUrl), { pathname: `/bench_${name}` }).href;
	const sql = connect(url);
	await migrate(sql);
	await publishDefault(sql, new Date());

	let running: ChildProcess | undefined;
	async function stop() {
		if (!running) return;
		const ended = new Promise((resolve) => running!.once('exit', resolve));
		running.kill('SIGTERM');
		await ended;
		running = undefined;
	}
	return {
		url,
		sql,
		async serve(script, port) {
			await stop();
			const env = {
				...process.env,
				DATABASE_URL: url,
				SECRET_KEY: secretKey,
				PORT: `${port}`,
				WORKER: 'off',
				LOG_LEVEL: 'error'
			};
			running = spawn(process.execPath, [join(root, script)], {
				cwd: root,
				env,
				stdio: ['ignore', 'ignore', 'inherit']
			});
			const origin = `http://localhost:${port}`;
			for (let waited = 0; ; waited += 50) {
				if (await fetch(`${origin}/health`).catch(() => undefined)) return origin;
				if (waited > 60_000 || running.exitCode !== null) throw new Error(`${script} did not start`);
				await new Promise((resolve) => setTimeout(resolve, 50));
			}
		},
		stop,
		async end() {
			await stop();
			await sql.end();
		}
	};
}

/** Invitations with links that we know, because we made them. */
export async function makeLinks(sql: Pool, count: number, batch: string): Promise<string[]> {
	const links = Array.from({ length: count }, () => randomBytes(16).toString('base64url'));
	const hashes = links.map((link) => createHash('sha256').update(link).digest('hex'));
	const now = new Date();
	await sql`insert into contacts (customer, kind, fingerprint, sealed, changed_at, received_at)
		values (${batch}, 'email', '\\x01', '\\x01', '-infinity', ${now}) on conflict do nothing`;
	await sql`
		insert into products (sku, name, failure_modes, received_at)
		values ('PH-1', 'Phone One', '[{"code":"battery","label":"Battery drains"},{"code":"screen","label":"Screen goes dark"}]', ${now})
		on conflict do nothing`;
	await sql`
		with given as (
			select ${batch} || n as id, decode(hash, 'hex') as hash from unnest(${hashes}::text[]) with ordinality as each (hash, n)
		), met as (
			insert into interactions (id, kind, customer, started_at, sku, promise, received_at)
			select id, 'repair', ${batch}, ${now}, 'PH-1', 'A call by Friday', ${now} from given
		), decided as (
			insert into decisions (interaction, customer, outcome, contact, policy, draw, decided_at)
			select given.id, ${batch}, 'invited', contacts.id, 1, 0, ${now} from given, contacts where customer = ${batch} returning interaction, contact
		), invited as (
			insert into invitations (interaction, customer, contact, questionnaire, send_after, expires_at, created_at)
			select interaction, ${batch}, contact, 1, ${now}, ${now}::timestamptz + interval '1 day', ${now} from decided returning id, interaction
		), sent as (
			insert into messages (invitation, purpose, attempt, created_at)
			select id, 'invite', 1, ${now} from invited returning id, invitation
		)
		insert into links (hash, invitation, message, minted_at)
		select given.hash, invited.id, sent.id, ${now}
		from given join invited on invited.interaction = given.id join sent on sent.invitation = invited.id`;
	await sql`analyze`;
	return links;
}
