// A10 an own or a friend's mailbox for many customers: one address serves three and more customers, nearly all of this rep's.
import { ofEncounters } from '../detector.ts';

export const sharedDestinations = ofEncounters({
	name: 'shared_destinations',
	attacks: ['A10', 'A9'],
	theme: 'contacts',
	weight: 'names',
	leastN: 30,
	innocent: [
		'A household or a care home with one mailbox.',
		'A company whose employees are all served at its own address.'
	],
	shows: (each, marks) =>
		each.destination === null ? undefined : (marks.get(each)?.has('shared_destination') ?? false)
});
