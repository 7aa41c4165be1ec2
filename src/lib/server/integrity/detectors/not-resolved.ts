// A21 closing as resolved what is not: the customer is back within a fortnight, or says that it is not.
import { ofEncounters } from '../detector.ts';

const resolved = new Set(['resolved', 'closed', 'solved', 'done', 'completed', 'fixed']);

export const notResolved = ofEncounters({
	name: 'not_resolved',
	attacks: ['A21'],
	theme: 'coverage',
	weight: 'adds',
	leastN: 40,
	innocent: ['A new fault, or a customer who comes often.', 'The difficult matters go to this rep.'],
	shows: ({ outcome, backAfter, answer }) =>
		resolved.has(outcome) ? answer?.resolved === 'no' || (backAfter !== null && backAfter <= 14) : undefined
});
