// Words customers use of one failure mode and not of its peers. They illustrate; nothing rests on them. Pure.
import { classWords, wordsOf } from '../../statistics/class-words.ts';

export interface Said {
	mode: string;
	words: string;
}

const shown = 8;
/** A word fewer people used may say who they are. */
const people = 3;
/** A word of everyday is as frequent elsewhere. */
const tellingly = 3;

/** `said`: texts about products of one category, by the mode each names. */
export function tellingWords(said: Said[], mode: string): string[] {
	const classes = new Map<string, string[]>();
	const users = new Map<string, number>();
	for (const each of said) {
		const list = wordsOf(each.words);
		const known = classes.get(each.mode);
		if (known) known.push(...list);
		else classes.set(each.mode, list);
		if (each.mode === mode) for (const word of new Set(list)) users.set(word, (users.get(word) ?? 0) + 1);
	}
	if (classes.size < 2) return [];
	const lift = liftOf(classes, mode);
	return [...(classWords(classes).get(mode) ?? [])]
		.filter(([word]) => users.get(word)! >= people && lift(word) >= tellingly)
		.slice(0, shown)
		.map(([word]) => word);
}

/** How many times more often a word stands in one class than in the others; half a word where it stands in none. */
function liftOf(classes: Map<string, string[]>, mode: string): (word: string) => number {
	const counts = (words: string[]) => {
		const result = new Map<string, number>();
		for (const word of words) result.set(word, (result.get(word) ?? 0) + 1);
		return { of: (word: string) => result.get(word) ?? 0, total: Math.max(1, words.length) };
	};
	const own = counts(classes.get(mode) ?? []);
	const others = counts([...classes].flatMap(([name, words]) => (name === mode ? [] : words)));
	return (word) => own.of(word) / own.total / (Math.max(0.5, others.of(word)) / others.total);
}
