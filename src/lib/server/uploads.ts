// Feeds by CSV, for people: a file is kept, its columns are matched to fields, looked at, and read through the same door as the API. What
// has been stored before is recognised, so that a run that was cut off, or is asked for twice, does no harm.
import { csvShape, feeds, isFeed, type FeedName } from './feeds.ts';
import type { Pool, Sql } from './database.ts';
import { transaction } from './database.ts';
import { readCsv, receive, UnreadableInput, type Rejection } from './intake/intake.ts';
import { recordAction } from './ledger/ledger.ts';
import type { Queue } from './queue.ts';
import type { Runtime } from './runtime.ts';
import {
	findUpload,
	insertErrors,
	insertUpload,
	lockUpload,
	noteProgress,
	partsOf,
	restart,
	setMapping,
	type Upload
} from './upload-queries.ts';
import type { Vault } from './vault.ts';

export { findUpload, forgetUploads, listErrors, listUploads, type Upload } from './upload-queries.ts';

type Refused = { refused: string };
export type Mapping = Record<string, string>;

/** Larger files go by the command line, or through the API. */
export const mostBytes = 64 * 1024 * 1024;
const partBytes = 256 * 1024;
const mostErrors = 20_000;
/** After as long a run has failed for good. */
const longest = 6 * 3_600_000;

export interface NewUpload {
	feed: string;
	file: string;
	content: Buffer;
	staff: number;
	vault: Vault;
}

export async function keepUpload(
	sql: Sql,
	{ feed, file, content, staff, vault }: NewUpload,
	now: Date
): Promise<Refused | { id: number }> {
	if (!isFeed(feed)) return { refused: 'Choose what the file holds.' };
	if (content.length === 0) return { refused: 'Choose a file that is not empty.' };
	if (content.length > mostBytes)
		return { refused: 'The file is larger than 64 MB; use the command line: npm run ungamed -- import.' };
	const columns = headerOf(content);
	if ('refused' in columns) return columns;
	return transaction(sql, async (sql) => {
		const parts = Array.from({ length: Math.ceil(content.length / partBytes) }, (_, at) =>
			vault.seal(content.subarray(at * partBytes, (at + 1) * partBytes).toString('latin1'))
		);
		const upload = {
			feed,
			file: file.slice(0, 200) || 'file.csv',
			bytes: content.length,
			columns: columns.names,
			staff
		};
		const id = await insertUpload(sql, { ...upload, parts }, now);
		await recordAction(sql, { staff, action: 'upload_kept', subject: `upload ${id}, ${feed}` }, now);
		return { id };
	});
}

function headerOf(content: Buffer): Refused | { names: string[] } {
	const [first = ''] = content
		.subarray(0, 64 * 1024)
		.toString('utf8')
		.replace(/^\uFEFF/, '')
		.split(/\r?\n/);
	const names = first.split(',').map((name) =>
		name
			.trim()
			.replace(/^"(.*)"$/, '$1')
			.trim()
	);
	if (names.some((name) => name === '') || names.length < 1 || /[\0-\x08]/.test(first))
		return { refused: 'The first line must name the columns, separated by commas.' };
	if (new Set(names).size < names.length) return { refused: 'A column of the first line appears twice.' };
	return { names };
}

const bare = (name: string) => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Columns whose names are those of fields, but for case and punctuation. */
export function guessMapping(feed: FeedName, columns: string[]): Mapping {
	const fields = csvShape(feed).columns;
	const pairs = columns.flatMap((column) => {
		const field = fields.find((each) => bare(each) === bare(column));
		return field ? [[column, field]] : [];
	});
	return Object.fromEntries(pairs);
}

export interface Preview {
	rows: { line: number; values: Record<string, unknown>; problems: string[] }[];
	/** Why it cannot be read at all. */
	refused?: string;
}

const previewed = 8;

/** The first rows as they would be read, with what is wrong with them; nothing is stored. */
export async function previewUpload(
	sql: Sql,
	{ upload, mapping, vault }: { upload: Upload; mapping: Mapping; vault: Vault }
): Promise<Preview> {
	const feed = upload.feed as FeedName;
	const missing = csvShape(feed).required.filter((field) => !Object.values(mapping).includes(field));
	if (missing.length > 0) return { rows: [], refused: `Say which column holds ${missing.join(', ')}.` };
	const rows: Preview['rows'] = [];
	try {
		for await (const records of readCsv(contentOf(sql, upload.id, vault), { ...csvShape(feed), mapping }))
			for (const record of records) {
				if (rows.length === previewed) return { rows };
				const values = 'value' in record ? (record.value as Record<string, unknown>) : {};
				const checked = 'value' in record ? feeds[feed].schema.safeParse(record.value) : undefined;
				const problems =
					'problem' in record
						? [String(record.problem)]
						: checked!.success
							? []
							: checked!.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim());
				rows.push({ line: record.line ?? 0, values, problems });
			}
	} catch (error) {
		if (error instanceof UnreadableInput) return { rows, refused: error.message };
		throw error;
	}
	return { rows };
}

