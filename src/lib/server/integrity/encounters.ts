// What is looked at for signs of gaming: one interaction with everything known about how it was fed, who could be asked, what
// became of the question, and the answer. Pure; reading.ts fills it.

export type Reach = 'reachable' | 'none' | 'declined' | 'staff' | 'shared';

/** Odd about one answer. A mark alone says nothing about anybody. */
export type Mark =
	| 'branch_network'
	| 'shared_network'
	| 'shared_device'
	| 'burst'
	| 'fast'
	| 'same_words'
	| 'hollow_top'
	| 'rep_set_contact'
	| 'young_contact'
	| 'shared_destination'
	| 'denied_contact'
	| 'late_post';

/** Equal for equal ones: a name, or a number in its stead, for there are millions. */
export type Place = string | number;

export interface Answer {
	id: number;
	/** Milliseconds. */
	at: number;
	seconds: number | null;
	/** How many questions were answered. */
	replies: number;
	overall: number | null;
	eased: string | null;
	resolved: string | null;
	promiseKept: string | null;
	respected: number | null;
	/** Codes of asked_for_score. */
	asked: string[];
	/** Equal for equal places; null: unknown or forgotten. */
	network: Place | null;
	space: Place | null;
	device: Place | null;
	/** It came from a network of a branch or of staff. */
	isFromBranch: boolean;
	/** Equal for equal free words of some length. */
	words: Place | null;
	isLatePosted: boolean;
	/** Where its trace is old or forgotten: the marks of before stand. */
	kept: Mark[];
}

export interface Encounter {
	id: string;
	rep: string | null;
	location: string;
	kind: string;
	customer: Place;
	/** Milliseconds. */
	startedAt: number;
	minutes: number | null;
	/** Hours from its end to its receipt here; null for history, which was never on time. */
	lag: number | null;
	outcome: string;
	wait: number | null;
	hasReturn: boolean;
	/** Days until the same customer was back; null: not so far. */
	backAfter: number | null;
	/** Days since the same rep met the same customer; null: never. */
	metBefore: number | null;
	decision: string | null;
	reach: Reach | null;
	/** Address standing at its beginning, or entered by the rep meanwhile; equal for equal ones. */
	destination: Place | null;
	/** The rep replaced an address that was there. */
	hasChanged: boolean;
	/** The rep took an address away. */
	hasRemoved: boolean;
	/** The standing address is one the rep entered within the last fortnight. */
	isYoung: boolean;
	/** The customer said that the changed address is not theirs. */
	isDenied: boolean;
	isSent: boolean;
	hasBounced: boolean;
	/** Fields somebody tried to rewrite afterwards. */
	rewritten: string[];
	answer: Answer | null;
}

/** A return, as far as it tells of the feed. */
export interface ReturnSeen {
	id: string;
	rep: string | null;
	location: string;
	/** Milliseconds. */
	returnedAt: number;
	/** Some interaction belongs to it. */
	isExplained: boolean;
	isNoFaultFound: boolean;
	/** The same unit, or what replaced it, came back within ninety days. */
	cameBack: boolean;
	/** The mode its reason code means, and the mode the customer named; null: not both known. */
	modes: { reason: string; customer: string } | null;
}

/** One day of one kind at one place: counted by somebody else, and logged in the feed. */
export interface DayCounted {
	location: string;
	kind: string;
	/** Milliseconds. */
	day: number;
	counted: number;
	logged: number;
}

export interface Exclusion {
	staff: string;
	id: string;
	at: number;
	answer: number;
	/** Leaving the answer out raises the figure. */
	raises: boolean;
}

/** A change of what is asked, or of whom. */
export interface DefinitionChange {
	id: string;
	at: number;
	/** Within three days of the end of a month. */
	isNearTarget: boolean;
}

export interface Seen {
	encounters: Encounter[];
	returns: ReturnSeen[];
	counts: DayCounted[];
	exclusions: Exclusion[];
	changes: DefinitionChange[];
}

const abandonedOutcomes = new Set(['abandoned', 'walked_out', 'walkout', 'no_show', 'turned_away', 'left']);

export const isAbandoned = ({ outcome }: Encounter) => abandonedOutcomes.has(outcome);

/** Nothing can be sent to the customer. */
export const isUnreachable = ({ reach }: Encounter) => reach !== null && reach !== 'reachable';

export const isTop = (answer: Answer) => answer.overall === 5;

/** The highest score, which the concrete answers contradict. */
export const isHollow = (answer: Answer) =>
	isTop(answer) &&
	(answer.resolved === 'no' ||
		answer.promiseKept === 'broken' ||
		(answer.respected !== null && answer.respected <= 2) ||
		answer.eased === '1' ||
		answer.eased === '2');
