import type { Sql } from './database.ts';

export interface Upload {
	id: number;
	feed: string;
	file: string;
	bytes: number;
	columns: string[];
	mapping: Record<string, string> | null;
	by: string;
	addedAt: Date;
	askedAt: Date | null;
	startedAt: Date | null;
	finishedAt: Date | null;
	readBytes: number;
	accepted: number;
	duplicates: number;
	rejected: number;
	stopped: string | null;
	forgottenAt: Date | null;
}

const columns = (sql: Sql) => sql`
	u.id::int, u.feed, u.file, u.bytes::int, u.columns, u.mapping, s.email as by, u.added_at as "addedAt", u.asked_at as "askedAt",
	u.started_at as "startedAt", u.finished_at as "finishedAt", u.read_bytes::int as "readBytes", u.accepted, u.duplicates, u.rejected,
	u.stopped, u.forgotten_at as "forgottenAt"
	from uploads u join staff s on s.id = u.added_by`;

export async function listUploads(sql: Sql): Promise<Upload[]> {
	return sql<Upload[]>`select ${columns(sql)} order by u.id desc limit 50`;
}

export async function findUpload(sql: Sql, id: number): Promise<Upload | undefined> {
	const [row] = await sql<Upload[]>`select ${columns(sql)} where u.id = ${id}`;
	return row;
}

/** Held until the transaction ends. */
export async function lockUpload(sql: Sql, id: number) {
	await sql`select from uploads where id = ${id} for update`;
}

export interface KeptUpload {
	feed: string;
	file: string;
	bytes: number;
	columns: string[];
	staff: number;
	parts: Buffer[];
}

export async function insertUpload(
	sql: Sql,
	{ feed, file, bytes, columns, staff, parts }: KeptUpload,
	now: Date
): Promise<number> {
	const [row] = await sql<{ id: number }[]>`
		insert into uploads (feed, file, bytes, columns, added_by, added_at)
		values (${feed}, ${file}, ${bytes}, ${columns}, ${staff}, ${now}) returning id::int`;
	for (const [part, content] of parts.entries())
		await sql`insert into upload_parts (upload, part, content) values (${row!.id}, ${part}, ${content})`;
	return row!.id;
}

export async function partsOf(sql: Sql, id: number, part: number): Promise<Buffer | undefined> {
	const [row] = await sql<
		{ content: Buffer }[]
	>`select content from upload_parts where upload = ${id} and part = ${part}`;
	return row?.content;
}

export async function setMapping(
	sql: Sql,
	{ id, mapping }: { id: number; mapping: Record<string, string> },
	now: Date
) {
	await sql`
		update uploads set mapping = ${JSON.stringify(mapping)}::text::jsonb, asked_at = ${now}, started_at = null, finished_at = null
		where id = ${id}`;
}

export async function restart(sql: Sql, id: number, now: Date) {
	await sql`
		update uploads set started_at = ${now}, finished_at = null, read_bytes = 0, accepted = 0, duplicates = 0, rejected = 0, stopped = null
		where id = ${id}`;
	await sql`delete from upload_errors where upload = ${id}`;
}

export interface Progress {
	accepted: number;
	duplicates: number;
	rejected: number;
	readBytes: number;
}

export async function noteProgress(
	sql: Sql,
	id: number,
	{ accepted, duplicates, rejected, readBytes }: Progress,
	end?: { stopped: string | null; at: Date }
) {
	await sql`
		update uploads set accepted = ${accepted}, duplicates = ${duplicates}, rejected = ${rejected}, read_bytes = ${readBytes},
			finished_at = ${end?.at ?? null}, stopped = ${end?.stopped ?? null}
		where id = ${id}`;
}

interface ErrorRow {
	line: number | null;
	record: string | null;
	path: string;
	message: string;
}

export async function insertErrors(sql: Sql, upload: number, rows: ErrorRow[]) {
	if (rows.length === 0) return;
	await sql`
		insert into upload_errors (upload, line, record, path, message)
		select ${upload}, line, record, path, message
		from json_to_recordset(${JSON.stringify(rows)}::text::json) as given (line int, record text, path text, message text)`;
}

/** In the order of the file. */
export async function listErrors(sql: Sql, upload: number, limit: number): Promise<ErrorRow[]> {
	return sql<
		ErrorRow[]
	>`select line, record, path, message from upload_errors where upload = ${upload} order by id limit ${limit}`;
}

/** All of them at once: nobody looks whose records a file holds. */
export async function forgetFiles(sql: Sql, now: Date) {
	await sql`delete from upload_parts`;
	await sql`delete from upload_errors`;
	await sql`update uploads set forgotten_at = ${now} where forgotten_at is null`;
}

/** Files, and what was wrong in them, are kept for a week; how many records they brought stays. */
export async function forgetUploads(sql: Sql, now: Date) {
	const old = new Date(now.getTime() - 7 * 86_400_000);
	await sql`delete from upload_parts p using uploads u where u.id = p.upload and u.added_at < ${old}`;
	await sql`delete from upload_errors e using uploads u where u.id = e.upload and u.added_at < ${old}`;
	await sql`update uploads set forgotten_at = ${now} where added_at < ${old} and forgotten_at is null`;
}
