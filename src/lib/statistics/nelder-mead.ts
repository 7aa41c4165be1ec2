// Finds a minimum of a function of several numbers without derivatives: a simplex of points crawls downhill (Nelder & Mead).
//
// The search starts again from where it ended, with a fresh simplex, until that gains nothing more: a simplex can collapse
// short of the minimum.
//
// Assumptions. The function is defined everywhere (search on logarithms for what must be positive) and has few minima;
// callers start from several points.
//
// Source. J. A. Nelder & R. Mead (1965), "A simplex method for function minimization", Computer Journal 7, 308–313.
//
// Example. nelderMead(([x]) => (x! - 2) ** 2, [0]) → { at: [2.000…], value: 0.000… }

export interface Minimum {
	at: number[];
	value: number;
}

/** `size`: of the first simplex; small where the start is near. */
export function nelderMead(
	of: (at: number[]) => number,
	start: number[],
	{ tolerance = 1e-10, size = 0.7 } = {}
): Minimum {
	let best: Minimum = { at: start, value: of(start) };
	for (let round = 0; round < 20; round++) {
		const found = crawl(of, best, round === 0 ? size : size / 3, tolerance);
		const gain = best.value - found.value;
		if (gain > 0) best = found;
		if (round > 0 && gain < tolerance * 10) break;
	}
	return best;
}

function crawl(of: (at: number[]) => number, from: Minimum, size: number, tolerance: number): Minimum {
	const point = (at: number[]): Minimum => ({ at, value: of(at) });
	const simplex = [
		from,
		...from.at.map((_, axis) => point(from.at.map((x, n) => (n === axis ? x + size : x))))
	];
	for (let step = 0; step < 400 * from.at.length; step++) {
		simplex.sort((a, b) => a.value - b.value);
		const worst = simplex.at(-1)!;
		if (worst.value - simplex[0]!.value < tolerance && spread(simplex) < Math.sqrt(tolerance)) break;
		const centre = from.at.map((_, axis) => mean(simplex.slice(0, -1), axis));
		const along = (by: number) => point(centre.map((x, axis) => x + by * (worst.at[axis]! - x)));
		const mirrored = along(-1);
		if (mirrored.value < simplex[0]!.value) {
			const further = along(-2);
			simplex[simplex.length - 1] = further.value < mirrored.value ? further : mirrored;
		} else if (mirrored.value < simplex.at(-2)!.value) simplex[simplex.length - 1] = mirrored;
		else {
			const nearer = along(mirrored.value < worst.value ? -0.5 : 0.5);
			if (nearer.value < Math.min(worst.value, mirrored.value)) simplex[simplex.length - 1] = nearer;
			else
				for (let n = 1; n < simplex.length; n++)
					simplex[n] = point(simplex[n]!.at.map((x, axis) => (x + simplex[0]!.at[axis]!) / 2));
		}
	}
	return simplex.reduce((a, b) => (b.value < a.value ? b : a));
}

const mean = (points: Minimum[], axis: number) =>
	points.reduce((sum, { at }) => sum + at[axis]!, 0) / points.length;
const spread = (points: Minimum[]) =>
	Math.max(...points[0]!.at.map((x, axis) => Math.max(...points.map(({ at }) => Math.abs(at[axis]! - x)))));
