// Pure rules of a questionnaire: which questions apply, and which replies a posted form holds.
// The page's style sheet shows the same questions; what it could not hide is dropped here.
import type { Condition, Option, Question } from './questionnaire.ts';

/** What the questions of one invitation depend on. */
export interface Asked {
	kind: string;
	product: boolean;
	promise: boolean;
	failureModes: Option[];
}

export interface Readable {
	get(name: string): string | null;
	getAll(name: string): string[];
}

export interface Replies {
	/** Question key → code, number (scales), or codes. */
	replies: Record<string, string | number | string[]>;
	/** Question key → free words. */
	words: Record<string, string>;
	errors: { key: string; message: string }[];
}

export const longestWords = 4000;

/** The option list of a question for this product. */
export function optionsOf(question: Question, asked: Asked): Option[] {
	const own = question.options ?? [];
	return question.optionsFrom === 'failure_modes' ? [...asked.failureModes, ...own] : own;
}

/**
 * The questions that can be reached at all for this interaction, with their conditions on the
 * interaction already settled: what remains in `when` depends on other answers only.
 */
export function applicable(questions: Question[], asked: Asked): (Question & { options: Option[] })[] {
	return questions.flatMap((question) => {
		const when = question.when ? settle(question.when, asked) : true;
		if (when === false) return [];
		return [{ ...question, when: when === true ? undefined : when, options: optionsOf(question, asked) }];
	});
}

function settle(condition: Condition, asked: Asked): Condition | boolean {
	if ('interaction' in condition) return asked[condition.interaction];
	if ('kind' in condition) return condition.kind.includes(asked.kind);
	if ('answer' in condition) return condition;
	if ('not' in condition) {
		const inner = settle(condition.not, asked);
		return typeof inner === 'boolean' ? !inner : { not: inner };
	}
	const decisive = 'any' in condition;
	const parts = (decisive ? condition.any : condition.all).map((part) => settle(part, asked));
	if (parts.includes(decisive)) return decisive;
	const open = parts.filter((part) => typeof part !== 'boolean');
	if (open.length === 0) return !decisive;
	return decisive ? { any: open } : { all: open };
}

/** Reads a posted form. Answers to questions that do not apply are dropped; nothing else is guessed. */
export function readReplies(questions: Question[], asked: Asked, form: Readable): Replies {
	const result: Replies = { replies: {}, words: {}, errors: [] };
	const chosen = new Map<string, string[]>();
	for (const question of applicable(questions, asked)) {
		if (question.when && !holds(question.when, chosen)) continue;
		readQuestion(question, form, chosen, result);
	}
	return result;
}

function holds(condition: Condition, chosen: Map<string, string[]>): boolean {
	if ('answer' in condition)
		return (chosen.get(condition.answer) ?? []).some((code) => condition.in.includes(code));
	if ('not' in condition) return !holds(condition.not, chosen);
	if ('any' in condition) return condition.any.some((part) => holds(part, chosen));
	if ('all' in condition) return condition.all.every((part) => holds(part, chosen));
	return false;
}

function readQuestion(
	question: Question & { options: Option[] },
	form: Readable,
	chosen: Map<string, string[]>,
	result: Replies
) {
	const { key, type, required } = question;
	const fail = (message: string) => result.errors.push({ key, message });

	if (type === 'text') return readWords(key, form.get(key), result);

	const given = [...new Set(form.getAll(key).filter((code) => code !== ''))];
	if (given.length === 0) {
		if (required) fail('Please choose one.');
		return;
	}
	if (given.some((code) => !question.options.some((option) => option.code === code)))
		return fail('Please choose one of the options.');

	if (type === 'several') {
		const meant = given.length > 1 ? given.filter((code) => code !== question.alone) : given;
		chosen.set(key, meant);
		result.replies[key] = meant;
		return;
	}
	if (given.length > 1) return fail('Please choose only one.');
	const code = given[0]!;
	chosen.set(key, [code]);
	result.replies[key] = type === 'scale' && /^\d+$/.test(code) ? Number(code) : code;
	if (question.wordsWith === code) readWords(key, form.get(`${key}_words`), result);
}

function readWords(key: string, given: string | null, result: Replies) {
	const words = (given ?? '').replaceAll('\r\n', '\n').replaceAll('\0', '').toWellFormed().trim();
	if (words === '') return;
	if (words.length > longestWords)
		return void result.errors.push({
			key,
			message: `Please shorten this to ${longestWords} characters (it has ${words.length}).`
		});
	result.words[key] = words;
}
