// A35 rewriting the promise afterwards: the feed tried to change what had been promised, or by when.
import { ofEncounters } from '../detector.ts';

export const rewrittenPromises = ofEncounters({
	name: 'rewritten_promises',
	attacks: ['A35'],
	theme: 'rewriting',
	weight: 'adds',
	leastN: 40,
	byLocation: true,
	innocent: ['A new date agreed with the customer, sent under the old record’s id.'],
	shows: ({ rewritten }) => rewritten.some((field) => field === 'promise' || field === 'promise_due_at')
});
