// A34 reassigning the handler: the feed tried to put the interaction under another rep afterwards.
import { ofEncounters } from '../detector.ts';

export const reassigned = ofEncounters({
	name: 'reassigned',
	attacks: ['A34'],
	theme: 'rewriting',
	weight: 'adds',
	leastN: 40,
	byLocation: true,
	innocent: ['A handover that was booked late.'],
	followsRisk: true,
	shows: ({ rewritten }) => rewritten.includes('rep')
});