/** Each part opened as it is needed. */
async function* contentOf(sql: Sql, id: number, vault: Vault): AsyncGenerator<Uint8Array> {
	for (let part = 0; ; part++) {
		const sealed = await partsOf(sql, id, part);
		if (!sealed) return;
		let content = Buffer.from(vault.open(sealed), 'latin1');
		if (part === 0 && content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf)
			content = content.subarray(3);
		yield content;
	}
}

/** Reads it, in the background; again, if it has been read before. */
export async function runUpload(
	sql: Sql,
	{
		id,
		mapping,
		staff,
		queue
	}: { id: number; mapping: Mapping; staff: number; queue: Pick<Queue, 'enqueue'> },
	now: Date
): Promise<'asked' | Refused> {
	return transaction(sql, async (sql) => {
		await lockUpload(sql, id);
		const upload = await findUpload(sql, id);
		if (!upload || upload.forgottenAt) return { refused: 'The file is not here any more; upload it again.' };
		if (upload.askedAt && !upload.finishedAt && now.getTime() - upload.askedAt.getTime() < longest)
			return { refused: 'It is being read already.' };
		const { columns, required } = csvShape(upload.feed as FeedName);
		const fields = Object.values(mapping);
		if (!fields.every((field) => columns.includes(field)) || new Set(fields).size < fields.length)
			return { refused: 'Each field can be read from one column only.' };
		const missing = required.filter((field) => !fields.includes(field));
		if (missing.length > 0) return { refused: `Say which column holds ${missing.join(', ')}.` };
		await setMapping(sql, { id, mapping }, now);
		await recordAction(sql, { staff, action: 'upload_run', subject: `upload ${id}, ${upload.feed}` }, now);
		await queue.enqueue(sql, 'upload', [{ data: { upload: id } }]);
		return 'asked';
	});
}

/** The job: from the beginning, whatever a run before came to. */
export async function workUpload({ sql, queue, vault, config, now }: Runtime, id: number): Promise<void> {
	const upload = await findUpload(sql, id);
	if (!upload || upload.forgottenAt || !upload.mapping) return;
	await restart(sql, id, now());
	const feed = upload.feed as FeedName;
	const counts = { accepted: 0, duplicates: 0, rejected: 0, readBytes: 0 };
	const errors = collectErrors(sql, id);
	const counted = async function* () {
		for await (const chunk of contentOf(sql, id, vault)) {
			counts.readBytes += chunk.byteLength;
			yield chunk;
		}
	};
	const reply = await receive(
		sql,
		{
			feed: feeds[feed],
			records: withProgress(readCsv(counted(), { ...csvShape(feed), mapping: upload.mapping }), async () => {
				await errors.write();
				await noteProgress(sql, id, counts);
			}),
			queue,
			vault,
			phoneCountry: config.PHONE_COUNTRY,
			onRejected(rejection) {
				counts.rejected++;
				errors.add(rejection);
			},
			onBatch: ({ accepted, duplicates }) => Object.assign(counts, { accepted, duplicates })
		},
		now()
	);
	await errors.write();
	const { accepted, duplicates, stopped } = reply;
	await noteProgress(sql, id, { ...counts, accepted, duplicates }, { stopped: stopped ?? null, at: now() });
}

const everySecond = 1000;

async function* withProgress<T>(batches: AsyncGenerator<T>, note: () => Promise<void>): AsyncGenerator<T> {
	let noted = performance.now();
	for await (const batch of batches) {
		yield batch;
		if (performance.now() - noted < everySecond) continue;
		await note();
		noted = performance.now();
	}
}

/** PostgreSQL stores neither NUL nor half a character. */
const storable = (text: string | null) => text?.replaceAll('\0', '').toWellFormed() ?? null;

function collectErrors(sql: Pool, upload: number) {
	let waiting: { line: number | null; record: string | null; path: string; message: string }[] = [];
	let kept = 0;
	return {
		add({ line, id, errors }: Rejection) {
			for (const { path, message } of errors)
				if (kept++ < mostErrors)
					waiting.push({
						line: line ?? null,
						record: storable(id),
						path: storable(path)!,
						message: storable(message)!
					});
		},
		async write() {
			const rows = waiting;
			waiting = [];
			await insertErrors(sql, upload, rows);
		}
	};
}
