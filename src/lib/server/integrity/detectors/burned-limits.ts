// A23 burning the contact-frequency limit: a customer could not be asked because the same rep had met them just before.
import { ofEncounters } from '../detector.ts';

export const burnedLimits = ofEncounters({
	name: 'burned_limits',
	attacks: ['A23'],
	theme: 'coverage',
	weight: 'adds',
	leastN: 40,
	innocent: ['Customers who come often.'],
	shows: ({ decision, metBefore }) =>
		decision === null ? undefined : decision === 'asked_recently' && metBefore !== null && metBefore < 3
});
