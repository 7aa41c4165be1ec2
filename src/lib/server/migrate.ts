// Applies migrations/*.sql in order, each once, all in one transaction. Forward only.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from './database.ts';

const folder = join(import.meta.dirname, '../../../migrations');
// Any fixed number: two processes starting at once take turns.
const turn = 7_155_201;

/** Names of the migrations applied now. */
export async function migrate(sql: Pool): Promise<string[]> {
	const files = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort();
	return sql.begin(async (sql) => {
		await sql`select pg_advisory_xact_lock(${turn})`;
		await sql`create table if not exists migrations (name text primary key, applied_at timestamptz not null default now())`;
		const done = new Set((await sql`select name from migrations`).map((row) => row.name));
		const missing = files.filter((name) => !done.has(name));
		for (const name of missing) {
			await sql.unsafe(await readFile(join(folder, name), 'utf8'));
			await sql`insert into migrations (name) values (${name})`;
		}
		return missing;
	});
}
