// Which of many tests to believe, so that of the believed ones at most a given share is wrong on average.
//
// Benjamini-Hochberg, for p-values of one look: with p_(1) ≤ … ≤ p_(m), reject the k smallest, k the largest with
// p_(k) ≤ k · level / m. Holds for independent (and positively dependent) tests.
//
// e-BH, for e-values: with e_(1) ≥ … ≥ e_(m), reject the k largest, k the largest with e_(k) ≥ m / (level · k). Holds under any
// dependence, and for e-values that are looked at again and again, which nightly recomputed p-values do not.
//
// Source. Y. Benjamini & Y. Hochberg (1995), JRSS B 57, 289–300; R. Wang & A. Ramdas (2022), "False discovery rate control with
// e-values", JRSS B 84, 822–852. Checked against R 4.2.2 p.adjust (tests/reference/tables.json) and tests/reference/evalue.json.
//
// Example. eBenjaminiHochberg([900, 260, 75, 40, 22, 9, 3, 1.2, 0.4, 0.1], 0.05) believes the first three.

/** For each p-value, in the order given: whether it is rejected at this false discovery rate. */
export function benjaminiHochberg(pValues: number[], level: number): boolean[] {
	return adjusted(pValues).map((p) => p <= level);
}

/** For each p-value the lowest rate at which it would be rejected. */
export function adjusted(pValues: number[]): number[] {
	const order = pValues.map((_, at) => at).sort((a, b) => pValues[b]! - pValues[a]!);
	const result = Array<number>(pValues.length);
	let least = 1;
	order.forEach((at, place) => {
		least = Math.min(least, (pValues[at]! * pValues.length) / (pValues.length - place));
		result[at] = least;
	});
	return result;
}

/** For each e-value, in the order given: whether it is rejected at this false discovery rate. */
export function eBenjaminiHochberg(eValues: number[], level: number): boolean[] {
	const sorted = eValues.toSorted((a, b) => b - a);
	let threshold = Infinity;
	sorted.forEach((e, place) => {
		if (e >= eValues.length / (level * (place + 1))) threshold = e;
	});
	return eValues.map((e) => e >= threshold);
}
