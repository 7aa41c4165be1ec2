// Applies migrations/*.sql in order, each once, all in one transaction. Forward only.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool, Sql } from './database.ts';
import { takeStartingTurn } from './roles.ts';

const folder = join(import.meta.dirname, '../../../migrations');

/** Names of the migrations applied now, as `owner` where there is one. */
export async function migrate(sql: Pool, owner?: string): Promise<string[]> {
	return sql.begin(async (sql) => {
		await takeStartingTurn(sql);
		if (owner) await sql`set local role ${sql(owner)}`;
		await sql`create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())`;
		const missing = await missingMigrations(sql);
		for (const name of missing) {
			await sql.unsafe(await readFile(join(folder, name), 'utf8'));
			await sql`insert into migrations (name) values (${name})`;
		}
		return missing;
	});
}

export async function missingMigrations(sql: Sql): Promise<string[]> {
	const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
	const done = new Set((await sql`select name from migrations`).map((row) => row.name));
	return files.filter((name) => !done.has(name));
}
