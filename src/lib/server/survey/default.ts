// The default questionnaire. A content customer is asked at most seven questions, nobody more than
// twelve, and the first screen shows one. Wording is neutral: no leading, no agreement scales.
import type { Condition, Question } from './questionnaire.ts';

const fromOneToFive = ['1', '2', '3', '4', '5'].map((code) => ({ code, label: code }));

const yesNo = [
	{ code: 'yes', label: 'Yes' },
	{ code: 'no', label: 'No' }
];

const started: Condition = { answer: 'overall', in: ['1', '2', '3', '4', '5'] };
const unresolved: Condition = { answer: 'resolved', in: ['partly', 'no'] };
const unhappy: Condition = { any: [{ answer: 'overall', in: ['1', '2', '3'] }, unresolved] };
const failed: Condition = { answer: 'product_failed', in: ['yes'] };
const failedBefore: Condition = { answer: 'same_failure_before', in: ['yes', 'different'] };
const withoutFailure: Condition = { all: [unhappy, { not: failed }] };

export const defaultQuestions: Question[] = [
	{
		key: 'overall',
		type: 'scale',
		ask: 'How was it, all in all?',
		low: 'very bad',
		high: 'very good',
		options: fromOneToFive,
		required: true
	},
	{
		key: 'resolved',
		type: 'choice',
		ask: 'Is the matter resolved?',
		options: [
			{ code: 'yes', label: 'Yes' },
			{ code: 'partly', label: 'Partly' },
			{ code: 'no', label: 'No' }
		],
		when: started
	},
	{
		key: 'eased',
		type: 'scale',
		ask: 'Did we ease your inconvenience?',
		low: 'not at all',
		high: 'completely',
		options: [...fromOneToFive, { code: 'no_inconvenience', label: 'There was none' }],
		when: started
	},
	{
		key: 'promise_kept',
		type: 'choice',
		ask: 'Was what you were promised kept?',
		options: [
			{ code: 'kept', label: 'Kept' },
			{ code: 'late', label: 'Kept, but late' },
			{ code: 'broken', label: 'Not kept' },
			{ code: 'nothing_promised', label: 'Nothing was promised' }
		],
		when: { all: [started, { interaction: 'promise' }] }
	},
	{
		key: 'product_failed',
		type: 'choice',
		ask: 'Did the product fail?',
		options: yesNo,
		when: { all: [started, { interaction: 'product' }] }
	},
	{
		key: 'failure_mode',
		type: 'choice',
		ask: 'How did it fail?',
		options: [{ code: 'other', label: 'Something else:' }],
		optionsFrom: 'failure_modes',
		wordsWith: 'other',
		when: failed
	},
	{
		key: 'same_failure_before',
		type: 'choice',
		ask: 'Had this product, or the one it replaced, failed before?',
		options: [
			{ code: 'yes', label: 'Yes, in the same way' },
			{ code: 'different', label: 'Yes, in another way' },
			{ code: 'no', label: 'No' }
		],
		when: failed
	},
	{
		key: 'failed_within',
		type: 'choice',
		ask: 'How soon after you got it did it fail?',
		options: [
			{ code: 'day', label: 'Within a day' },
			{ code: 'month', label: 'Within a month' },
			{ code: 'year', label: 'Within a year' },
			{ code: 'later', label: 'Later' }
		],
		when: { all: [failed, { not: failedBefore }] }
	},
	{
		key: 'replacement_failed',
		type: 'choice',
		ask: 'Was it a replacement that failed this time?',
		options: [
			{ code: 'yes', label: 'Yes' },
			{ code: 'no', label: 'No' },
			{ code: 'not_replaced', label: 'It was never replaced' }
		],
		when: { all: [failed, failedBefore] }
	},
	{
		key: 'contacts_needed',
		type: 'choice',
		ask: 'How often did you have to contact us about it?',
		options: [
			{ code: '1', label: 'Once' },
			{ code: '2', label: 'Twice' },
			{ code: '3', label: 'Three times' },
			{ code: '4+', label: 'Four times or more' }
		],
		when: { all: [unresolved, withoutFailure] }
	},
	{
		key: 'told_upfront',
		type: 'choice',
		ask: 'Were you told beforehand what to expect (time, cost, conditions)?',
		options: [...yesNo, { code: 'not_applicable', label: 'Does not apply' }],
		when: { all: [withoutFailure, { not: { interaction: 'promise' } }] }
	},
	{
		key: 'respected',
		type: 'scale',
		ask: 'How respectfully were you treated?',
		low: 'not at all',
		high: 'fully',
		options: fromOneToFive,
		when: withoutFailure
	},
	{
		key: 'asked_for_score',
		type: 'several',
		ask: 'Did anyone ask you for a particular score?',
		hint: 'Choose all that apply.',
		options: [
			{ code: 'nobody', label: 'Nobody did' },
			{ code: 'asked', label: 'Somebody asked for a score' },
			{ code: 'told_what_counts', label: 'I was told which score counts' },
			{ code: 'offered_something', label: 'Something was offered for it' },
			{ code: 'pressured', label: 'I felt under pressure' },
			{ code: 'watched', label: 'Somebody wanted to be there while I answer' }
		],
		alone: 'nobody',
		when: started
	},
	{
		key: 'wanted',
		type: 'several',
		ask: 'What would have put it right, or still would?',
		hint: 'Choose all that apply.',
		options: [
			{ code: 'action', label: 'That somebody acts' },
			{ code: 'apology', label: 'An apology' },
			{ code: 'explanation', label: 'An explanation' },
			{ code: 'credit', label: 'A credit' },
			{ code: 'refund', label: 'A refund' },
			{ code: 'different_model', label: 'A different model' },
			{ code: 'nothing', label: 'Nothing' }
		],
		alone: 'nothing',
		when: { any: [unhappy, failed] }
	},
	{
		key: 'stay',
		type: 'choice',
		ask: 'Will you come back to us?',
		options: [
			{ code: 'yes', label: 'Yes' },
			{ code: 'unsure', label: 'Not sure' },
			{ code: 'no', label: 'No' }
		],
		when: withoutFailure
	},
	{
		key: 'comment',
		type: 'text',
		ask: 'What should we know?',
		hint: 'In your own words. The person who served you does not see this.',
		when: started
	},
	{
		key: 'contact_me',
		type: 'choice',
		ask: 'May somebody contact you about this?',
		options: yesNo,
		when: { any: [unhappy, failed] }
	}
];

/** Off by default; history from other tools often has it. */
export const recommend: Question = {
	key: 'recommend',
	type: 'scale',
	ask: 'How likely are you to recommend us?',
	low: 'not at all likely',
	high: 'very likely',
	options: Array.from({ length: 11 }, (_, score) => ({ code: String(score), label: String(score) }))
};
