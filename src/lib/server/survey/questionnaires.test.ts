import { describe, expect, test } from 'vitest';
import { allLanguages } from '../../web/languages/languages.ts';
import { fromClauses, inPlainWords, toClauses } from './clauses.ts';
import { coreKeys, defaultQuestions, recommend } from './default.ts';
import { differencesOf } from './differences.ts';
import { problemsOf, type Content } from './problems.ts';
import { readQuestion } from './question-form.ts';
import type { Condition, Question } from './questionnaire.ts';
import { reachOf } from './reach.ts';
import { holds } from './rules.ts';

const published: Content = { languages: allLanguages, questions: defaultQuestions };
const keys = new Map(defaultQuestions.map(({ key, type }) => [key, type]));
const worded = (text: string) => Object.fromEntries(allLanguages.map((language) => [language, text]));
const parking: Question = {
	key: 'parking',
	type: 'choice',
	ask: worded('Did you find a place to park?'),
	options: ['yes', 'no'].map((code) => ({ code, label: worded(code) }))
};

/** The default with something changed; what keeps it from being published. */
function problems(change: (questions: Question[]) => Question[], languages = allLanguages) {
	const questions = change(structuredClone(defaultQuestions));
	return problemsOf({ languages, questions }, { current: published, keys }, reachOf(questions)).map(
		({ key, message }) => (key ? `${key}: ${message}` : message)
	);
}
const edit = (key: string, changes: Partial<Question>) =>
	problems((questions) => questions.map((each) => (each.key === key ? { ...each, ...changes } : each)));

describe('what can be published', () => {
	test('the default, and the default with more', () => {
		expect(problems((questions) => questions)).toEqual([]);
		expect(problems((questions) => [...questions, parking, recommend])).toEqual([]);
	});
	test('the default reworded, moved and conditioned', () => {
		expect(edit('overall', { ask: worded('And how was it?') })).toEqual([]);
		expect(
			problems((questions) => [...questions.slice(0, -2), questions.at(-1)!, questions.at(-2)!])
		).toEqual([]);
		expect(edit('comment', { when: { answer: 'overall', in: ['1'] } })).toEqual([]);
	});
});

