// A15 not logging the interaction: a return in the rep's name that no interaction explains.
import type { Detector } from '../detector.ts';

export const unlogged: Detector = {
	name: 'unlogged',
	attacks: ['A15'],
	theme: 'coverage',
	weight: 'names',
	leastN: 10,
	innocent: [
		'An outage of the feed: all reps of the place would show it.',
		'Returns by post, handled without a customer present.'
	],
	cases({ returns }, _, take) {
		for (const { id, rep, location, returnedAt, isExplained } of returns) {
			const source = { id: `return ${id}`, at: returnedAt, answer: null };
			if (rep !== null) take('rep', rep, location, '', !isExplained, source);
			take('location', location, '', '', !isExplained, source);
		}
	}
};
