// A5 "call me if it is not a 10", A24 blocking the customer: messages leave, answers do not come back.
import { ofEncounters } from '../detector.ts';

export const fewAnswers = ofEncounters({
	name: 'few_answers',
	attacks: ['A5', 'A24'],
	theme: 'coverage',
	weight: 'adds',
	leastN: 40,
	innocent: [
		'Clients who seldom answer anything, such as trade customers.',
		'Mail filters of one large employer.'
	],
	shows: (each) => (each.isSent && !each.hasBounced ? each.answer === null : undefined)
});