describe('what cannot be published, and why', () => {
	test.each<[string, () => string[], RegExp]>([
		[
			'a condition on a later question',
			() => edit('resolved', { when: { answer: 'stay', in: ['no'] } }),
			/resolved: It depends on "stay", which comes later/
		],
		[
			'a condition on itself',
			() => edit('resolved', { when: { answer: 'resolved', in: ['no'] } }),
			/only after itself/
		],
		[
			'a condition on nothing there',
			() => edit('resolved', { when: { answer: 'weather', in: ['no'] } }),
			/"weather", which is not there/
		],
		[
			'a condition on an option not offered',
			() => edit('resolved', { when: { answer: 'overall', in: ['9'] } }),
			/depends on 9 of "overall"/
		],
		[
			'a condition on free words',
			() => edit('contact_me', { when: { answer: 'comment', in: ['x'] } }),
			/no options to depend on/
		],
		[
			'a missing language',
			() => edit('overall', { ask: { en: 'How?' } }),
			/overall: Español lacks the question/
		],
		[
			'a missing label',
			() =>
				problems((all) => [
					...all,
					{
						...parking,
						options: [
							{ code: 'yes', label: 'Yes' },
							{ code: 'no', label: {} }
						]
					}
				]),
			/parking: English lacks the option "no"/
		],
		[
			'a question nobody can reach',
			() =>
				edit('stay', {
					when: {
						all: [
							{ answer: 'overall', in: ['5'] },
							{ answer: 'overall', in: ['1'] }
						]
					}
				}),
			/stay: Nobody can ever reach/
		],
		[
			'a question behind one nobody is shown together with',
			() =>
				edit('comment', {
					when: {
						all: [
							{ answer: 'failed_within', in: ['day'] },
							{ answer: 'replacement_failed', in: ['no'] }
						]
					}
				}),
			/comment: Nobody can ever reach/
		],
		[
			'a renamed key with old answers',
			() =>
				problems((all) => all.map((each) => (each.key === 'stay' ? { ...each, key: 'coming_back' } : each))),
			/"stay" under the new key "coming_back"/
		],
		[
			'another type under a key with old answers',
			() => edit('stay', { type: 'text' }),
			/"stay" has answers of the type choice/
		],
		[
			'a core question removed',
			() => problems((all) => all.filter(({ key }) => key !== 'asked_for_score')),
			/"asked_for_score" is needed by the figures/
		],
		[
			'a core option removed',
			() => edit('resolved', { options: defaultQuestions[1]!.options!.slice(1) }),
			/options yes are needed/
		],
		[
			'two questions with one key',
			() => problems((all) => [...all, parking, parking]),
			/Two questions have the key "parking"/
		],
		[
			'a key the page uses',
			() => problems((all) => [...all, { ...parking, key: 'ticket' }]),
			/used by the page itself/
		],
		[
			'a key that is none',
			() => problems((all) => [...all, { ...parking, key: 'Parking!' }]),
			/must begin with a small letter/
		],
		[
			'a choice without choice',
			() => problems((all) => [...all, { ...parking, options: [] }]),
			/fewer than two options/
		],
		[
			'a code twice',
			() =>
				problems((all) => [...all, { ...parking, options: [parking.options![0]!, parking.options![0]!] }]),
			/"yes" is there twice/
		],
		[
			'a scale whose ends mean nothing',
			() => edit('respected', { low: undefined }),
			/lacks what the ends of the scale mean/
		],
		[
			'a scale the figures would misread',
			() => edit('overall', { options: [...defaultQuestions[0]!.options!, { code: '6', label: '6' }] }),
			/overall: The figures do not know the options 6/
		],
		[
			'a scale the other way round',
			() => edit('overall', { options: defaultQuestions[0]!.options!.toReversed() }),
			/overall: The figures need its options in the order of the scale/
		],
		[
			'nothing to begin with for some',
			() => edit('overall', { when: { kind: ['repair'] } }),
			/For some interactions the first screen shows no question/
		],
		[
			'bounds that hold no number',
			() =>
				problems((all) => [...all, { key: 'age', type: 'number', ask: worded('Age?'), least: 9, most: 3 }]),
			/9 to 3 hold no number/
		],
		[
			'a special option that is not there',
			() => edit('wanted', { alone: 'none' }),
			/"none" \(excludes the others\) is not among/
		],
		['no language', () => problems((all) => all, []), /No language is chosen/]
	])('%s', (_, found, message) => {
		expect(found().join('\n')).toMatch(message);
	});
});

describe('conditions as people edit them', () => {
	const assignments = (codes: Record<string, string[]>) =>
		Object.entries(codes).reduce<Map<string, string[]>[]>(
			(all, [key, each]) =>
				all.flatMap((map) => ['', ...each].map((code) => (code ? new Map([...map, [key, [code]]]) : map))),
			[new Map()]
		);

	test('mean the same after being taken apart and put together', () => {
		const all = assignments({
			overall: ['1', '3', '5'],
			resolved: ['yes', 'partly', 'no'],
			product_failed: ['yes', 'no'],
			same_failure_before: ['yes', 'different', 'no']
		});
		const plain = (condition: Condition | undefined) =>
			JSON.stringify(condition ?? null).includes('"interaction"');
		for (const { when } of defaultQuestions.filter((each) => each.when && !plain(each.when))) {
			const again = fromClauses(toClauses(when))!;
			for (const chosen of all) expect(holds(again, chosen)).toBe(holds(when!, chosen));
			expect(toClauses(again)).toEqual(toClauses(when));
		}
	});
	test('read as a sentence', () => {
		expect(inPlainWords(defaultQuestions.find(({ key }) => key === 'told_upfront')!.when)).toBe(
			'overall is 1, 2, or 3, or resolved is partly or no; and product_failed is not yes; and the interaction has no promise'
		);
	});
	test('that there is no product is a tick of its own, and both ticks say nothing', () => {
		const when = (...pairs: [string, string][]) =>
			readQuestion(new URLSearchParams([['key', 'k'], ['type', 'text'], ...pairs]), undefined).when;
		expect(when(['test.0.@product', 'no'])).toEqual({ not: { interaction: 'product' } });
		expect(when(['test.0.@product', 'yes'], ['test.0.@product', 'no'])).toBeUndefined();
	});
	test('words in a language that is switched off are not lost', () => {
		const form = new URLSearchParams([
			['key', 'overall'],
			['ask.en', 'How was it?'],
			...['1', '2', '3', '4', '5'].map((code, row): [string, string] => [`code.${row}`, code])
		]);
		const { ask } = readQuestion(form, defaultQuestions[0]);
		expect(ask).toMatchObject({ en: 'How was it?', de: 'Wie war es, alles in allem?' });
	});
	test('come back from the form as they went into it', () => {
		const form = new URLSearchParams([
			['key', 'parking'],
			['type', 'choice'],
			['ask.en', ' Parking? '],
			['code.0', 'yes'],
			['label.0.en', 'Yes'],
			['place.0', '2'],
			['code.1', 'no'],
			['label.1.en', 'no'],
			['place.1', '1'],
			['code.2', ''],
			['wordsWith', '1'],
			['test.0.overall', '1'],
			['test.0.overall', '2'],
			['test.0.@promise', 'yes'],
			['test.1.resolved', 'yes'],
			['not.1.resolved', 'yes'],
			['not.1.overall', 'yes']
		]);
		expect(readQuestion(form, undefined)).toEqual({
			key: 'parking',
			type: 'choice',
			ask: { en: 'Parking?' },
			options: [
				{ code: 'no', label: 'no' },
				{ code: 'yes', label: { en: 'Yes' } }
			],
			wordsWith: 'no',
			when: {
				all: [
					{ any: [{ answer: 'overall', in: ['1', '2'] }, { interaction: 'promise' }] },
					{ not: { answer: 'resolved', in: ['yes'] } }
				]
			}
		});
	});
});

