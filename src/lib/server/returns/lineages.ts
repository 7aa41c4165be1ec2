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
	const parent = new Map<string, string>();
	const next = new Map<string, string>();
	const led = new Map<string, string>();
	const branching = new Set<string>();
	const root = (serial: string): string => {
		let at = serial;
		for (let up = parent.get(at); up !== undefined && up !== at; up = parent.get(at)) at = up;
		// Shorter next time.
		for (let step = serial; step !== at;) {
			const up = parent.get(step)!;
			parent.set(step, at);
			step = up;
		}
		return at;
	};
	for (const { serial, next: to } of replacements) {
		if (serial === to) continue;
		if (!parent.has(serial)) parent.set(serial, serial);
		if (!parent.has(to)) parent.set(to, to);
		if (next.has(serial) && next.get(serial) !== to) branching.add(serial);
		if (led.has(to) && led.get(to) !== serial) branching.add(to);
		next.set(serial, to);
		led.set(to, serial);
		const [one, other] = [root(serial), root(to)];
		if (one !== other) parent.set(other, one);
	}
	const names = new Map<string, string>();
	const open = new Set<string>();
	for (const serial of parent.keys()) {
		const at = root(serial);
		const starts = !led.has(serial);
		const known = names.get(at);
		if (starts && !open.has(at)) names.set(at, serial);
		else if (starts === open.has(at) && (known === undefined || serial < known)) names.set(at, serial);
		if (starts) open.add(at);
	}
	return {
		firstOf: (serial) => (parent.has(serial) ? names.get(root(serial))! : serial),
		circles: names.size - open.size,
		branches: branching.size
	};
}
