// The server's own grants: what the product's roles cannot do, tried as those roles.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connect, type Pool } from '../../src/lib/server/database.ts';
import { openDatabase, type OpenDatabase } from '../../src/lib/server/opening.ts';
import {
	appendOnly,
	changing,
	closed,
	reportsRead,
	roleNames,
	type RoleNames
} from '../../src/lib/server/roles.ts';
import { createVault } from '../../src/lib/server/vault.ts';
import { cloneDatabase, vault } from '../support/database.ts';

let database: Awaited<ReturnType<typeof cloneDatabase>>;
let open: OpenDatabase;
let root: Pool;
let names: RoleNames;
const lines: string[] = [];
const opening = (url: string) =>
	openDatabase({ url, reportsUrl: undefined, vault, say: () => {}, log: (line) => lines.push(line) });

beforeAll(async () => {
	database = await cloneDatabase();
	open = await opening(database.url);
	root = connect(database.url, { max: 2 });
	names = roleNames(new URL(database.url).pathname.slice(1));
});
afterAll(async () => {
	await open.end();
	await root.end();
	await database.drop();
});

const refused = (work: PromiseLike<unknown>) =>
	Promise.resolve(work).then(
		() => 'allowed',
		(error: { code?: string }) => error.code
	);
const noRight = '42501';

const tables = async () =>
	(
		await root<{ name: string }[]>`select relname as name from pg_class
		where relnamespace = 'public'::regnamespace and relkind in ('r', 'v') order by 1`
	).map(({ name }) => name);

test('the owner cannot sign in, owns everything, and the product runs as somebody else', async () => {
	expect(open.separated).toBe(true);
	expect(lines).toEqual([]);
	const [owner] = await root`select rolcanlogin, rolsuper from pg_roles where rolname = ${names.owner}`;
	expect(owner).toEqual({ rolcanlogin: false, rolsuper: false });
	const strangers = await root`select relname from pg_class
		where relnamespace in ('public'::regnamespace, 'pgboss'::regnamespace) and relkind in ('r', 'p', 'v')
			and pg_get_userbyid(relowner) <> ${names.owner}`;
	expect(strangers).toEqual([]);
	const [me] =
		await open.sql`select current_user as me, (select rolsuper from pg_roles where rolname = current_user)`;
	expect(me).toEqual({ me: names.app, rolsuper: false });
	expect(await refused(open.sql`set role ${open.sql(names.owner)}`)).toBe(noRight);
	expect(await refused(open.sql`create table mine (x int)`)).toBe(noRight);
});

test('every table is on exactly one list, so that a new one is out of reach', async () => {
	const listed = [...appendOnly, ...changing, ...closed, 'erasures', 'ledger', 'migrations'];
	expect(new Set(listed).size).toBe(listed.length);
	const views = [
		'answered_products',
		'excluded_answers',
		'influenced_answers',
		'kept_drafts',
		'standing_findings',
		'standing_signals',
		'stopped',
		'unadjusted_answers'
	];
	const recorded = (await tables()).filter((name) => name.startsWith('recorded_'));
	expect([...listed, ...views, ...recorded].sort()).toEqual(await tables());
});

describe('A37: the product itself', () => {
	test('cannot change, delete or empty a fact', async () => {
		const allowed: string[] = [];
		for (const table of [...appendOnly, 'ledger', 'erasures', 'migrations']) {
			const [column] = await root<{ name: string }[]>`select attname as name from pg_attribute
				where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and attidentity = '' limit 1`;
			const name = open.sql(column!.name);
			for (const [what, work] of [
				['update', open.sql`update ${open.sql(table)} set ${name} = ${name}`],
				['delete', open.sql`delete from ${open.sql(table)}`],
				['truncate', open.sql`truncate ${open.sql(table)}`]
			] as const)
				if ((await refused(work)) !== noRight) allowed.push(`${what} ${table}`);
		}
		expect(allowed).toEqual([]);
	});

	test('cannot write the ledger by hand, nor read what would open its commitments', async () => {
		expect(
			await refused(open.sql`insert into ledger (index, kind, number, salt, personal_salt, personal, hash)
				values (0, 'answer', 1, '', '', '', '')`)
		).toBe(noRight);
		expect(await refused(open.sql`select salt from ledger`)).toBe(noRight);
		expect(await refused(open.sql`select * from ledger_marks`)).toBe(noRight);
		expect(await refused(open.sql`select * from recorded_answer`)).toBe(noRight);
		expect(
			await refused(
				open.sql`insert into erasures (what, records, seal, at) values ('retention', '{}', 'x', now())`
			)
		).toBe(noRight);
		expect(await refused(open.sql`select index, hash from ledger`)).toBe('allowed');
	});

	test('cannot open the door its erasing functions go through', async () => {
		await open.sql.begin(async (sql) => {
			await sql`set local ungamed.erasing = 'on'`;
			expect(await refused(sql.savepoint((sql) => sql`delete from answers`))).toBe(noRight);
			expect(
				await refused(
					sql.savepoint((sql) => sql`select begin_erasure('retention', null, null, '{}', 'x', now())`)
				)
			).toBe(noRight);
		});
	});

	test('disables no trigger and turns no constraint off', async () => {
		expect(await refused(open.sql`alter table answers disable trigger all`)).toBe(noRight);
		expect(await refused(open.sql`set session_replication_role = replica`)).toBe(noRight);
		expect(await refused(open.sql`alter table verdicts drop constraint verdicts_check`)).toBe(noRight);
	});
});

