// What becomes of a customer's "I was not asked". Pure.

export interface VoiceFacts {
	interaction: string | null;
	return: string | null;
	/** The contact typed is, or was, one of this customer's. */
	ownContact: boolean;
	startedAt: Date | null;
	decided: boolean;
	invitation: { expiresAt: Date; answered: boolean; voiceSent: boolean } | null;
	/** Links this contact was sent through voices in the last day. */
	sentToday: number;
}

export type VoiceOutcome =
	| 'sent'
	| 'sent_again'
	| 'already_sent'
	| 'answered'
	| 'no_match'
	| 'other_contact'
	| 'no_interaction'
	| 'too_late'
	| 'expired'
	| 'limited'
	| 'not_decided';

/** Somebody comes back to a repair, not to last year's. */
const longestAgo = 90 * 86_400_000;
const mostPerDay = 3;

/** "sent" is subject to the contact on record being usable. */
export function voiceOutcome(facts: VoiceFacts | undefined, now: Date): VoiceOutcome {
	if (!facts) return 'no_match';
	if (!facts.ownContact) return 'other_contact';
	if (!facts.interaction || !facts.startedAt) return 'no_interaction';
	const { invitation, startedAt, sentToday, decided } = facts;
	if (invitation?.answered) return 'answered';
	if (sentToday >= mostPerDay) return 'limited';
	if (invitation) {
		if (invitation.expiresAt <= now) return 'expired';
		return invitation.voiceSent ? 'already_sent' : 'sent_again';
	}
	if (!decided) return 'not_decided';
	return now.getTime() - startedAt.getTime() > longestAgo ? 'too_late' : 'sent';
}

/** What counts as one place on the network: an IPv4 address, or the half of an IPv6 address a household gets. */
export function networkOf(address: string): string {
	const four = /(?:^|:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(address)?.[1];
	if (four) return four;
	const [head = '', tail] = address.split('::');
	const groups = head.split(':').filter(Boolean);
	const after = tail === undefined ? [] : tail.split(':').filter(Boolean);
	const filled = [
		...groups,
		...Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0'),
		...after
	];
	return filled.slice(0, 4).join(':');
}
