// A15 at a place: the till, the telephone or the returns desk counted more than was logged.
import type { Detector } from '../detector.ts';

export const uncounted: Detector = {
	name: 'uncounted',
	attacks: ['A15', 'A16'],
	theme: 'coverage',
	weight: 'names',
	leastN: 50,
	innocent: [
		'An outage of the feed, or a day still on its way.',
		'A till that counts customers, where the feed counts visits.'
	],
	cases({ counts }, _, take) {
		for (const { location, kind, day, counted, logged } of counts) {
			const date = new Date(day).toISOString().slice(0, 10);
			const source = { id: `count ${location} ${kind} ${date}`, at: day, answer: null };
			const missing = Math.max(0, counted - logged);
			if (missing > 0) take('location', location, kind, '', true, source, { times: missing });
			if (counted > missing)
				take('location', location, kind, '', false, source, { times: counted - missing });
		}
	}
};
