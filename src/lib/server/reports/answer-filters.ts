// Which answers: the filters of every page, and what was said, written, marked and tagged.
import type { Sql } from '../database.ts';
import { readFilters, type Filters } from './filters.ts';
import { narrowed } from './tallies.ts';

export interface AnswerFilters extends Filters {
	/** Words to search for, as people type them: "quotes", -without, or. */
	words?: string;
	/** "question=code"; all of them. */
	said?: string[];
	mark?: string;
	tag?: string;
	/** Who was asked how, and whether it counts. */
	only?: Only;
}

/** What else an answer can be looked for by. */
export const onlies = ['words', 'voice', 'imported', 'left_out'] as const;
export type Only = (typeof onlies)[number];

const mostSaid = 8;

export function readAnswerFilters(search: URLSearchParams): AnswerFilters {
	const text = (name: string) => search.get(name)?.replaceAll('\0', '').trim().slice(0, 200) || undefined;
	const said = search
		.getAll('said')
		.filter((each) => /^[a-z0-9_]{1,60}=[^\0]{1,100}$/.test(each))
		.slice(0, mostSaid);
	return {
		...readFilters(search),
		words: text('words'),
		said: said.length > 0 ? [...new Set(said)] : undefined,
		mark: text('mark'),
		tag: text('tag'),
		only: onlies.find((only) => only === search.get('only'))
	};
}

/** Each language searched by its own grammar; all others, and answers whose language nobody knows, word by word. */
const languages = ['en', 'de', 'fr', 'es', 'pt', 'ar'];

const searched = (sql: Sql, words: string) =>
	languages.reduce(
		(all, language) => sql`${all} or language = ${language} and words @@ desk_query(${language}, ${words})`,
		sql`coalesce(language, '') <> all(${languages}::text[]) and words @@ desk_query('', ${words})`
	);

/** Conditions on desk_answers. */
export const matching = (sql: Sql, filters: AnswerFilters) =>
	sql`${narrowed(sql, filters)} ${besides(sql, filters)}`;

/** Whether more is asked than where, when and about what. */
export const hasBesides = ({ words, said, mark, tag, only }: AnswerFilters) =>
	Boolean(words ?? said ?? mark ?? tag ?? only);

/** Of these, what was said, written, marked and tagged. */
export function besides(sql: Sql, { words, said, mark, tag, only }: AnswerFilters) {
	return sql`
		${words ? sql`and (${searched(sql, words)})` : sql``}
		${said ? sql`and said @> ${said}::text[]` : sql``}
		${mark ? sql`and exists (select from answer_marks m where m.answer = desk_answers.answer and m.mark = ${mark})` : sql``}
		${tag ? sql`and exists (select from answer_tags t where t.answer = desk_answers.answer and t.tag = ${tag})` : sql``}
		${only === 'words' ? sql`and words is not null` : sql``}
		${only === 'voice' ? sql`and voice` : sql``}
		${only === 'imported' ? sql`and imported` : sql``}
		${only === 'left_out' ? sql`and left_out is not null` : sql``}`;
}
