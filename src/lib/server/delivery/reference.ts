// The name of a message as it travels with it – in its Message-ID, its envelope, the address a phone network reports to – and
// comes back in bounces. It says nothing about anybody, leads to no link, and cannot be made up.
import type { Purpose } from '../invitation/invitation.ts';
import type { Vault } from '../vault.ts';

export interface Reference {
	/** What the number counts: invitations by purpose, or notices. */
	about: Purpose | 'notice';
	number: number;
}

type Signing = Pick<Vault, 'sign' | 'verify'>;

const named = ({ about, number }: Reference) => `message\n${about}\n${number}`;

/** Equal each time the same message is sent, so that mailboxes can tell a second copy. */
export const writeReference = (vault: Signing, reference: Reference) =>
	`${reference.about}.${reference.number}.${vault.sign(named(reference))}`;

const form =
	/\b(invite|voice|reminder|second_reminder|notice)\.(\d{1,15})\.([A-Za-z0-9_-]{22})(?![A-Za-z0-9_-])/g;

/** The first reference of ours in a text. */
export function readReference(vault: Signing, text: string): Reference | undefined {
	for (const [, about, number, signature] of text.matchAll(form)) {
		const reference = { about: about as Reference['about'], number: Number(number) };
		if (vault.verify(named(reference), signature!)) return reference;
	}
	return undefined;
}
