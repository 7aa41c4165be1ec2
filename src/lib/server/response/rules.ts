// Which posts look like a program's (A46). Pure. A person who is taken for one loses nothing: the page comes
// back with everything on it, and the second press counts, because by then the time is a person's.

export type Suspicion = 'no_page_fetched' | 'instant' | 'hidden_field' | 'every_option';

export interface Posted {
	/** Seconds of this visit to the page; null: there was none. */
	seconds: number | null;
	/** How many questions are answered. */
	answered: number;
	/** What stands in the field that people do not see. */
	hiddenField: string;
	/** Per question with options: how many there are, and how many of them were pressed. */
	pressed: {
		/** A browser lets a person press only one. */
		isOneOnly: boolean;
		/** One option excludes the others, so all of them together say nothing. */
		contradicts: boolean;
		options: number;
		pressed: number;
	}[];
}

/** Below this nobody has read the first question and pressed twice. */
const leastSeconds = 2;
/** Seconds for each answer below which nobody reads, thinks and taps. */
const pace = 0.4;

export function suspicionsOf({ seconds, answered, hiddenField, pressed }: Posted): Suspicion[] {
	const suspicions: Suspicion[] = [];
	if (seconds === null) suspicions.push('no_page_fetched');
	else if (seconds < Math.max(leastSeconds, pace * answered)) suspicions.push('instant');
	if (hiddenField !== '') suspicions.push('hidden_field');
	// All that apply may well be all; "nobody" together with everything that somebody did is no person's answer.
	if (
		pressed.some(
			(one) => (one.isOneOnly && one.pressed > 1) || (one.contradicts && one.pressed === one.options)
		)
	)
		suspicions.push('every_option');
	return suspicions;
}
