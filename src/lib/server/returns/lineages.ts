// Units and what replaced them. Pure.

/** `next` was given for `serial`. */
export interface Replacement {
	serial: string;
	next: string;
}

export interface Lineages {
	/** The first serial of the lineage a unit belongs to; the unit itself if nothing is known of others. */
	firstOf(serial: string): string;
	/** Lineages in which following the replacements leads back to the start. */
	circles: number;
	/** Units said to have been replaced by several, or to replace several. */
	branches: number;
}

/**
 * Everything connected by replacements is one lineage, whatever order its records came in, with gaps, swaps and circles: two
 * returns in it are one product failing twice. It is named by a serial nothing leads to; in a circle by the least.
 */
export function lineagesOf(replacements: Iterable<Replacement>): Lineages {
	// Serials become numbers at once: most of the work is following them.
	const numberOf = new Map<string, number>();
	const serials: string[] = [];
	const [parent, next, led]: [number[], number[], number[]] = [[], [], []];
	const branching = new Set<number>();
	const add = (serial: string): number => {
		let at = numberOf.get(serial);
		if (at === undefined) {
			numberOf.set(serial, (at = serials.length));
			serials.push(serial);
			parent.push(at);
			next.push(nobody);
			led.push(nobody);
		}
		return at;
	};
	for (const { serial, next: to } of replacements) {
		if (serial === to) continue;
		const [from, onto] = [add(serial), add(to)];
		// Said twice, by the return and by the unit.
		if (next[from] === onto && led[onto] === from) continue;
		if (next[from] !== nobody && next[from] !== onto) branching.add(from);
		if (led[onto] !== nobody && led[onto] !== from) branching.add(onto);
		next[from] = onto;
		led[onto] = from;
		const [one, other] = [rootIn(parent, from), rootIn(parent, onto)];
		if (one !== other) parent[other] = one;
	}
	// By root: the least serial nothing leads to; in a circle the least of all.
	const first = new Int32Array(serials.length).fill(nobody);
	let [lineages, open] = [0, 0];
	for (let at = 0; at < serials.length; at++) {
		const root = rootIn(parent, at);
		const known = first[root]!;
		if (known === nobody) lineages++;
		const starts = led[at] === nobody;
		const knownStarts = known !== nobody && led[known] === nobody;
		if (starts && !knownStarts) open++;
		if (known === nobody || (starts === knownStarts ? serials[at]! < serials[known]! : starts))
			first[root] = at;
	}
	return {
		firstOf(serial) {
			const at = numberOf.get(serial);
			return at === undefined ? serial : serials[first[rootIn(parent, at)]!]!;
		},
		circles: lineages - open,
		branches: branching.size
	};
}

const nobody = -1;

function rootIn(parent: number[], of: number): number {
	let at = of;
	while (parent[at] !== at) at = parent[at]!;
	// Shorter next time.
	for (let step = of; step !== at;) {
		const up = parent[step]!;
		parent[step] = at;
		step = up;
	}
	return at;
}
