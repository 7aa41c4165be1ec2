// A2 teaching the scale: the highest score overall, though the same customer says that nothing was solved, the promise was
// broken, or that they were treated badly. Real delight agrees with itself.
import { isHollow } from '../encounters.ts';
import { ofEncounters } from '../detector.ts';

export const hollowScores = ofEncounters({
	name: 'hollow_scores',
	attacks: ['A2', 'A1'],
	theme: 'answers',
	weight: 'adds',
	leastN: 20,
	innocent: ['A rep who is liked although the company failed: the score may be meant for the person.'],
	shows: ({ answer }) => (answer && answer.overall !== null ? isHollow(answer) : undefined)
});
