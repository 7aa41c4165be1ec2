// A8 pressure to change an answer afterwards: somebody presses "send" again long after the answer was in.
import { ofEncounters } from '../detector.ts';

export const latePosts = ofEncounters({
	name: 'late_posts',
	attacks: ['A8'],
	theme: 'answers',
	weight: 'adds',
	leastN: 20,
	innocent: ['Curiosity, or a second member of the household who found the message.'],
	shows: ({ answer }) => (answer ? answer.isLatePosted : undefined)
});
