// A9: customers were told that their address had been changed, and say that it was not them.
import { ofEncounters } from '../detector.ts';

export const deniedContacts = ofEncounters({
	name: 'denied_contacts',
	attacks: ['A9', 'A13'],
	theme: 'words of customers',
	weight: 'names',
	leastN: 10,
	innocent: ['A couple who share an account: one changed the address, the other denies it.'],
	shows: (each) => (each.hasChanged ? each.isDenied : undefined)
});
