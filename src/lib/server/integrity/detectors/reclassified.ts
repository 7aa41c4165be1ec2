// A20 reopening or reclassifying: the feed tried to give an interaction another kind or outcome afterwards.
import { ofEncounters } from '../detector.ts';

export const reclassified = ofEncounters({
	name: 'reclassified',
	attacks: ['A20', 'A16'],
	theme: 'rewriting',
	weight: 'adds',
	leastN: 40,
	byLocation: true,
	innocent: ['A case that was really reopened.', 'A release of the till that sends records twice.'],
	shows: ({ rewritten }) => rewritten.some((field) => field === 'kind' || field === 'outcome')
});
