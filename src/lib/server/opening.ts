// Opens the database for one process: makes its roles where it may, applies migrations as the owner, and hands out
// connections that can do no more than the product needs. Where that cannot be had, it says so.
import { connect, outage, waitForDatabase, type Pool } from './database.ts';
import { migrate, missingMigrations } from './migrate.ts';
import { installQueue } from './queue.ts';
import { grantAccess, makeRoles, roleNames, takeStartingTurn, type RoleNames } from './roles.ts';
import type { Vault } from './vault.ts';

export interface OpenDatabase {
	sql: Pool;
	/** For figures: cannot read a contact, cannot write. */
	reports: Pool;
	/** What the job queue connects with. */
	url: string;
	applied: string[];
	/** Whether append-only is kept by the server's own grants. */
	separated: boolean;
	end(): Promise<void>;
}

export interface OpeningDatabase {
	url: string;
	/** Where figures are read, if elsewhere. */
	reportsUrl: string | undefined;
	vault: Vault;
	say(line: string): void;
	log(line: string): void;
}

export async function openDatabase(input: OpeningDatabase): Promise<OpenDatabase> {
	const { url, vault, say, log } = input;
	const given = connect(url, { max: 2 });
	try {
		await waitForDatabase(given, say);
		const [facts] = await given<{ database: string; user: string }[]>`
			select current_database() as database, current_user as user`;
		const names = roleNames(facts!.database);
		const as = (role: string) => withLogin(url, role, vault.secretFor(`database role ${role}`));

		if (facts!.user === names.app && (await mayOnlyAdd(given))) {
			const missing = await missingMigrations(given);
			if (missing.length > 0)
				throw new Error(
					`The database lacks ${missing.join(', ')}, and ${names.app} must not change its tables. Run "npm run ungamed -- migrate" with the DATABASE_URL of ${names.migrator} or of its administrator.`
				);
			return opened({ ...input, app: url, reports: as(names.reports), applied: [], separated: true });
		}
		// Whoever may become the owner need make no roles: they are there.
		const separated = facts!.user === names.migrator || (await separate(given, names, as, log));
		const applied = await migrateAs(given, url, separated ? names : undefined);
		const app = separated ? as(names.app) : url;
		return opened({ ...input, app, reports: separated ? as(names.reports) : url, applied, separated });
	} finally {
		await given.end({ timeout: 1 });
	}
}

/** True once the roles exist and can be signed in to. */
async function separate(
	given: Pool,
	names: RoleNames,
	as: (role: string) => string,
	log: (line: string) => void
) {
	try {
		await given.begin(async (sql) => {
			await takeStartingTurn(sql);
			await makeRoles(sql, names, (role) => new URL(as(role)).password);
		});
		for (const role of [names.app, names.reports]) await canSignIn(as(role));
		return true;
	} catch (error) {
		// A database that is away says nothing about rights.
		if (outage(error)) throw error;
		const reason = error instanceof Error ? error.message : String(error);
		log(
			`The database's roles could not be separated (${reason}). Ungamed runs as the user of DATABASE_URL, whom only triggers and the ledger keep from changing the past. Give that user CREATEROLE and let ${names.app} sign in, then start again.`
		);
		return false;
	}
}

/** Not merely called like it: a role that owns its tables, or may change them, is not the product's. */
async function mayOnlyAdd(sql: Pool): Promise<boolean> {
	const [row] = await sql<{ only: boolean }[]>`
		select coalesce(not has_table_privilege(to_regclass('public.answers'), 'update'), false)
			and not pg_has_role((select datdba from pg_database where datname = current_database()), 'member') as only`;
	return row!.only;
}

async function canSignIn(url: string) {
	const sql = connect(url, { max: 1 });
	try {
		await sql`select 1`;
	} finally {
		await sql.end({ timeout: 1 });
	}
}

/** As the owner, whoever connected: what is created belongs to the owner at once. */
async function migrateAs(given: Pool, url: string, names: RoleNames | undefined): Promise<string[]> {
	const applied = await migrate(given, names?.owner);
	await installQueue(url, names?.owner);
	if (names)
		await given.begin(async (sql) => {
			await takeStartingTurn(sql);
			await sql`set local role ${sql(names.owner)}`;
			await grantAccess(sql, names);
		});
	return applied;
}

function opened({
	app,
	reports: reportsAt,
	reportsUrl,
	applied,
	separated
}: OpeningDatabase & { app: string; reports: string; applied: string[]; separated: boolean }): OpenDatabase {
	const sql = connect(app);
	const reports = connect(reportsUrl ?? reportsAt, { max: 8 });
	return {
		sql,
		reports,
		url: app,
		applied,
		separated,
		async end() {
			await Promise.all([sql.end({ timeout: 10 }), reports.end({ timeout: 10 })]);
		}
	};
}

function withLogin(url: string, user: string, password: string): string {
	const changed = new URL(url);
	changed.username = user;
	changed.password = password;
	return changed.href;
}
