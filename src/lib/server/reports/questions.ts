// The questions answers can be looked for by, and exported with: those every company has, and its own.
import type { Sql } from '../database.ts';
import { codesOf, currentQuestionnaire, knownQuestions, wordingIn, type Question } from '../survey/survey.ts';

export interface ReadableQuestion {
	key: string;
	type: Question['type'];
	/** As it is asked, in English where there is English. */
	ask: string;
	/** Of those that have some; failure modes are the products' own and not among them. */
	options: { code: string; label: string }[];
}

export async function readQuestions(sql: Sql): Promise<ReadableQuestion[]> {
	const { questions } = await currentQuestionnaire(sql);
	const known = new Set(knownQuestions.map(({ key }) => key));
	const all = [...knownQuestions, ...questions.filter(({ key }) => !known.has(key))];
	return all.map((question) => ({
		key: question.key,
		type: question.type,
		ask: wordingIn('en', question.ask) || question.key,
		options: codesOf(question).map((code) => {
			const option = question.options?.find((each) => each.code === code);
			return { code, label: (option && wordingIn('en', option.label)) || code };
		})
	}));
}
