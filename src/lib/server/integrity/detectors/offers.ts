// A6 a reward for a top score: customers say that they were offered something.
import { ofEncounters } from '../detector.ts';

export const offers = ofEncounters({
	name: 'offers',
	attacks: ['A6'],
	theme: 'words of customers',
	weight: 'names',
	leastN: 15,
	innocent: ['Goodwill after a failure – a credit, a voucher – that was not tied to any answer.'],
	shows: ({ answer }) =>
		answer && answer.asked.length > 0 ? answer.asked.includes('offered_something') : undefined
});
