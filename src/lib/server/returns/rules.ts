// What a return counts as. Pure: everything a person could check by hand.

/** Days since 1970-01-01, in UTC. */
export type DayNumber = number;

/** Where a unit's number would stand. */
export const nobody = -1;

export interface ReturnFact {
	id: string;
	/** Number of its serial; `nobody` if none was given. */
	unit: number;
	/** What the unit's own record says; the return's word where there is no such record. */
	sku: string;
	/** Position in the product's list of batches; -1 if no record of the unit has arrived. */
	batch: number;
	/** Position in the list of locations: where the unit was sold. */
	location: number;
	soldOn: DayNumber | null;
	returnedOn: DayNumber;
	recordedOn: DayNumber;
	reason: string | null;
	disposition: string | null;
	/** The unit given for it; `nobody` if none. */
	next: number;
	/** The unit had replaced another one. */
	isReplacement: boolean;
	/** The return names another product than the unit's own record, which counts. */
	isOtherSku: boolean;
	/** Nobody said when it was recorded: taken as at once. */
	lacksRecord: boolean;
}

/** What a customer answered about one return. */
export interface AnswerFact {
	id: number;
	return: string;
	answeredOn: DayNumber;
	failed: string | null;
	mode: string | null;
	resolved: string | null;
	channel: string | null;
}

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
	answer: number | null;
}

/**
 * A trusted answer goes before a reason code, a reason code before nothing:
 * - "it failed" makes any return a failure, also one coded as a change of mind; its mode is the customer's, else the code's;
 * - "it did not fail" on a code that names no failure mode is no fault found, like the desk's own word for it;
 * - without an answer the code decides: what the company says it means, and nothing where it is unknown.
 */
export function resolveReturn(
	fact: Pick<ReturnFact, 'reason' | 'disposition'>,
	reasons: Map<string, Reason>,
	answer: AnswerFact | undefined
): Resolved {
	const reason = fact.reason === null ? undefined : reasons.get(fact.reason);
	const coded = reason?.meaning === 'failed' ? reason.failureMode : null;
	const said = answer?.failed;
	const by = answer?.id ?? null;
	if (said === 'yes') {
		const named = isCode(answer!.mode) && answer!.mode !== 'other' ? answer!.mode : null;
		const mode = named ?? coded;
		return { kind: 'failed', mode, source: named ? 'customer' : mode ? 'reason' : null, answer: by };
	}
	if (reason?.meaning === 'changed_mind')
		return { kind: 'changed_mind', mode: null, source: 'reason', answer: by };
	if (coded !== null && fact.disposition !== 'no_fault_found')
		return { kind: 'failed', mode: coded, source: 'reason', answer: by };
	if (said === 'no' || fact.disposition === 'no_fault_found')
		return { kind: 'no_fault_found', mode: null, source: said === 'no' ? 'customer' : null, answer: by };
	if (reason?.meaning === 'failed') return { kind: 'failed', mode: null, source: null, answer: by };
	return { kind: 'other', mode: null, source: null, answer: by };
}

/** A code as products list them; free words of an imported answer are none. */
const isCode = (mode: string | null) => mode !== null && /^[a-z0-9_-]{1,60}$/.test(mode);

/** Whether the unit is out of the customer's hands for good after this return. */
export const endsUse = ({ disposition }: Pick<ReturnFact, 'disposition'>) =>
	disposition === null || disposition === 'replaced' || disposition === 'refunded';
