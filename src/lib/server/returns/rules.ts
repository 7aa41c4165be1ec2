// What a return counts as. Pure: everything a person could check by hand.

/** Days since 1970-01-01, in UTC. */
export type DayNumber = number;

export interface Reason {
	meaning: string;
	failureMode: string | null;
}

export type Kind = 'failed' | 'no_fault_found' | 'changed_mind' | 'other';

export interface Resolved {
	kind: Kind;
	/** null: it failed, nobody has said how. */
	mode: string | null;
	source: 'customer' | 'reason' | null;
}

/** What decides it; null where nobody said anything. */
export interface Witnesses {
	reason: string | null;
	disposition: string | null;
	/** What the customer answered, and how it failed in their words. */
	failed: string | null;
	mode: string | null;
}

/**
 * A trusted answer goes before a reason code, a reason code before nothing:
 * - "it failed" makes any return a failure, also one coded as a change of mind; its mode is the customer's, else the code's;
 * - "it did not fail" on a code that names no failure mode is no fault found, like the desk's own word for it;
 * - without an answer the code decides: what the company says it means, and nothing where it is unknown.
 */
export function resolveReturn(
	{ reason, disposition, failed, mode }: Witnesses,
	reasons: Map<string, Reason>
): Resolved {
	const meant = reason === null ? undefined : reasons.get(reason);
	const coded = meant?.meaning === 'failed' ? meant.failureMode : null;
	if (failed === 'yes') {
		const named = isCode(mode) && mode !== 'other' ? mode : null;
		return { kind: 'failed', mode: named ?? coded, source: named ? 'customer' : coded ? 'reason' : null };
	}
	if (meant?.meaning === 'changed_mind') return { kind: 'changed_mind', mode: null, source: 'reason' };
	if (coded !== null && disposition !== 'no_fault_found')
		return { kind: 'failed', mode: coded, source: 'reason' };
	if (failed === 'no' || disposition === 'no_fault_found')
		return { kind: 'no_fault_found', mode: null, source: failed === 'no' ? 'customer' : null };
	if (meant?.meaning === 'failed') return { kind: 'failed', mode: null, source: null };
	return { kind: 'other', mode: null, source: null };
}

/** A code as products list them; free words of an imported answer are none. */
const isCode = (mode: string | null) => mode !== null && /^[a-z0-9_-]{1,60}$/.test(mode);

/** Whether the unit is out of the customer's hands for good after this return. */
export const endsUse = (disposition: string | null) =>
	disposition === null || disposition === 'replaced' || disposition === 'refunded';
