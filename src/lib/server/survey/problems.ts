// What keeps a next version from being published, and why. Pure: content in, sentences out.
import { languages as known, type Language } from '../../web/languages/languages.ts';
import { testsOf } from './clauses.ts';
import { coreKeys, defaultQuestions } from './default.ts';
import type { Question, Questionnaire, Wording } from './questionnaire.ts';
import type { Reach } from './reach.ts';
import { codesOf, numberBounds } from './rules.ts';

export interface Problem {
	/** The question it is about; none for the questionnaire as a whole. */
	key?: string;
	message: string;
}

export type Content = Omit<Questionnaire, 'version'>;

export interface Before {
	/** The version now in use. */
	current: Content;
	/** Every key ever published, with its type: answers may exist under each. */
	keys: Map<string, string>;
}

const keyForm = /^[a-z][a-z0-9_]{0,39}$/;
const codeForm = /^[a-z0-9][a-z0-9_+]{0,39}$/;
/** Names the page's form, and the editor's addresses, use for themselves. */
const taken = ['ticket', 'language', 'shown_in', 'later', 'reference', 'preview', 'phone'];

export const isKey = (key: string) => keyForm.test(key) && !taken.includes(key) && !key.endsWith('_words');
const mostQuestions = 60;
const mostOptions = 30;

export function problemsOf(content: Content, before: Before, reach: Reach): Problem[] {
	return [
		...wholeProblems(content),
		...content.questions.flatMap((question, index) =>
			[
				...keyProblems(question, content, before),
				...shapeProblems(question),
				...missingWording(question, content.languages),
				...conditionProblems(question, content.questions.slice(0, index), content.questions)
			].map((message) => ({ key: question.key, message }))
		),
		...removedProblems(content, before),
		...reachProblems(content, reach)
	];
}

function wholeProblems({ languages, questions }: Content): Problem[] {
	const problems: Problem[] = [];
	if (languages.length === 0) problems.push({ message: 'No language is chosen.' });
	if (questions.length > mostQuestions)
		problems.push({
			message: `There are ${questions.length} questions; at most ${mostQuestions} can be kept apart on one page.`
		});
	const keys = questions.map(({ key }) => key);
	for (const key of new Set(keys.filter((key, index) => keys.indexOf(key) !== index)))
		problems.push({ key, message: `Two questions have the key "${key}"; answers could not be told apart.` });
	return problems;
}

function keyProblems({ key, type }: Question, { questions }: Content, { current, keys }: Before): string[] {
	const problems: string[] = [];
	if (!keyForm.test(key))
		problems.push(
			`The key "${key}" must begin with a small letter and hold only small letters, digits and _, at most 40.`
		);
	if (keyForm.test(key) && !isKey(key)) problems.push(`The key "${key}" is used by the page itself.`);
	const before = keys.get(key);
	// A choice between yes and no may have been a list of these two before.
	const alike = (one: string) => (one === 'yes_no' ? 'choice' : one);
	if (before && alike(before) !== alike(type))
		problems.push(
			`"${key}" has answers of the type ${before}; as ${type} they could not be compared. Give the new question a new key.`
		);
	const renamed = keys.has(key)
		? undefined
		: current.questions.find((old) => isReworded(old, key, questions));
	if (renamed)
		problems.push(
			`This is the question "${renamed.key}" under the new key "${key}": its old answers would be cut off. Call it "${renamed.key}" again.`
		);
	return problems;
}

/** Whether `old` is gone and the question now called `key` asks the same. */
function isReworded(old: Question, key: string, questions: Question[]): boolean {
	if (questions.some((question) => question.key === old.key)) return false;
	const candidate = questions.find((question) => question.key === key)!;
	const said = texts(old.ask);
	return texts(candidate.ask).some((text) => said.includes(text));
}

const texts = (wording: Wording) =>
	(typeof wording === 'string' ? [wording] : Object.values(wording))
		.map((text) => text.trim())
		.filter(Boolean);

