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
	by: { staff: number | null; proposal: number | null },
	now: Date
): Promise<boolean> {
	const rows = await sql`
		insert into questionnaires (version, content, published_by, proposal, published_at)
		values (${version}, ${JSON.stringify(content)}::text::json, ${by.staff}, ${by.proposal}, ${now})
		on conflict do nothing returning version`;
	return rows.length === 1;
}

export interface NextRow {
	/** Another number with every change, never used twice, so that two people do not overwrite each other. */
	revision: number;
	content: Omit<Questionnaire, 'version'>;
	changedAt: Date;
	changedBy: string | null;
}

export async function findNext(sql: Sql): Promise<NextRow | undefined> {
	const [row] = await sql<NextRow[]>`
		select revision, content, changed_at as "changedAt", staff.email as "changedBy"
		from next_questionnaire left join staff on staff.id = changed_by`;
	return row;
}

/**
 * Stores the next version if the state still is `revision`: that of the row there is, or minus the number of the
 * published version where nothing has been changed since. The new revision; undefined if somebody was faster.
 */
export async function storeNext(
	sql: Sql,
	next: { revision: number; content: NextRow['content']; staff: number },
	now: Date
): Promise<number | undefined> {
	const content = sql`${JSON.stringify(next.content)}::text::json`;
	const [row] =
		next.revision < 0
			? await sql<{ revision: number }[]>`
				insert into next_questionnaire (based_on, content, changed_at, changed_by)
				select version, ${content}, ${now}, ${next.staff} from questionnaires
				where version = ${-next.revision} and version = (select max(version) from questionnaires)
				on conflict do nothing returning revision`
			: await sql<{ revision: number }[]>`
				update next_questionnaire
				set revision = default, content = ${content}, changed_at = ${now}, changed_by = ${next.staff}
				where revision = ${next.revision} returning revision`;
	return row?.revision;
}

/** The kinds of interaction there have been. */
export async function kindsMet(sql: Sql): Promise<string[]> {
	return (await sql<{ kind: string }[]>`select distinct kind from interactions order by 1 limit 50`).map(
		({ kind }) => kind
	);
}

export async function deleteNext(sql: Sql, revision: number): Promise<boolean> {
	return (
		(await sql`delete from next_questionnaire where revision = ${revision} returning revision`).length === 1
	);
}
