// The wording of the default questionnaire: neutral, no leading, no agreement scales. Every other language has
// the same shape, so a missing word does not compile.

export const en = {
	overall: { ask: 'How was it, all in all?', low: 'very bad', high: 'very good' },
	resolved: { ask: 'Is the matter resolved?', options: { yes: 'Yes', partly: 'Partly', no: 'No' } },
	eased: {
		ask: 'Did we ease your inconvenience?',
		low: 'not at all',
		high: 'completely',
		options: { no_inconvenience: 'There was none' }
	},
	promise_kept: {
		ask: 'Was what you were promised kept?',
		options: {
			kept: 'Kept',
			late: 'Kept, but late',
			broken: 'Not kept',
			nothing_promised: 'Nothing was promised'
		}
	},
	product_failed: { ask: 'Did the product fail?' },
	failure_mode: { ask: 'How did it fail?', options: { other: 'Something else:' } },
	same_failure_before: {
		ask: 'Had this product, or the one it replaced, failed before?',
		options: { yes: 'Yes, in the same way', different: 'Yes, in another way', no: 'No' }
	},
	failed_within: {
		ask: 'How soon after you got it did it fail?',
		options: { day: 'Within a day', month: 'Within a month', year: 'Within a year', later: 'Later' }
	},
	replacement_failed: {
		ask: 'Was it a replacement that failed this time?',
		options: { yes: 'Yes', no: 'No', not_replaced: 'It was never replaced' }
	},
	contacts_needed: {
		ask: 'How often did you have to contact us about it?',
		options: { '1': 'Once', '2': 'Twice', '3': 'Three times', '4+': 'Four times or more' }
	},
	told_upfront: {
		ask: 'Were you told beforehand what to expect (time, cost, conditions)?',
		options: { yes: 'Yes', no: 'No', not_applicable: 'Does not apply' }
	},
	respected: { ask: 'How respectfully were you treated?', low: 'not at all', high: 'fully' },
	asked_for_score: {
		ask: 'Did anyone ask you for a particular score?',
		hint: 'Choose all that apply.',
		options: {
			nobody: 'Nobody did',
			asked: 'Somebody asked for a score',
			told_what_counts: 'I was told which score counts',
			offered_something: 'Something was offered for it',
			pressured: 'I felt under pressure',
			watched: 'Somebody wanted to be there while I answer'
		}
	},
	wanted: {
		ask: 'What would have put it right, or still would?',
		hint: 'Choose all that apply.',
		options: {
			action: 'That somebody acts',
			apology: 'An apology',
			explanation: 'An explanation',
			credit: 'A credit',
			refund: 'A refund',
			different_model: 'A different model',
			nothing: 'Nothing'
		}
	},
	stay: { ask: 'Will you come back to us?', options: { yes: 'Yes', unsure: 'Not sure', no: 'No' } },
	comment: {
		ask: 'What should we know?',
		hint: 'In your own words. The person who served you does not see this.'
	},
	contact_me: { ask: 'May somebody contact you about this?' },
	recommend: { ask: 'How likely are you to recommend us?', low: 'not at all likely', high: 'very likely' }
};

export type DefaultWords = typeof en;
