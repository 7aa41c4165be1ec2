// A12–A14 making the unhappy unreachable: no address, "declined", a staff member's, a shared one or one that bounces – and
// more so when what happened gave reason to complain. An elderly clientele is as unreachable on good days.
import { isUnreachable } from '../encounters.ts';
import { ofEncounters } from '../detector.ts';

export const suppressed = ofEncounters({
	name: 'suppressed',
	attacks: ['A12', 'A13', 'A14'],
	theme: 'contacts',
	weight: 'names',
	leastN: 40,
	innocent: [
		'Customers who decline because they are angry.',
		'A desk that serves complaints of people without an account.'
	],
	followsRisk: true,
	shows: (each) =>
		each.reach === null
			? undefined
			: isUnreachable(each) || (each.hasBounced && (each.isYoung || each.hasChanged))
});
