// Whether an answer is still what was accepted: a keyed digest over all of it, kept beside it: what it says, about
// which interaction, how it came and how long it took. Who changes the row without the key cannot make it fit.
import type { Vault } from '../vault.ts';

export interface Digested {
	receipt: string;
	interaction: string;
	voice: boolean;
	questionnaire: number;
	replies: Record<string, unknown>;
	words: Record<string, string>;
	seconds: number | null;
	answeredAt: Date;
}

export function digestOf(vault: Vault, answer: Digested): string {
	const { receipt, interaction, voice, questionnaire, replies, words, seconds, answeredAt } = answer;
	const about = [receipt, interaction, voice, questionnaire, seconds, answeredAt.getTime()];
	return vault.sign(`answer\n${JSON.stringify([...about, ordered(replies), ordered(words)])}`);
}

/** The database keeps keys in an order of its own. */
const ordered = (record: Record<string, unknown>) =>
	Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
