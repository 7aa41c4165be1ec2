import { joined, type Sql } from '../database.ts';
import { copyAll } from './copy.ts';

const worthCopying = 500;

export interface Table {
	table: string;
	/** Column → PostgreSQL type. */
	columns: Record<string, string>;
	key: readonly string[];
	/** Columns that say nothing about whether two records are equal. */
	incomparable?: readonly string[];
}

/** Inserts what is not there yet; for each row, whether it was new. */
export async function insertNew(
	sql: Sql,
	table: Table,
	rows: Record<string, unknown>[],
	now: Date
): Promise<boolean[]> {
	if (rows.length === 0) return [];
	if (rows.length >= worthCopying && (await copyAll(sql, table, rows, now))) return rows.map(() => true);
	const columns = Object.keys(table.columns);
	const inserted = await sql`
		insert into ${sql(table.table)} (${sql(columns)}, received_at)
		select ${sql(columns)}, ${now}::timestamptz
		from json_to_recordset(${json(rows)}::text::json) as record (${recordType(sql, table)})
		on conflict do nothing
		returning ${sql(table.key as string[])}`;
	if (inserted.length === rows.length) return rows.map(() => true);

	const given = await keysAsStored(sql, table, rows);
	const fresh = new Set(inserted.map((row) => JSON.stringify(table.key.map((column) => row[column]))));
	// The first of several equal keys in one batch is the one that was inserted.
	return given.map((key) => fresh.delete(key));
}

/** Rows carry moments and bytes in the sender's spelling; compare keys in the database's. */
async function keysAsStored(sql: Sql, table: Table, rows: Record<string, unknown>[]): Promise<string[]> {
	const found = await sql`
		select ${sql(table.key as string[])}
		from json_to_recordset(${json(positioned(rows))}::text::json) as record (position int, ${recordType(sql, table)})
		order by position`;
	return found.map((row) => JSON.stringify(table.key.map((column) => row[column])));
}

/** For rows whose key is taken (each with its `position`): the fields in which they differ, where they do. */
export async function differingFields(
	sql: Sql,
	table: Table,
	rows: ({ position: number } & Record<string, unknown>)[]
): Promise<{ position: number; fields: string[] }[]> {
	const comparable = Object.keys(table.columns).filter(
		(column) => !table.key.includes(column) && !table.incomparable?.includes(column)
	);
	if (rows.length === 0 || comparable.length === 0) return [];
	const differences = comparable.map(
		(column) =>
			sql`case when stored.${sql(column)} is distinct from record.${sql(column)} then ${column}::text end`
	);
	const sameKey = table.key.map((column) => sql`stored.${sql(column)} = record.${sql(column)}`);
	const found = await sql<{ position: number; fields: string[] }[]>`
		select position, array_remove(array[${joined(sql, differences, ', ')}], null) as fields
		from json_to_recordset(${json(rows)}::text::json) as record (position int, ${recordType(sql, table)})
		join ${sql(table.table)} stored on ${joined(sql, sameKey, ' and ')}`;
	return found.filter((row) => row.fields.length > 0);
}

export async function recordDisputes(
	sql: Sql,
	disputes: { feed: string; record: string; fields: string[] }[],
	now: Date
) {
	if (disputes.length === 0) return;
	await sql`
		insert into disputes (feed, record, fields, received_at)
		select feed, record, array(select json_array_elements_text(fields)), ${now}
		from json_to_recordset(${json(disputes)}::text::json) as record (feed text, record text, fields json)`;
}

/** Interactions that wait for one of these customers. */
export async function waitingFor(sql: Sql, customers: string[]): Promise<string[]> {
	const rows = await sql<{ interaction: string }[]>`
		select interaction from waiting where customer = any(${customers})`;
	return rows.map((row) => row.interaction);
}

const json = (rows: object[]) => JSON.stringify(rows);

const positioned = (rows: Record<string, unknown>[]) => rows.map((row, position) => ({ ...row, position }));

function recordType(sql: Sql, table: Table) {
	const columns = Object.entries(table.columns).map(
		([column, type]) => sql`${sql(column)} ${sql.unsafe(type)}`
	);
	return joined(sql, columns, ', ');
}
