// A29 friends and family as customers: the highest scores come from people this rep meets again and again.
import { isTop } from '../encounters.ts';
import { ofEncounters } from '../detector.ts';

export const regulars = ofEncounters({
	name: 'regulars',
	attacks: ['A29'],
	theme: 'answers',
	weight: 'adds',
	leastN: 20,
	innocent: ['A small town.', 'A rep whom customers ask for.'],
	shows: ({ answer, metBefore }) =>
		answer && isTop(answer) ? metBefore !== null && metBefore < 90 : undefined
});
