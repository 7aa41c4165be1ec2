// The key questions as shares: what counts as yes, and which answers count at all, is said here once. Pure.

export interface Figure {
	/** Its own name; usually the question's. */
	id: string;
	/** The question. */
	key: string;
	/** The question as a statement that is true or not. */
	name: string;
	/** Codes that make it true. */
	yes: string[];
	/** Codes that say the question did not apply. */
	ignored: string[];
	several?: boolean;
	/** What somebody may ask a customer for. */
	isScore?: boolean;
	/** Whether more is worse. */
	isBad?: boolean;
}

type Given = Omit<Figure, 'id'> & { id?: string };

const scoresTo = (top: number) => Array.from({ length: top + 1 }, (_, score) => String(score));

const given: Given[] = [
	{ key: 'overall', name: 'Content (4 or 5 of 5)', yes: ['4', '5'], ignored: [], isScore: true },
	{ key: 'resolved', name: 'Matter resolved', yes: ['yes'], ignored: [] },
	{ key: 'eased', name: 'Inconvenience eased (4 or 5 of 5)', yes: ['4', '5'], ignored: ['no_inconvenience'] },
	{ key: 'promise_kept', name: 'Promise kept', yes: ['kept'], ignored: ['nothing_promised'] },
	{ key: 'told_upfront', name: 'Told beforehand', yes: ['yes'], ignored: ['not_applicable'] },
	{ key: 'respected', name: 'Treated respectfully (4 or 5 of 5)', yes: ['4', '5'], ignored: [] },
	{
		key: 'asked_for_score',
		name: 'Asked for a particular score',
		yes: ['asked', 'told_what_counts', 'offered_something', 'pressured', 'watched'],
		ignored: [],
		several: true,
		isBad: true
	},
	{ key: 'product_failed', name: 'Product failed', yes: ['yes'], ignored: [], isBad: true },
	{ key: 'stay', name: 'Will come back', yes: ['yes'], ignored: [] },
	{ key: 'contacts_needed', name: 'Done at the first contact', yes: ['1'], ignored: [] },
	{
		id: 'promoters',
		key: 'recommend',
		name: 'Promoters (9 or 10)',
		yes: ['9', '10'],
		ignored: [],
		isScore: true
	},
	{
		id: 'detractors',
		key: 'recommend',
		name: 'Detractors (0 to 6)',
		yes: scoresTo(6),
		ignored: [],
		isScore: true,
		isBad: true
	}
];

/** In the order of their bits and places; at most thirty-one. */
export const figures: Figure[] = given.map((figure) => ({ id: figure.key, ...figure }));

/** Changes whenever a figure would count something else: sums made with another one are made anew. */
export const figuresVersion = JSON.stringify(
	figures.map(({ id, key, yes, ignored, several = false, isScore = false }) => [
		id,
		key,
		yes,
		ignored,
		several,
		isScore
	])
);
