// Units and what replaced them. Pure.
import { nobody } from './rules.ts';

export interface Lineages {
	/** The first unit of the lineage a unit belongs to; the unit itself if nothing is known of others. */
	firstOf(unit: number): number;
	/** Lineages in which following the replacements leads back to the start. */
	circles: number;
	/** Units said to have been replaced by several, or to replace several. */
	branches: number;
	/** Statements that one replaced another. */
	replacements: number;
}

/**
 * Everything connected by replacements is one lineage, whatever order its records came in, with gaps, swaps and circles: two
 * returns in it are one product failing twice. It is named by a serial nothing leads to; in a circle by the least.
 *
 * `replacements`: a unit, what was given for it, a unit, …
 */
export function lineagesOf(serials: string[], replacements: number[]): Lineages {
	const parent = Int32Array.from(serials, (_, at) => at);
	const [next, led] = [parent.map(() => nobody), parent.map(() => nobody)];
	const branching = new Set<number>();
	for (let at = 0; at < replacements.length; at += 2) {
		const [from, onto] = [replacements[at]!, replacements[at + 1]!];
		// Said twice, by the return and by the unit; or of itself.
		if (from === onto || (next[from] === onto && led[onto] === from)) continue;
		if (next[from] !== nobody && next[from] !== onto) branching.add(from);
		if (led[onto] !== nobody && led[onto] !== from) branching.add(onto);
		next[from] = onto;
		led[onto] = from;
		const [one, other] = [rootIn(parent, from), rootIn(parent, onto)];
		if (one !== other) parent[other] = one;
	}
	// By root: the least serial nothing leads to; in a circle the least of all.
	const first = parent.map(() => nobody);
	let [lineages, open] = [0, 0];
	for (let at = 0; at < parent.length; at++) {
		if (next[at] === nobody && led[at] === nobody) continue;
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
		firstOf(unit) {
			const known = first[rootIn(parent, unit)]!;
			return known === nobody ? unit : known;
		},
		circles: lineages - open,
		branches: branching.size,
		replacements: replacements.length / 2
	};
}

function rootIn(parent: Int32Array, of: number): number {
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
