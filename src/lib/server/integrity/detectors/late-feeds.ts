// A22 feeding late or in batches past the cut-off: interactions arrive here days after they ended.
import { ofEncounters } from '../detector.ts';

const late = 72;

export const lateFeeds = ofEncounters({
	name: 'late_feeds',
	attacks: ['A22'],
	theme: 'coverage',
	weight: 'adds',
	leastN: 40,
	byLocation: true,
	innocent: ['A shop that is offline by day or for days: all its reps would show it.'],
	shows: ({ lag }) => (lag === null ? undefined : lag > late)
});
