// A9 a false address for the unhappy customer, A11 a fresh mailbox: the rep entered another address, and what came back from
// there is odd, bounces, or the customer says it was not them. Changing addresses alone is honest work.
import type { Encounter } from '../encounters.ts';
import { stratumOf, type Detector } from '../detector.ts';
import { isOdd, type Marks } from '../marks.ts';

const isContradicted = (each: Encounter, marks: Marks) => {
	const own = marks.get(each);
	return (
		each.hasBounced ||
		each.isDenied ||
		each.reach === 'staff' ||
		each.reach === 'shared' ||
		isOdd(each, marks) ||
		(own?.has('shared_destination') ?? false) ||
		(own?.has('fast') ?? false) ||
		(own?.has('hollow_top') ?? false)
	);
};

export const swappedContacts: Detector = {
	name: 'swapped_contacts',
	attacks: ['A9', 'A11'],
	theme: 'contacts',
	weight: 'names',
	leastN: 8,
	innocent: [
		'A careful rep who corrects many addresses, with a typo now and then.',
		'A campaign that asked reps to renew addresses.'
	],
	cases({ encounters }, { marks }, take) {
		for (const each of encounters) {
			const { rep, location, kind } = each;
			if (rep === null) continue;
			const isEntered = each.hasChanged || each.isYoung;
			// Addresses nobody touched are the peers: of entered ones there are few, and swappers have most of them.
			take(
				'rep',
				isEntered ? rep : `\t${rep}`,
				stratumOf(location, kind),
				kind,
				isContradicted(each, marks),
				each
			);
		}
	}
};
