// Which words set one group of texts apart from its peers: class-based TF-IDF.
//
// Definition. All texts of a class are one; with f_tc how often word t stands in class c, f_t in all classes, A the mean number of
// words per class:
//   W(t, c) = f_tc / Σ_t f_tc · ln(1 + A / f_t).
// Words used everywhere weigh little without any list of such words, in any language.
//
// It illustrates; it never detects.
//
// Source. M. Grootendorst (2022), "BERTopic", §3.3. Checked against R (tests/reference/ctfidf.json).
//
// Example. Of "battery swells battery hot case bulges" among two other classes: battery 0.313, swells 0.289.

/** Words of a text, in lower case: letters of any script, at least three (ideographs at least one). */
export function wordsOf(text: string): string[] {
	return text.toLowerCase().match(/[\p{L}\p{M}]{3,}|\p{Script=Han}+/gu) ?? [];
}

/** Weight of each word of each class, by class; words of a class that has none are absent. */
export function classWords(classes: Map<string, string[]>): Map<string, Map<string, number>> {
	const total = new Map<string, number>();
	const own = new Map<string, Map<string, number>>();
	let tokens = 0;
	for (const [name, words] of classes) {
		const counts = new Map<string, number>();
		for (const word of words) {
			counts.set(word, (counts.get(word) ?? 0) + 1);
			total.set(word, (total.get(word) ?? 0) + 1);
		}
		tokens += words.length;
		own.set(name, counts);
	}
	const mean = tokens / classes.size;
	return new Map(
		[...own].map(([name, counts]) => {
			const all = classes.get(name)!.length;
			const weights = [...counts].map(
				([word, count]) => [word, (count / all) * Math.log(1 + mean / total.get(word)!)] as const
			);
			return [name, new Map(weights.sort(([, a], [, b]) => b - a))];
		})
	);
}
