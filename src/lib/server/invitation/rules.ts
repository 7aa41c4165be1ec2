// What becomes of a customer's "I was not asked". Pure.

export interface VoiceFacts {
	interaction: string | null;
	return: string | null;
	/** The contact typed is, or was, one of this customer's. */
	ownContact: boolean;
	startedAt: Date | null;
	/** Decided, and if for an invitation, that exists too. */
	settled: boolean;
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
	const { invitation, startedAt, sentToday, settled } = facts;
	if (invitation?.answered) return 'answered';
	if (sentToday >= mostPerDay) return 'limited';
	if (invitation) {
		if (invitation.expiresAt <= now) return 'expired';
		return invitation.voiceSent ? 'already_sent' : 'sent_again';
	}
	if (!settled) return 'not_decided';
	return now.getTime() - startedAt.getTime() > longestAgo ? 'too_late' : 'sent';
}

/** Feeds may come overnight: until then a request is looked at again, this long and this often. */
const patience = 48 * 3_600_000;
const pause = 4 * 3_600_000;

/** When to look again at a request that fits nothing known yet; undefined once it is final. */
export function lookAgainAt(outcome: VoiceOutcome, requestedAt: Date, now: Date): Date | undefined {
	const isOpen = outcome === 'no_match' || outcome === 'not_decided' || outcome === 'no_interaction';
	const isRecent = now.getTime() - requestedAt.getTime() < patience;
	return isOpen && isRecent ? new Date(now.getTime() + pause) : undefined;
}
