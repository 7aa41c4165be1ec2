// A12 a placeholder for the contact: none, or "declined".
import { ofEncounters } from '../detector.ts';

export const missingContacts = ofEncounters({
	name: 'missing_contacts',
	attacks: ['A12'],
	theme: 'contacts',
	weight: 'adds',
	leastN: 30,
	byLocation: true,
	innocent: ['An elderly clientele without e-mail.', 'Walk-in trade that leaves no address.'],
	shows: ({ reach }) => (reach === null ? undefined : reach === 'none' || reach === 'declined')
});