const letters = [...'abcdefghijklmnopqrstuvwxyz'];

describe('a questionnaire with more ways than can be followed', () => {
	const several: Question = {
		key: 'all',
		type: 'several',
		ask: worded('All?'),
		options: letters.slice(0, 20).map((code) => ({ code, label: code }))
	};
	const follow = (code: string): Question => ({
		key: `about_${code}`,
		type: 'text',
		ask: worded(code),
		when: { answer: 'all', in: [code] }
	});
	test('is judged at once, and never asks for more than there is', () => {
		const questions = [several, ...letters.slice(0, 20).map(follow)];
		expect(reachOf(questions)).toEqual({ unreachable: [], longest: 21, firstLeast: 1, first: 1 });
	});
	test('still shows what nobody can reach', () => {
		const pairs = letters.slice(0, 12).flatMap((code): Question[] => [
			{ key: `q_${code}`, type: 'yes_no', ask: worded(code) },
			{ key: `f_${code}`, type: 'text', ask: worded(code), when: { answer: `q_${code}`, in: ['yes'] } }
		]);
		const dead: Question = {
			key: 'dead',
			type: 'text',
			ask: worded('x'),
			when: {
				all: [
					{ answer: 'q_a', in: ['yes'] },
					{ answer: 'q_a', in: ['no'] }
				]
			}
		};
		expect(reachOf([...pairs, dead])).toMatchObject({ unreachable: ['dead'], longest: 25 });
	});
});

test('the ways through the default are counted exactly', () => {
	expect(reachOf(defaultQuestions)).toEqual({
		unreachable: [],
		longest: 12,
		firstLeast: 1,
		first: 1
	});
});

test('differences say what was before and what comes', () => {
	const questions = structuredClone(defaultQuestions).filter(({ key }) => key !== 'stay');
	(questions[0]!.ask as Record<string, string>).de = 'Wie war’s?';
	questions.push(parking);
	expect(differencesOf(published, { languages: ['en', 'de'], questions })).toEqual([
		{
			what: 'languages',
			before: 'English, Español, Français, Deutsch, Português, 简体中文, العربية',
			after: 'English, Deutsch'
		},
		{ key: 'stay', what: 'removed' },
		{ key: 'parking', what: 'added' },
		{
			key: 'overall',
			what: 'question (Deutsch)',
			before: 'Wie war es, alles in allem?',
			after: 'Wie war’s?'
		}
	]);
});

test('core keys are questions of the default', () => {
	expect(coreKeys.filter((key) => !keys.has(key))).toEqual([]);
});
