// A36 re-cutting what is asked and of whom: changes of questionnaire or policy crowd before the end of a month.
import type { Detector } from '../detector.ts';

/** Six days of a month. */
const nearShare = 6 / 30.4;

export const movedDefinitions: Detector = {
	name: 'moved_definitions',
	attacks: ['A36'],
	theme: 'rewriting',
	weight: 'names',
	leastN: 5,
	fixedShare: nearShare,
	innocent: ['Changes that begin with a month on purpose, announced before.'],
	cases({ changes }, _, take) {
		for (const { id, at, isNearTarget } of changes)
			take('company', 'definitions', '', '', isNearTarget, { id, at, answer: null });
	}
};
