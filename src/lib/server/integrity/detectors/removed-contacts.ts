// A12, A13 taking an address away: the rep replaced an address that was there by "declined".
import { ofEncounters } from '../detector.ts';

export const removedContacts = ofEncounters({
	name: 'removed_contacts',
	attacks: ['A13', 'A12'],
	theme: 'contacts',
	weight: 'names',
	leastN: 40,
	innocent: ['Customers who ask to be written to no more, faithfully passed on.'],
	followsRisk: true,
	shows: (each) => each.hasRemoved
});
