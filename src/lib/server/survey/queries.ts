import type { Sql } from '../database.ts';
import type { Question, Questionnaire } from './questionnaire.ts';

export async function currentVersion(sql: Sql): Promise<Questionnaire | undefined> {
	const [row] = await sql<{ version: number; content: Question[] }[]>`
		select version, content from questionnaires order by version desc limit 1`;
	return row && { version: row.version, questions: row.content };
}

export async function findVersion(sql: Sql, version: number): Promise<Questionnaire | undefined> {
	const [row] = await sql<
		{ content: Question[] }[]
	>`select content from questionnaires where version = ${version}`;
	return row && { version, questions: row.content };
}

export async function publish(sql: Sql, { version, questions }: Questionnaire, now: Date) {
	await sql`
		insert into questionnaires (version, content, published_at)
		values (${version}, ${JSON.stringify(questions)}::text::json, ${now})
		on conflict do nothing`;
}
