// A10, A26, A27, A28 filling it in oneself: answers from a branch's network, from a network or device nearly all of whose
// customers are this rep's, in a burst from one block of addresses, or in no time to the highest score.
import { ofEncounters } from '../detector.ts';
import { isOdd } from '../marks.ts';

export const selfAnswered = ofEncounters({
	name: 'self_answered',
	attacks: ['A10', 'A26', 'A27', 'A28'],
	theme: 'answers',
	weight: 'names',
	leastN: 10,
	innocent: [
		'Customers who answer over the shop’s Wi-Fi: all reps of the shop would show it.',
		'One employer or one home whose people all come to the same rep.'
	],
	shows: (each, marks) => (each.answer ? isOdd(each, marks) : undefined)
});
