// A1 begging for a score, A2 teaching the scale, A4 asking the score aloud: customers say so when asked whether anyone did.
import { ofEncounters } from '../detector.ts';

export const askedForScore = ofEncounters({
	name: 'asked_for_score',
	attacks: ['A1', 'A2', 'A4'],
	theme: 'words of customers',
	weight: 'names',
	leastN: 15,
	innocent: [
		'“Please answer our survey” is easily heard as asking for a score. Read what the customers wrote.',
		'A quality call by somebody else may have asked for a score.'
	],
	shows: ({ answer }) =>
		answer && answer.asked.length > 0
			? answer.asked.includes('asked') || answer.asked.includes('told_what_counts')
			: undefined
});
