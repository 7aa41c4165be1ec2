// Whether an answer is still what was accepted: a keyed digest over everything it says, kept beside it. Who
// changes the row without the key cannot make it fit.
import type { Vault } from '../vault.ts';

export interface Digested {
	receipt: string;
	questionnaire: number;
	replies: Record<string, unknown>;
	words: Record<string, string>;
	answeredAt: Date;
}

export function digestOf(vault: Vault, answer: Digested): string {
	const { receipt, questionnaire, replies, words, answeredAt } = answer;
	return vault.sign(
		`answer\n${JSON.stringify([receipt, questionnaire, answeredAt.getTime(), ordered(replies), ordered(words)])}`
	);
}

/** The database keeps keys in an order of its own. */
const ordered = (record: Record<string, unknown>) =>
	Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
