// A9: messages to addresses the rep has entered come back.
import { ofEncounters } from '../detector.ts';

export const bounces = ofEncounters({
	name: 'bounces',
	attacks: ['A9'],
	theme: 'contacts',
	weight: 'adds',
	leastN: 20,
	innocent: ['Typos: addresses heard over a bad line.'],
	shows: (each) =>
		each.isSent || each.hasBounced ? each.hasBounced && (each.isYoung || each.hasChanged) : undefined
});
