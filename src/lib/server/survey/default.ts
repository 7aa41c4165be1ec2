// The default questionnaire. A content customer is asked at most seven questions, nobody more than
// twelve, and the first screen shows one. The words are in wording/.
import { allLanguages, type Language } from '../../web/languages/languages.ts';
import type { Condition, Option, Question, Wording } from './questionnaire.ts';
import { ar } from './wording/ar.ts';
import { de } from './wording/de.ts';
import { en, type DefaultWords } from './wording/en.ts';
import { es } from './wording/es.ts';
import { fr } from './wording/fr.ts';
import { pt } from './wording/pt.ts';
import { zh } from './wording/zh.ts';

const words: Record<Language, DefaultWords> = { en, es, fr, de, pt, zh, ar };

interface QuestionWords {
	ask: string;
	hint?: string;
	low?: string;
	high?: string;
	options?: Record<string, string>;
}

/** A question with its words in every language. Numerals need none. */
function question(
	key: keyof DefaultWords,
	type: Question['type'],
	{ codes, ...more }: Partial<Omit<Question, 'options'>> & { codes?: string[] } = {}
): Question {
	const inAll = (pick: (words: QuestionWords) => string | undefined): Wording | undefined =>
		pick(en[key]) === undefined
			? undefined
			: Object.fromEntries(allLanguages.map((language) => [language, pick(words[language][key])]));
	const option = (code: string): Option => ({ code, label: inAll(({ options }) => options?.[code]) ?? code });
	const given = {
		key,
		type,
		ask: inAll(({ ask }) => ask),
		hint: inAll(({ hint }) => hint),
		low: inAll(({ low }) => low),
		high: inAll(({ high }) => high),
		options: codes?.map(option),
		...more
	};
	return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as never;
}

const oneToFive = ['1', '2', '3', '4', '5'];
const started: Condition = { answer: 'overall', in: oneToFive };
const unresolved: Condition = { answer: 'resolved', in: ['partly', 'no'] };
const unhappy: Condition = { any: [{ answer: 'overall', in: ['1', '2', '3'] }, unresolved] };
const failed: Condition = { answer: 'product_failed', in: ['yes'] };
const failedBefore: Condition = { answer: 'same_failure_before', in: ['yes', 'different'] };
const withoutFailure: Condition = { all: [unhappy, { not: failed }] };

export const defaultQuestions: Question[] = [
	question('overall', 'scale', { codes: oneToFive, required: true }),
	question('resolved', 'choice', { codes: ['yes', 'partly', 'no'], when: started }),
	question('eased', 'scale', { codes: [...oneToFive, 'no_inconvenience'], when: started }),
	question('promise_kept', 'choice', {
		codes: ['kept', 'late', 'broken', 'nothing_promised'],
		when: { all: [started, { interaction: 'promise' }] }
	}),
	question('product_failed', 'yes_no', { when: { all: [started, { interaction: 'product' }] } }),
	question('failure_mode', 'choice', {
		codes: ['other'],
		optionsFrom: 'failure_modes',
		wordsWith: 'other',
		when: failed
	}),
	question('same_failure_before', 'choice', { codes: ['yes', 'different', 'no'], when: failed }),
	question('failed_within', 'choice', {
		codes: ['day', 'month', 'year', 'later'],
		when: { all: [failed, { not: failedBefore }] }
	}),
	question('replacement_failed', 'choice', {
		codes: ['yes', 'no', 'not_replaced'],
		when: { all: [failed, failedBefore] }
	}),
	question('contacts_needed', 'choice', {
		codes: ['1', '2', '3', '4+'],
		when: { all: [unresolved, withoutFailure] }
	}),
	question('told_upfront', 'choice', {
		codes: ['yes', 'no', 'not_applicable'],
		when: { all: [withoutFailure, { not: { interaction: 'promise' } }] }
	}),
	question('respected', 'scale', { codes: oneToFive, when: withoutFailure }),
	question('asked_for_score', 'several', {
		codes: ['nobody', 'asked', 'told_what_counts', 'offered_something', 'pressured', 'watched'],
		alone: 'nobody',
		when: started
	}),
	question('wanted', 'several', {
		codes: ['action', 'apology', 'explanation', 'credit', 'refund', 'different_model', 'nothing'],
		alone: 'nothing',
		when: { any: [unhappy, failed] }
	}),
	question('stay', 'choice', { codes: ['yes', 'unsure', 'no'], when: withoutFailure }),
	question('comment', 'text', { when: started }),
	question('contact_me', 'yes_no', { when: { any: [unhappy, failed] } })
];

/** Off by default; can be added, and history from other tools often has it. */
export const recommend = question('recommend', 'scale', {
	codes: Array.from({ length: 11 }, (_, score) => String(score)),
	when: started
});

/** What the detectors and findings read: these can be reworded, moved and conditioned, not removed. */
export const coreKeys = [
	'overall',
	'resolved',
	'eased',
	'promise_kept',
	'told_upfront',
	'respected',
	'asked_for_score',
	'product_failed',
	'failure_mode',
	'failed_within',
	'same_failure_before',
	'replacement_failed',
	'stay',
	'comment',
	'contact_me'
];
