// Reads many rows quickly: COPY, without an object for every row.
import type { Readable } from 'node:stream';
import type { Fragment, Sql } from './database.ts';

/** Calls `onRow` with the cells of each row of the query; NULL is null. */
export async function copyRows(sql: Sql, query: Fragment, onRow: (cells: (string | null)[]) => void) {
	const decoder = new TextDecoder();
	let rest = '';
	for await (const chunk of copied(sql`copy (${query}) to stdout`)) {
		const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
		rest = lines.pop()!;
		for (const line of lines) onRow(cellsOf(line));
	}
}

/** Each row's columns as PostgreSQL keeps them; none of them NULL. Bytes as text would be twice as long. */
export async function copyBytes(sql: Sql, query: Fragment): Promise<Buffer[][]> {
	const chunks: Buffer[] = [];
	for await (const chunk of copied(sql`copy (${query}) to stdout (format binary)`)) chunks.push(chunk);
	const all = Buffer.concat(chunks);
	const rows: Buffer[][] = [];
	// After a signature of eleven bytes, flags and what may come to be added; ends with a row of −1 columns.
	let at = 19 + all.readInt32BE(15);
	for (let columns = all.readInt16BE(at); columns >= 0; columns = all.readInt16BE(at)) {
		at += 2;
		const row = Array.from({ length: columns }, () => {
			const from = at + 4;
			at = from + all.readInt32BE(at);
			return all.subarray(from, at);
		});
		rows.push(row);
	}
	return rows;
}

/** What COPY … TO STDOUT sends. */
export async function* copied(copy: Fragment): AsyncGenerator<Buffer> {
	const stream = (await copy.readable()) as Readable;
	try {
		yield* stream as AsyncIterable<Buffer>;
	} finally {
		// Where the last rows fill its buffer, the library pauses the connection and nobody would wake it: whoever is given it next
		// would wait for ever. This is the stream's own way to wake it (github.com/porsager/postgres/issues/499).
		stream._read(0);
	}
}

function cellsOf(line: string): (string | null)[] {
	const cells: (string | null)[] = line.split('\t');
	for (let at = 0; at < cells.length; at++) {
		const cell = cells[at]!;
		if (cell === '\\N') cells[at] = null;
		else if (cell.includes('\\'))
			cells[at] = cell.replace(/\\(.)/g, (_, escaped) => escapes[escaped] ?? escaped);
	}
	return cells;
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f', v: '\v' };
