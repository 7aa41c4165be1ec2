// What arrives while something else is being written is written together, in one statement and one commit. Nobody waits for
// company: what comes alone is written at once. On two cores this doubles what can be taken, because the statement and
// the commit cost more than the row.
import { outage, type Sql } from './database.ts';

interface Waiting<Row, Result> {
	row: Row;
	resolve(result: Result): void;
	reject(error: unknown): void;
}

interface Group<Row, Result> {
	waiting: Waiting<Row, Result>[];
	writers: number;
}

const mostTogether = 100;
/** While one statement waits for its commit, the next one can already be prepared. */
const mostWriters = 2;

/** Makes a writer of one row out of a writer of many; it resolves once the row is committed. */
export function together<Row, Result>(
	insert: (sql: Sql, rows: Row[]) => Promise<Result[]>
): (sql: Sql, row: Row) => Promise<Result> {
	const groups = new WeakMap<Sql, Group<Row, Result>>();

	async function writeWaiting(sql: Sql, group: Group<Row, Result>) {
		group.writers++;
		while (group.waiting.length > 0) await write(sql, group.waiting.splice(0, mostTogether));
		group.writers--;
	}

	async function write(sql: Sql, those: Waiting<Row, Result>[]) {
		try {
			const results = await insert(
				sql,
				those.map(({ row }) => row)
			);
			those.forEach(({ resolve }, at) => resolve(results[at]!));
		} catch (error) {
			// Nobody is helped by waiting for an absent database once for each neighbour.
			if (those.length === 1 || outage(error)) return those.forEach(({ reject }) => reject(error));
			// One row's trouble must not become its neighbours': each is tried alone.
			for (const each of those) await write(sql, [each]);
		}
	}

	return (sql, row) => {
		const group = groups.get(sql) ?? { waiting: [], writers: 0 };
		groups.set(sql, group);
		return new Promise((resolve, reject) => {
			group.waiting.push({ row, resolve, reject });
			if (group.writers < mostWriters) void writeWaiting(sql, group);
		});
	};
}
