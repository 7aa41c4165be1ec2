// Units and what replaced them. Pure.
import type { Columns } from './columns.ts';
import { nobody, type Names } from './names.ts';

/** A unit, and what was given for it. */
export type Replacements = Columns<'unit' | 'next'>;

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
 */
export function lineagesOf(serials: Names, replacements: Replacements): Lineages {
	const parent = new Int32Array(serials.length);
	for (let at = 0; at < parent.length; at++) parent[at] = at;
	const unknown = () => new Int32Array(serials.length).fill(nobody);
	const [next, led] = [unknown(), unknown()];
	const branching = new Set<number>();
	for (let at = 0; at < replacements.length; at++) {
		const from = replacements.columns.unit[at]!;
		const onto = replacements.columns.next[at]!;
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
	const first = unknown();
	let [lineages, open] = [0, 0];
	for (let at = 0; at < parent.length; at++) {
		if (next[at] === nobody && led[at] === nobody) continue;
		const root = rootIn(parent, at);
		const known = first[root]!;
		if (known === nobody) lineages++;
		const starts = led[at] === nobody;
		const knownStarts = known !== nobody && led[known] === nobody;
		if (starts && !knownStarts) open++;
		if (known === nobody || (starts === knownStarts ? serials.nameOf(at) < serials.nameOf(known) : starts))
			first[root] = at;
	}
	return {
		firstOf(unit) {
			const known = first[rootIn(parent, unit)]!;
			return known === nobody ? unit : known;
		},
		circles: lineages - open,
		branches: branching.size,
		replacements: replacements.length
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
