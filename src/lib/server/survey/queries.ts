import type { Sql } from '../database.ts';
import type { Questionnaire } from './questionnaire.ts';

/** As stored; versions before languages are an array of questions worded in English. */
type Content = Omit<Questionnaire, 'version'> | Questionnaire['questions'];

interface Row {
	version: number;
	content: Content;
	publishedBy: number | null;
}

const read = ({ version, content }: Row): Questionnaire =>
	Array.isArray(content) ? { version, languages: ['en'], questions: content } : { version, ...content };

export interface Published extends Questionnaire {
	/** Who published it; null for the default of a release. */
	publishedBy: number | null;
}

export async function currentVersion(sql: Sql): Promise<Published | undefined> {
	const [row] = await sql<Row[]>`
		select version, content, published_by::int as "publishedBy" from questionnaires order by version desc limit 1`;
	return row && { ...read(row), publishedBy: row.publishedBy };
}

export async function findVersion(sql: Sql, version: number): Promise<Questionnaire | undefined> {
	const [row] = await sql<Row[]>`select version, content from questionnaires where version = ${version}`;
	return row && read(row);
}

/** Every key ever published, with its type in the newest version that had it. */
export async function publishedKeys(sql: Sql): Promise<Map<string, string>> {
	const rows = await sql<{ key: string; type: string }[]>`
		select distinct on (question ->> 'key') question ->> 'key' as key, question ->> 'type' as type
		from questionnaires, json_array_elements(
			case json_typeof(content) when 'array' then content else content -> 'questions' end) question
		order by question ->> 'key', version desc`;
	return new Map(rows.map(({ key, type }) => [key, type]));
}

/** False when this version exists already. */
export async function insertVersion(
	sql: Sql,
	{ version, ...content }: Questionnaire,
	publishedBy: number | null,
	now: Date
): Promise<boolean> {
	const rows = await sql`
		insert into questionnaires (version, content, published_by, published_at)
		values (${version}, ${JSON.stringify(content)}::text::json, ${publishedBy}, ${now})
		on conflict do nothing returning version`;
	return rows.length === 1;
}

export interface NextRow {
	/** Grows with every change, so that two people do not overwrite each other. */
	revision: number;
	basedOn: number;
	content: Omit<Questionnaire, 'version'>;
	changedAt: Date;
	changedBy: string | null;
}

export async function findNext(sql: Sql): Promise<NextRow | undefined> {
	const [row] = await sql<NextRow[]>`
		select revision, based_on as "basedOn", content, changed_at as "changedAt", staff.email as "changedBy"
		from next_questionnaire left join staff on staff.id = changed_by`;
	return row;
}

/** Stores the next version if it still is at `revision` (0: there is none). False if somebody was faster. */
export async function storeNext(
	sql: Sql,
	next: { revision: number; basedOn: number; content: NextRow['content']; staff: number },
	now: Date
): Promise<boolean> {
	const content = sql`${JSON.stringify(next.content)}::text::json`;
	const rows =
		next.revision === 0
			? await sql`
				insert into next_questionnaire (revision, based_on, content, changed_at, changed_by)
				values (1, ${next.basedOn}, ${content}, ${now}, ${next.staff})
				on conflict do nothing returning revision`
			: await sql`
				update next_questionnaire
				set revision = revision + 1, content = ${content}, changed_at = ${now}, changed_by = ${next.staff}
				where revision = ${next.revision} returning revision`;
	return rows.length === 1;
}

export async function deleteNext(sql: Sql, revision: number): Promise<boolean> {
	return (
		(await sql`delete from next_questionnaire where revision = ${revision} returning revision`).length === 1
	);
}