function shapeProblems(question: Question): string[] {
	const { type, options = [], optionsFrom, alone, wordsWith } = question;
	const problems: string[] = [];
	const codes = options.map(({ code }) => code);
	const takesOptions = ['scale', 'choice', 'several'].includes(type);
	if (takesOptions && codes.length < 2 && !optionsFrom) problems.push('It offers fewer than two options.');
	if (codes.length > mostOptions)
		problems.push(`It offers ${codes.length} options; at most ${mostOptions} can be read.`);
	for (const code of codes) {
		if (!codeForm.test(code))
			problems.push(
				`The code "${code}" must hold only small letters, digits, _ and +, at most 40, and begin with a letter or digit.`
			);
		if (codes.indexOf(code) !== codes.lastIndexOf(code)) problems.push(`The code "${code}" is there twice.`);
	}
	for (const [what, code] of Object.entries({ alone, wordsWith }))
		if (code !== undefined && !codes.includes(code))
			problems.push(
				`The option "${code}" (${what === 'alone' ? 'excludes the others' : 'takes words'}) is not among its options.`
			);
	if (type === 'scale' && codes.filter((code) => /^\d+$/.test(code)).length < 2)
		problems.push('A scale needs at least two numbers as options.');
	const { least = numberBounds.least, most = numberBounds.most } = question;
	if (type === 'number' && !(least >= 0 && least < most && most <= numberBounds.most))
		problems.push(
			`The bounds ${least} to ${most} hold no number; they must lie between 0 and ${numberBounds.most}.`
		);
	return [...problems, ...coreProblems(question)];
}

/** What the figures read keeps its meaning: the same options, on scales in the same order. */
function coreProblems({ key, type, options = [] }: Question): string[] {
	const core = coreKeys.includes(key) ? defaultQuestions.find((each) => each.key === key) : undefined;
	if (!core) return [];
	const [needed, offered] = [core.options ?? [], options].map((all) => all.map(({ code }) => code)) as [
		string[],
		string[]
	];
	const lost = needed.filter((code) => !offered.includes(code));
	// A failure mode question takes more: modes that every product can have.
	const added = core.optionsFrom ? [] : offered.filter((code) => !needed.includes(code));
	const isReordered =
		type === 'scale' && lost.length + added.length === 0 && needed.join() !== offered.join();
	return [
		...(lost.length > 0
			? [
					`Its options ${lost.join(', ')} are needed by the figures and cannot be removed; they can be reworded.`
				]
			: []),
		...(added.length > 0
			? [
					`The figures do not know the options ${added.join(', ')} of this question; ask for it in a question of your own.`
				]
			: []),
		...(isReordered ? ['The figures need its options in the order of the scale.'] : [])
	];
}

function missingWording(
	{ type, ask, hint, low, high, options = [] }: Question,
	languages: Language[]
): string[] {
	const has = (wording: Wording | undefined, language: Language) =>
		typeof wording === 'string' ? wording.trim() !== '' : Boolean(wording?.[language]?.trim());
	return languages.flatMap((language) => {
		const missing = [
			...(has(ask, language) ? [] : ['the question']),
			...(hint !== undefined && !has(hint, language) ? ['the hint'] : []),
			...(type === 'scale' && !(has(low, language) && has(high, language))
				? ['what the ends of the scale mean']
				: []),
			...options.filter(({ label }) => !has(label, language)).map(({ code }) => `the option "${code}"`)
		];
		return missing.length > 0 ? [`${known[language].name} lacks ${missing.join(', ')}.`] : [];
	});
}

function conditionProblems({ key, when }: Question, earlier: Question[], all: Question[]): string[] {
	return testsOf(when)
		.filter(({ on }) => !on.startsWith('@'))
		.flatMap(({ on, in: codes }) => {
			if (on === key) return ['It is asked only after itself was answered.'];
			const other = earlier.find((question) => question.key === on);
			if (!other)
				return all.some((question) => question.key === on)
					? [`It depends on "${on}", which comes later. Move one of them.`]
					: [`It depends on "${on}", which is not there.`];
			if (other.type === 'text' || other.type === 'number')
				return [`It depends on "${on}", which has no options to depend on.`];
			const offered = codesOf(other);
			const unknown = codes.filter((code) => !offered.includes(code));
			if (codes.length === 0) return [`It depends on "${on}", but on no option of it.`];
			return unknown.length > 0
				? [`It depends on ${unknown.join(', ')} of "${on}", which is not offered there.`]
				: [];
		});
}

function removedProblems({ questions }: Content, { current }: Before): Problem[] {
	return current.questions
		.filter(({ key }) => coreKeys.includes(key) && !questions.some((question) => question.key === key))
		.map(({ key }) => ({
			key,
			message: `"${key}" is needed by the figures and cannot be removed; it can be reworded, moved and conditioned.`
		}));
}

function reachProblems({ questions }: Content, { unreachable, firstLeast }: Reach): Problem[] {
	const problems: Problem[] = unreachable.map((key) => ({
		key,
		message: 'Nobody can ever reach this question: its conditions contradict each other.'
	}));
	if (questions.length > 0 && firstLeast === 0)
		problems.push({ message: 'For some interactions the first screen shows no question at all.' });
	return problems;
}
