// A33 excluding bad answers: of the answers somebody proposes to exclude, nearly all would raise the figure.
import type { Detector } from '../detector.ts';

export const lopsidedExclusions: Detector = {
	name: 'lopsided_exclusions',
	attacks: ['A33'],
	theme: 'rewriting',
	weight: 'names',
	leastN: 5,
	// Somebody who gamed the other way is as likely to be excluded: self-answered ones are high.
	fixedShare: 0.5,
	innocent: ['A member of staff whose task is to look into complaints.'],
	cases({ exclusions }, _, take) {
		for (const { staff, id, at, raises } of exclusions)
			take('staff', staff, '', '', raises, { id: `proposal ${id}`, at, answer: null });
	}
};
