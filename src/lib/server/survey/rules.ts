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
	/** Question key → code, number (scales and numbers), or codes. */
	replies: Record<string, string | number | string[]>;
	/** Question key → free words. */
	words: Record<string, string>;
	errors: Wrong[];
	/** The questions of this interaction, whether their conditions hold or not. */
	applying: Applying[];
}

/** What is wrong with the reply to one question; the page has the words for it. */
export type Wrong = { key: string } & (
	| { wrong: 'choose' | 'oneOfThese' | 'onlyOne' | 'words' | 'blank' }
	| { wrong: 'tooLong'; most: number; length: number }
	| { wrong: 'number'; least: number; most: number }
);

export const longestWords = 4000;
export const numberBounds = { least: 0, most: 999_999 };

/** A question of which everything that depends on the interaction is settled. */
export type Applying = Question & { options: Option[] };

/** The codes a question offers by itself, whatever the product. */
export const codesOf = ({ type, options = [] }: Question): string[] =>
	type === 'yes_no' ? ['yes', 'no'] : options.map(({ code }) => code);

/** The option list of a question for this product. */
function optionsOf(question: Question, asked: Asked): Option[] {
	if (question.type === 'yes_no') return codesOf(question).map((code) => ({ code, label: '' }));
	const own = question.options ?? [];
	if (question.optionsFrom !== 'failure_modes') return own;
	// A product may name a failure as one of ours is called: its own stands.
	const ofProduct = new Set(asked.failureModes.map(({ code }) => code));
	return [...asked.failureModes, ...own.filter(({ code }) => !ofProduct.has(code))];
}

/**
 * The questions that can be reached at all for this interaction, with their conditions on the
 * interaction already settled: what remains in `when` depends on other answers only.
 */
export function applicable(questions: Question[], asked: Asked): Applying[] {
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
	const applying = applicable(questions, asked);
	const result: Replies = { replies: {}, words: {}, errors: [], applying };
	const chosen = new Map<string, string[]>();
	for (const question of applying) {
		if (question.when && !holds(question.when, chosen)) continue;
		readQuestion(question, form, chosen, result);
	}
	const isBlank = Object.keys(result.replies).length + Object.keys(result.words).length === 0;
	if (isBlank && result.errors.length === 0 && applying[0])
		result.errors.push({ key: applying[0].key, wrong: 'blank' });
	return result;
}

/** Whether a settled condition holds for what was chosen: question key → codes. */
export function holds(condition: Condition, chosen: Map<string, string[]>): boolean {
	if ('answer' in condition)
		return (chosen.get(condition.answer) ?? []).some((code) => condition.in.includes(code));
	if ('not' in condition) return !holds(condition.not, chosen);
	if ('any' in condition) return condition.any.some((part) => holds(part, chosen));
	if ('all' in condition) return condition.all.every((part) => holds(part, chosen));
	return false;
}

function readQuestion(question: Applying, form: Readable, chosen: Map<string, string[]>, result: Replies) {
	const { key, type, required } = question;
	const fail = (wrong: 'choose' | 'oneOfThese' | 'onlyOne') => void result.errors.push({ key, wrong });

	if (type === 'text') return readWords(key, form.get(key), result, required);
	if (type === 'number') return readNumber(question, form.get(key), result);

	const given = [...new Set(form.getAll(key).filter((code) => code !== ''))];
	if (given.length === 0) return required ? fail('choose') : undefined;
	if (given.some((code) => !question.options.some((option) => option.code === code)))
		return fail('oneOfThese');

	if (type === 'several') {
		const meant = given.length > 1 ? given.filter((code) => code !== question.alone) : given;
		chosen.set(key, meant);
		result.replies[key] = meant;
		return;
	}
	if (given.length > 1) return fail('onlyOne');
	const code = given[0]!;
	chosen.set(key, [code]);
	result.replies[key] = type === 'scale' && /^\d+$/.test(code) ? Number(code) : code;
	if (question.wordsWith === code) readWords(key, form.get(`${key}_words`), result);
}

function readWords(key: string, given: string | null, result: Replies, required = false) {
	const words = (given ?? '').replaceAll('\r\n', '\n').replaceAll('\0', '').toWellFormed().trim();
	if (words.length > longestWords)
		result.errors.push({ key, wrong: 'tooLong', most: longestWords, length: words.length });
	else if (words !== '') result.words[key] = words;
	else if (required) result.errors.push({ key, wrong: 'words' });
}

function readNumber({ key, required, ...bounds }: Question, given: string | null, result: Replies) {
	const { least = numberBounds.least, most = numberBounds.most } = bounds;
	const text = westernDigits(given ?? '').trim();
	if (text === '' && !required) return;
	const value = Number(text);
	if (!/^\d{1,9}$/.test(text) || value < least || value > most)
		return void result.errors.push({ key, wrong: 'number', least, most });
	result.replies[key] = value;
}

/** Keyboards write digits in their own script: full width, Arabic-Indic, Persian. */
export function westernDigits(text: string): string {
	return text
		.normalize('NFKC')
		.replace(/[\u0660-\u0669\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) & 0xf));
}
