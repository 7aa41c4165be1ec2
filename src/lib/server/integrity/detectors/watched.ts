// A24 staying with the customer, A26 filling it in with them: customers say that somebody watched.
import { ofEncounters } from '../detector.ts';

export const watched = ofEncounters({
	name: 'watched',
	attacks: ['A26', 'A24'],
	theme: 'words of customers',
	weight: 'names',
	leastN: 15,
	innocent: ['Courtesy towards somebody who asked for help with the form.'],
	shows: ({ answer }) => (answer && answer.asked.length > 0 ? answer.asked.includes('watched') : undefined)
});
