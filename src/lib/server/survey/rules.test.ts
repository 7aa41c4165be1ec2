import { describe, expect, test } from 'vitest';
import { defaultQuestions } from './default.ts';
import { applicable, readReplies, type Asked } from './rules.ts';

const everything: Asked = {
	kind: 'repair',
	product: true,
	promise: true,
	failureModes: [{ code: 'battery', label: 'Battery drains' }]
};
const read = (form: Record<string, string | string[]>, asked = everything) => {
	const parameters = new URLSearchParams(
		Object.entries(form).flatMap(([key, value]) => [value].flat().map((each) => [key, each]))
	);
	return readReplies(defaultQuestions, asked, parameters);
};

/** Every way through the questionnaire, as the number of questions seen. */
function pathLengths(asked: Asked): { asked: number; content: boolean }[] {
	const questions = applicable(defaultQuestions, asked);
	const lengths: { asked: number; content: boolean }[] = [];
	const walk = (index: number, form: [string, string][], seen: number) => {
		const question = questions[index];
		if (!question) {
			const { replies } = readReplies(defaultQuestions, asked, new URLSearchParams(form));
			const content =
				Number(replies.overall) >= 4 && replies.resolved === 'yes' && replies.product_failed !== 'yes';
			return void lengths.push({ asked: seen, content });
		}
		const options = question.type === 'text' ? ['words'] : question.options.map((option) => option.code);
		// Only options that lead elsewhere matter; one of the others stands for all.
		const leading = options.filter(
			(code) =>
				questions.some((other) => JSON.stringify(other.when ?? '').includes(`"${question.key}","in":`)) ||
				code === options[0]
		);
		for (const code of leading) {
			const { replies, words } = readReplies(
				defaultQuestions,
				asked,
				new URLSearchParams([...form, [question.key, code]])
			);
			const isShown = question.key in replies || question.key in words;
			walk(index + 1, isShown ? [...form, [question.key, code]] : form, seen + Number(isShown));
			if (!isShown) return;
		}
	};
	walk(0, [], 0);
	return lengths;
}

describe('the default questionnaire', () => {
	const interactions = [true, false].flatMap((product) =>
		[true, false].map((promise) => ({ ...everything, product, promise }))
	);
	const lengths = interactions.flatMap(pathLengths);

	test('asks nobody more than twelve questions', () => {
		expect(lengths.length).toBeGreaterThan(100);
		expect(Math.max(...lengths.map((path) => path.asked))).toBe(12);
	});

	test('asks a content customer at most seven', () => {
		expect(Math.max(...lengths.filter((path) => path.content).map((path) => path.asked))).toBe(7);
	});

	test('begins with one question', () => {
		expect(
			applicable(defaultQuestions, everything)
				.filter((question) => !question.when)
				.map((question) => question.key)
		).toEqual(['overall']);
	});

	test('covers every key of the contract but the one that is off', () => {
		const keys =
			'overall resolved contacts_needed eased promise_kept told_upfront respected asked_for_score product_failed failure_mode failed_within same_failure_before replacement_failed wanted stay comment contact_me';
		expect(defaultQuestions.map((question) => question.key).sort()).toEqual(keys.split(' ').sort());
	});
});

describe('reading replies', () => {
	test('an answer to a question that did not apply is dropped', () => {
		const { replies } = read({
			overall: '5',
			resolved: 'yes',
			product_failed: 'no',
			failure_mode: 'battery',
			stay: 'no'
		});
		expect(replies).toEqual({ overall: 5, resolved: 'yes', product_failed: 'no' });
	});

	test('a question about a product is not asked where there is none', () => {
		expect(read({ overall: '3', product_failed: 'yes' }, { ...everything, product: false }).replies).toEqual({
			overall: 3
		});
	});

	test('the first question has to be answered', () => {
		expect(read({}).errors).toEqual([{ key: 'overall', wrong: 'choose' }]);
	});

	test('an option that was not offered is refused', () => {
		expect(read({ overall: '6' }).errors.map((error) => error.key)).toEqual(['overall']);
		expect(
			read({ overall: '5', product_failed: 'yes', failure_mode: 'sabotage' }).errors.map((error) => error.key)
		).toEqual(['failure_mode']);
	});

	test('two answers to one question are refused', () => {
		expect(read({ overall: ['1', '5'] }).errors).toEqual([{ key: 'overall', wrong: 'onlyOne' }]);
	});

	test('"nobody" gives way to what somebody did', () => {
		expect(read({ overall: '5', asked_for_score: ['nobody', 'pressured'] }).replies.asked_for_score).toEqual([
			'pressured'
		]);
	});

	test('words are kept apart, and their length is limited', () => {
		expect(read({ overall: '4', comment: '  fine\r\nthanks ' })).toMatchObject({
			replies: { overall: 4 },
			words: { comment: 'fine\nthanks' }
		});
		expect(read({ overall: '4', comment: 'x'.repeat(4001) }).errors.map((error) => error.key)).toEqual([
			'comment'
		]);
	});

	test('words beside "something else" belong to the failure mode', () => {
		const { replies, words } = read({
			overall: '2',
			product_failed: 'yes',
			failure_mode: 'other',
			failure_mode_words: 'it sings'
		});
		expect([replies.failure_mode, words.failure_mode]).toEqual(['other', 'it sings']);
	});
});