describe('A38: figures are read by a role that', () => {
	test('reads no address, no fingerprint, no secret, and writes nothing', async () => {
		for (const query of [
			'select sealed from contacts',
			'select fingerprint from contacts',
			'select email from customers',
			'select email from reps',
			'select password_hash from staff',
			'select totp from staff',
			'select * from subject_keys',
			'select * from sessions',
			'select * from api_keys',
			'select * from links',
			'select * from drafts',
			'select * from opt_outs',
			'select * from voice_requests',
			'select * from ledger',
			'select * from pgboss.job'
		])
			expect([query, await refused(open.reports.unsafe(query))]).toEqual([query, noRight]);
		for (const table of Object.keys(reportsRead))
			expect(await refused(open.reports.unsafe(`delete from "${table}"`))).not.toBe('allowed');
	});

	test('reads everything figures need', async () => {
		for (const [table, columns] of Object.entries(reportsRead))
			expect([
				table,
				await refused(
					open.reports.unsafe(`select ${columns.replace(/[()]/g, '') || '*'} from "${table}" limit 1`)
				)
			]).toEqual([table, 'allowed']);
	});
});

describe('on a server of somebody else’s', () => {
	test('who may make no roles is told so, and the product runs', async () => {
		const role = `${names.app}_plain`;
		await root.unsafe(`create role "${role}" login password 'plain' nocreaterole`);
		const other = await cloneDatabase();
		const admin = connect(other.url, { max: 1 });
		const name = new URL(other.url).pathname.slice(1);
		await admin.unsafe(`alter database "${name}" owner to "${role}"; grant all on all tables in schema public to "${role}";
			grant all on all sequences in schema public to "${role}"; grant usage, create on schema pgboss to "${role}";
			grant all on all tables in schema pgboss to "${role}"; grant create on schema public to "${role}"`);
		const url = Object.assign(new URL(other.url), { username: role, password: 'plain' }).href;
		const plain = await opening(url);
		expect(plain.separated).toBe(false);
		expect(lines.at(-1)).toMatch(/roles could not be separated \(.+\).*CREATEROLE/);
		expect(await plain.sql`select count(*)::int as n from policies`).toEqual([{ n: 1 }]);
		await plain.end();
		await admin.end();
		await other.drop();
		await root.unsafe(`drop role "${role}"`);
	});

	test('who only is the product’s role starts, and does not try to change tables', async () => {
		const again = await opening(open.url);
		expect([again.separated, again.applied]).toEqual([true, []]);
		await again.end();
		await root`delete from migrations where name = '0019_uploads.sql'`;
		await expect(opening(open.url)).rejects.toThrow(/lacks 0019_uploads\.sql/);
		await root`insert into migrations (name) values ('0019_uploads.sql')`;
	});

	test('a process with another secret cannot sign in as the product', async () => {
		const other = createVault('quite another secret, long enough to be one');
		const url = new URL(database.url);
		url.username = names.app;
		url.password = other.secretFor(`database role ${names.app}`);
		const sql = connect(url.href, { max: 1 });
		// A server that trusts everybody on loopback asks for no password.
		const [trusts] = await root`select count(*)::int as n from pg_hba_file_rules where auth_method = 'trust'`;
		const code = await refused(sql`select 1`);
		if (trusts!.n === 0) expect(code).toBe('28P01');
		await sql.end({ timeout: 1 });
	});
});
