// A test file's own database, cloned from the migrated template, and what verbs need beside it.
import { randomBytes } from 'node:crypto';
import { connect, type Pool, type Sql } from '../../src/lib/server/database.ts';
import { feeds, type FeedName } from '../../src/lib/server/feeds.ts';
import { receive, type Reply } from '../../src/lib/server/intake/intake.ts';
import { invite } from '../../src/lib/server/invitation/invitation.ts';
import type { JobName, NewJob } from '../../src/lib/server/queue.ts';
import { changePolicy, decideInteractions } from '../../src/lib/server/sampling/sampling.ts';
import { roleNames } from '../../src/lib/server/roles.ts';
import { createVault } from '../../src/lib/server/vault.ts';
import { at } from './cluster.ts';

export const now = new Date('2026-11-23T12:00:00Z');
export const vault = createVault('a secret for tests, long enough to be one');

export async function cloneDatabase(): Promise<{ url: string; drop(): Promise<void> }> {
	const { TEST_CLUSTER, TEST_TEMPLATE } = process.env;
	const name = `${TEST_TEMPLATE}_${randomBytes(5).toString('hex')}`;
	const admin = connect(TEST_CLUSTER!, { max: 1 });
	await admin.unsafe(`create database ${name} template ${TEST_TEMPLATE}`);
	return {
		url: at(TEST_CLUSTER!, name),
		async drop() {
			await admin.unsafe(`drop database if exists ${name} with (force)`);
			// The product names its roles after its database.
			for (const role of Object.values(roleNames(name))) await admin.unsafe(`drop role if exists "${role}"`);
			await admin.end();
		}
	};
}

export interface TestPlace {
	sql: Pool;
	url: string;
	/** Jobs enqueued so far and not run yet. */
	jobs: { name: JobName; job: NewJob }[];
	queue: { enqueue(sql: Sql, name: JobName, jobs: NewJob[]): Promise<void> };
	/** Sends records to a feed, as the API does. */
	feed(name: FeedName, ...records: object[]): Promise<Reply>;
	/** Runs deciding and inviting for everything enqueued; sending is left to the test. */
	settle(at?: Date): Promise<void>;
	/** The recorded outcome of an interaction. */
	outcome(interaction: string): Promise<string | undefined>;
	end(): Promise<void>;
}

/** `hasSms`: as if a provider for SMS was configured. */
export async function testPlace({ hasSms = false } = {}): Promise<TestPlace> {
	const database = await cloneDatabase();
	const sql = connect(database.url, { max: 20 });
	await changePolicy(sql, { delay_min: '0', delay_max: '0' }, now);
	const jobs: TestPlace['jobs'] = [];
	const queue: TestPlace['queue'] = {
		async enqueue(_, name, added) {
			jobs.push(...added.map((job) => ({ name, job })));
		}
	};
	return {
		sql,
		url: database.url,
		jobs,
		queue,
		feed: (name, ...records) =>
			receive(
				sql,
				{ feed: feeds[name], records: [records.map((value, index) => ({ index, value }))], queue, vault },
				now
			),
		async settle(at = now) {
			for (;;) {
				const next = jobs.findIndex(
					({ name, job }) => name === 'invite' || (name === 'decide' && (job.after ?? at) <= at)
				);
				if (next === -1) return;
				const [{ name, job }] = jobs.splice(next, 1) as [TestPlace['jobs'][number]];
				if (name === 'decide')
					await decideInteractions(
						sql,
						{
							...(job.data as { interactions: string[] }),
							queue,
							vault,
							hasSms
						},
						at
					);
				else await invite(sql, { ...(job.data as { invitations: [] }), questionnaire: 1, queue }, at);
			}
		},
		async outcome(interaction) {
			const [row] = await sql`select outcome from decisions where interaction = ${interaction}`;
			return row?.outcome;
		},
		async end() {
			await sql.end();
			await database.drop();
		}
	};
}

/** A customer with an address and one interaction, an hour ago by default. */
export async function met(
	place: TestPlace,
	id: string,
	more: { email?: string; startedAt?: string } & Record<string, unknown> = {}
) {
	const {
		email = `${id}@mail.example`,
		startedAt = '2026-11-23T11:00:00Z',
		customer = `C-${id}`,
		...rest
	} = more;
	await place.feed('customers', { id: customer, email });
	await place.feed('interactions', { id, kind: 'visit', customer, started_at: startedAt, ...rest });
}

/** What somebody does whom neither grants nor triggers stop. */
export async function asSuperuser(sql: Pool, work: (sql: Sql) => PromiseLike<unknown>) {
	await sql.begin(async (sql) => {
		await sql`set local session_replication_role = replica`;
		await work(sql);
	});
}

/** Every row of every table, as text: what somebody who has the whole database can read. */
export async function everyRow(sql: Pool, { except }: { except?: RegExp } = {}): Promise<string> {
	const tables = await sql<{ name: string }[]>`
		select format('%I.%I', table_schema, table_name) as name from information_schema.tables
		where table_schema not in ('pg_catalog', 'information_schema') and table_type = 'BASE TABLE' order by 1`;
	const dumps = await Promise.all(
		tables
			.filter(({ name }) => !except?.test(name))
			.map(({ name }) =>
				sql.unsafe(`select coalesce(string_agg(t::text, E'\\n' order by t::text), '') as rows from ${name} t`)
			)
	);
	return dumps.map(([row]) => row!.rows).join('\n');
}

/**
 * What a request may have changed, as text: every row and every job, without what a running product writes by
 * itself as time passes (records of facts, what the desk gathers, sessions seen, the queue's own upkeep, what the clock makes it do).
 */
export async function everyFact(sql: Pool): Promise<string> {
	const jobs = await sql`
		select id, name, data from pgboss.job
		where not starts_with(name, '__pgboss') and name not in (select name from pgboss.schedule) order by id`;
	return (
		JSON.stringify(jobs) + (await everyRow(sql, { except: /^(pgboss\.|public\.(ledger|sessions|desk_))/ }))
	);
}
