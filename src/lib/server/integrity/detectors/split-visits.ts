// A17 splitting one visit into many: the same customer with the same rep again within the hour.
import { ofEncounters } from '../detector.ts';

export const splitVisits = ofEncounters({
	name: 'split_visits',
	attacks: ['A17'],
	theme: 'coverage',
	weight: 'adds',
	leastN: 40,
	innocent: ['Several items, each booked as a visit of its own.'],
	shows: ({ metBefore }) => metBefore !== null && metBefore < 1 / 24
});
