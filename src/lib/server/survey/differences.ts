// How a next version differs from the published one, in words, for somebody about to publish it.
import { allLanguages, languages, type Language } from '../../web/languages/languages.ts';
import { inPlainWords } from './clauses.ts';
import type { Content } from './problems.ts';
import type { Question, Wording } from './questionnaire.ts';

export interface Difference {
	key?: string;
	what: string;
	before?: string;
	after?: string;
}

export function differencesOf(published: Content, next: Content): Difference[] {
	const old = new Map(published.questions.map((question) => [question.key, question]));
	const now = new Map(next.questions.map((question) => [question.key, question]));
	const both = next.questions.filter(({ key }) => old.has(key));
	return [
		...languageDifferences(published.languages, next.languages),
		...published.questions.filter(({ key }) => !now.has(key)).map(({ key }) => ({ key, what: 'removed' })),
		...next.questions.filter(({ key }) => !old.has(key)).map(({ key }) => ({ key, what: 'added' })),
		...moved(
			published.questions.filter(({ key }) => now.has(key)).map(({ key }) => key),
			both.map(({ key }) => key)
		),
		...both.flatMap((question) => changes(old.get(question.key)!, question))
	];
}

function languageDifferences(before: Language[], after: Language[]): Difference[] {
	const names = (codes: Language[]) => codes.map((code) => languages[code].name).join(', ');
	return names(before) === names(after)
		? []
		: [{ what: 'languages', before: names(before), after: names(after) }];
}

function moved(before: string[], after: string[]): Difference[] {
	return before.join() === after.join()
		? []
		: [{ what: 'order', before: before.join(', '), after: after.join(', ') }];
}

function changes(old: Question, now: Question): Difference[] {
	const { key } = now;
	const plain = (['type', 'required', 'alone', 'wordsWith', 'least', 'most'] as const).map((what) => ({
		key,
		what: { alone: 'excludes the others', wordsWith: 'takes words' }[what as string] ?? what,
		before: String(old[what] ?? ''),
		after: String(now[what] ?? '')
	}));
	const codes = ({ options = [] }: Question) => options.map(({ code }) => code).join(', ');
	const label = (question: Question, code: string) =>
		question.options?.find((option) => option.code === code)?.label;
	return [
		...plain,
		{ key, what: 'asked when', before: inPlainWords(old.when), after: inPlainWords(now.when) },
		{ key, what: 'options', before: codes(old), after: codes(now) },
		...(['ask', 'hint', 'low', 'high'] as const).flatMap((what) =>
			worded(key, words[what], old[what], now[what])
		),
		...(now.options ?? []).flatMap(({ code }) =>
			label(old, code) === undefined ? [] : worded(key, `option ${code}`, label(old, code), label(now, code))
		)
	].filter(({ before, after }) => before !== after);
}

const words = { ask: 'question', hint: 'hint', low: 'low end', high: 'high end' };

function worded(key: string, what: string, before?: Wording, after?: Wording): Difference[] {
	const say = (wording: Wording | undefined, language: Language) =>
		(typeof wording === 'string' ? wording : wording?.[language]) ?? '';
	return allLanguages.map((language) => ({
		key,
		what: `${what} (${languages[language].name})`,
		before: say(before, language),
		after: say(after, language)
	}));
}
