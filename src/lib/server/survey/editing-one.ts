// One question of the next version, with everything its form shows.
import type { Sql } from '../database.ts';
import { allLanguages, languages } from '../../web/languages/languages.ts';
import { onInteraction, toClauses, type Clause } from './clauses.ts';
import { openEditing } from './editing.ts';
import { kindsMet } from './queries.ts';
import { questionTypes, type Question } from './questionnaire.ts';
import { codesOf } from './rules.ts';

export interface EditingOne {
	revision: number;
	question: Question;
	/** Its key and type have been published. */
	isFixed: boolean;
	problems: string[];
	types: typeof questionTypes;
	languages: { code: string; name: string }[];
	/** Its condition, clause by clause. */
	clauses: Clause[];
	/** What a test can be about, with the codes it can name. */
	subjects: { on: string; codes: string[] }[];
}

const kinds = ['visit', 'call', 'chat', 'repair', 'return', 'delivery', 'appointment'];

export async function editingOf(sql: Sql, key: string): Promise<EditingOne | undefined> {
	const [{ next, revision, fixedKeys, problems }, met] = await Promise.all([openEditing(sql), kindsMet(sql)]);
	const index = next.questions.findIndex((question) => question.key === key);
	const question = next.questions[index];
	if (!question) return undefined;
	const clauses = toClauses(question.when);
	return {
		revision,
		question,
		isFixed: fixedKeys.has(key),
		problems: problems.filter((problem) => problem.key === key).map(({ message }) => message),
		types: questionTypes,
		languages: allLanguages
			.filter((code) => next.languages.includes(code))
			.map((code) => ({ code, name: languages[code].name })),
		clauses,
		subjects: subjectsOf(next.questions.slice(0, index), clauses, [...new Set([...kinds, ...met])])
	};
}

/** Earlier questions with options, the interaction, and whatever the condition names although it cannot. */
function subjectsOf(earlier: Question[], clauses: Clause[], kinds: string[]): EditingOne['subjects'] {
	const subjects = new Map<string, string[]>();
	for (const on of onInteraction) subjects.set(on, on === '@kind' ? kinds : ['yes', 'no']);
	for (const question of earlier) {
		const codes = codesOf(question);
		if (codes.length > 0) subjects.set(question.key, codes);
	}
	for (const { on, in: codes } of clauses.flat())
		subjects.set(on, [...new Set([...(subjects.get(on) ?? []), ...codes])]);
	return [...subjects].map(([on, codes]) => ({ on, codes }));
}
