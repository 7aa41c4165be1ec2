// A11 a mailbox made for the customer: the address asked was entered by the rep days before.
import { ofEncounters } from '../detector.ts';

export const youngContacts = ofEncounters({
	name: 'young_contacts',
	attacks: ['A11'],
	theme: 'contacts',
	weight: 'adds',
	leastN: 30,
	innocent: [
		'New customers: somebody has to enter their address.',
		'A desk where new customers are registered.'
	],
	shows: (each) => (each.reach === 'reachable' ? each.isYoung : undefined)
});
