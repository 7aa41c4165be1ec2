// A25 turning risky customers away: interactions that end before anything was done.
import { isAbandoned } from '../encounters.ts';
import { ofEncounters } from '../detector.ts';

export const abandons = ofEncounters({
	name: 'abandons',
	attacks: ['A25'],
	theme: 'coverage',
	weight: 'adds',
	leastN: 40,
	innocent: ['Walk-outs at the busiest counter.'],
	shows: isAbandoned
});
