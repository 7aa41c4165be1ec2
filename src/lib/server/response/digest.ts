// Whether an answer is still what was accepted: a keyed digest over all of it, kept beside it: what it says, about
// which interaction, how it came and how long it took. Who changes the row without the key cannot make it fit.
// Free words have a digest of their own, so that the rest can still be checked once they were erased.
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
	return digestWith(vault, answer, wordsDigest(vault, answer));
}

/** Whether the answer is what was accepted; its words count unless they were erased. */
export function fits(vault: Vault, answer: Digested, digest: string, { wordsErased = false } = {}): boolean {
	const [ofWords, rest] = digest.split('.');
	// From before words had a digest of their own.
	if (rest === undefined) return wordsErased || legacyDigest(vault, answer) === digest;
	return digestWith(vault, answer, wordsErased ? ofWords! : wordsDigest(vault, answer)) === digest;
}

function digestWith(vault: Vault, answer: Digested, ofWords: string): string {
	return `${ofWords}.${vault.sign(`answer\n${JSON.stringify([...about(answer), ordered(answer.replies), ofWords])}`)}`;
}

const wordsDigest = (vault: Vault, { receipt, words }: Digested) =>
	vault.sign(`words\n${JSON.stringify([receipt, ordered(words)])}`);

const legacyDigest = (vault: Vault, answer: Digested) =>
	vault.sign(`answer\n${JSON.stringify([...about(answer), ordered(answer.replies), ordered(answer.words)])}`);

const about = ({ receipt, interaction, voice, questionnaire, seconds, answeredAt }: Digested) => [
	receipt,
	interaction,
	voice,
	questionnaire,
	seconds,
	answeredAt.getTime()
];

/** The database keeps keys in an order of its own. */
const ordered = (record: Record<string, unknown>) =>
	Object.entries(record).sort(([one], [other]) => (one < other ? -1 : 1));
