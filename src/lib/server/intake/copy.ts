// COPY, the fastest way into a table, for batches in which every row is new: the usual case of an import.
import type { Writable } from 'node:stream';
import postgres from 'postgres';
import type { Sql } from '../database.ts';
import type { Table } from './queries.ts';

/** Copies all rows into the table, or none and false if a key is taken. */
export async function copyAll(
	sql: Sql,
	table: Table,
	rows: Record<string, unknown>[],
	now: Date
): Promise<boolean> {
	const columns = Object.keys(table.columns);
	const end = `${now.toISOString()}\n`;
	let text = '';
	for (const row of rows) {
		for (const column of columns) text += `${cell(row[column])}\t`;
		text += end;
	}
	try {
		if (!('savepoint' in sql)) throw new Error('copying needs a transaction to return to');
		await sql.savepoint(async (sql) => {
			const into = await sql`copy ${sql(table.table)} (${sql(columns)}, received_at) from stdin`.writable();
			await writeAll(sql, into, text);
		});
		return true;
	} catch (error) {
		// Taken keys, or anything else: the slow way finds out which, and says so.
		if (error instanceof postgres.PostgresError) return false;
		throw error;
	}
}

/**
 * The library reports a COPY that fails before its end, but forgets one that fails at its end. The next
 * statement tells: in a failed transaction it is refused.
 */
function writeAll(sql: Sql, into: Writable, text: string): Promise<void> {
	return new Promise((resolve, reject) => {
		into.once('finish', resolve).once('error', reject);
		into.write(text, (error) => {
			if (error) return;
			into.end();
			setImmediate(() => sql`select 1`.catch(reject));
		});
	});
}

const escapes: Record<string, string> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' };

/** A value in COPY's text format. */
function cell(value: unknown): string {
	if (value === undefined || value === null) return '\\N';
	const text =
		typeof value === 'string' ? value : typeof value === 'object' ? JSON.stringify(value) : String(value);
	return /[\\\t\n\r]/.test(text) ? text.replace(/[\\\t\n\r]/g, (character) => escapes[character]!) : text;
}
