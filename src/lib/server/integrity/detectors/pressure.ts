// A3 "I lose pay if…", A7 threats: customers say that they felt pressed.
import { ofEncounters } from '../detector.ts';

export const pressure = ofEncounters({
	name: 'pressure',
	attacks: ['A3', 'A7'],
	theme: 'words of customers',
	weight: 'names',
	leastN: 15,
	innocent: [
		'A hard conversation about money or a refusal may be felt as pressure, without a word about the survey.'
	],
	shows: ({ answer }) => (answer && answer.asked.length > 0 ? answer.asked.includes('pressured') : undefined)
});
