// The views and functions that make records out of facts live in the database, where its administrator could exchange them
// for others that say what is wanted. They are compared with what the migrations of this release created.
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Pool } from '../database.ts';

const folder = join(import.meta.dirname, '../../../../migrations');

/** Names of views and functions of the ledger that are not what the release created. */
export async function alteredDefinitions(sql: Pool): Promise<string[]> {
	const { views, functions } = await createdByRelease();
	const altered: string[] = [];
	for (const [name, body] of functions) {
		const found = await sql<{ prosrc: string }[]>`
			select prosrc from pg_proc where proname = ${name} and pronamespace = 'public'::regnamespace`;
		if (found.length !== 1 || found[0]!.prosrc !== body) altered.push(name);
	}
	const undo = new Error('undo');
	await sql
		.begin(async (sql) => {
			for (const [name, query] of views) {
				// The server writes both the same way, whichever version it is.
				await sql.unsafe(`create temporary view "${name}" as ${query}`);
				const [row] = await sql<{ same: boolean }[]>`
					select pg_get_viewdef(${`pg_temp.${name}`}::regclass) = pg_get_viewdef(${`public.${name}`}::regclass) as same`;
				if (!row!.same) altered.push(name);
			}
			throw undo;
		})
		.catch((error: unknown) => {
			if (error !== undo) throw error;
		});
	return altered;
}

async function createdByRelease() {
	const views = new Map<string, string>();
	const functions = new Map<string, string>();
	for (const file of (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()) {
		const text = await readFile(join(folder, file), 'utf8');
		for (const [, name, query] of text.matchAll(/^create view (recorded_\w+) as\n([^;]+);/gm))
			views.set(name!, query!);
		for (const [, name, body] of text.matchAll(/^create function (ledger_\w+)\([^]*?\nas \$\$([^]*?)\$\$;/gm))
			functions.set(name!, body!);
	}
	return { views, functions };
}
