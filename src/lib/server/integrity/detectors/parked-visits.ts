// A18 parking visits under one open order: interactions that stay open for days.
import { ofEncounters } from '../detector.ts';

const threeDays = 3 * 24 * 60;

export const parkedVisits = ofEncounters({
	name: 'parked_visits',
	attacks: ['A18'],
	theme: 'coverage',
	weight: 'adds',
	leastN: 40,
	innocent: ['Repairs that wait for parts.'],
	shows: ({ minutes }) => (minutes === null ? undefined : minutes > threeDays)
});
