// Many rows at once, read from a real server.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { copyBytes, copyRows } from '../../src/lib/server/copying.ts';
import { connect, type Pool } from '../../src/lib/server/database.ts';
import { testPlace, type TestPlace } from '../support/database.ts';

let place: TestPlace;
let sql: Pool;
beforeAll(async () => {
	place = await testPlace();
	// Whoever comes next is given the same connection.
	sql = connect(place.url, { max: 1 });
});
afterAll(async () => {
	await sql.end({ timeout: 1 });
	await place.end();
});

test('a connection can be used again after rows that filled its buffer to the last', async () => {
	for (const [rows, size] of [
		[1, 60_000],
		[3, 20_000],
		[40, 1_000],
		[700, 7_000]
	]) {
		let read = 0;
		await copyRows(
			sql,
			sql`select n, repeat('x', ${sql.unsafe(String(size))}) from generate_series(1, ${sql.unsafe(String(rows))}) n`,
			([, text]) => (read += text!.length)
		);
		expect(read).toBe(rows! * size!);
		expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
	}
});

test('cells are what they were, whatever signs are in them', async () => {
	const rows: unknown[] = [];
	await copyRows(sql, sql`select E'a\tb\\\\N\nü', null, ''`, (cells) => rows.push(cells));
	expect(rows).toEqual([['a\tb\\N\nü', null, '']]);
});

test('bytes come as they are kept, and the connection can be used again', async () => {
	const rows = await copyBytes(
		sql,
		sql`select n, decode(repeat('00ff', n * 30000), 'hex') from generate_series(0, 2) n order by n`
	);
	expect(rows.map(([n, bytes]) => [n!.readInt32BE(), bytes!.length])).toEqual([
		[0, 0],
		[1, 60_000],
		[2, 120_000]
	]);
	expect(rows[1]![1]!.subarray(0, 4)).toEqual(Buffer.from([0, 255, 0, 255]));
	expect(await sql`select 1 as one`).toEqual([{ one: 1 }]);
});
