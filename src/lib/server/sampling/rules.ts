// Pure decisions: what becomes of an interaction, and when its message may leave.
import { DateTime } from 'luxon';

export interface Policy {
	version: number;
	/** Share of eligible interactions asked, 0–1. */
	draw_rate: number;
	/** Bounds of the random delay, minutes. */
	delay_min: number;
	delay_max: number;
	/** Days in which a customer is not asked again. */
	quiet_days: number;
	/** "always" or local times such as "09:00-20:00". */
	sending_window: string;
	/** Days a link stays open. */
	expiry_days: number;
	reminders: number;
}

export interface ContactFacts {
	id: number;
	declined: boolean;
	/** It is (also) a staff member's. */
	staff: boolean;
	/** How many customers it serves. */
	customers: number;
	optedOut: boolean;
}

export interface Facts {
	interaction: string;
	customer: string;
	customerKnown: boolean;
	timezone: string | null;
	startedAt: Date;
	endedAt: Date;
	receivedAt: Date;
	/** The addresses as they stood when the interaction began. */
	email: ContactFacts | null;
	phone: ContactFacts | null;
	lastAskedAt: Date | null;
	hasPromise: boolean;
	promiseDueAt: Date | null;
}

export type Outcome =
	| 'invited'
	| 'too_late'
	| 'no_contact'
	| 'contact_declined'
	| 'no_channel'
	| 'opted_out'
	| 'staff_contact'
	| 'destination_shared'
	| 'not_drawn'
	| 'asked_recently';

export interface Decided {
	outcome: Outcome;
	contact: number | null;
	facts: Facts;
	draw: number;
}

type Decision = { outcome: Outcome; contact: number | null } | { outcome: 'wait'; until: Date };

const day = 86_400_000;
/** Feeds arrive in any order: an interaction waits this long for its customer's record. */
const patience = day;
/** A household may share a mailbox; more customers than this do not. */
const mostCustomersPerDestination = 2;

/** The one outcome of an interaction. `draw` is its keyed draw in [0, 1). */
export function decide(facts: Facts, policy: Policy, draw: number, now: Date): Decision {
	const contact = facts.email ?? facts.phone;
	const because = (outcome: Outcome): Decision => ({ outcome, contact: contact?.id ?? null });

	if (now.getTime() - facts.endedAt.getTime() > policy.expiry_days * day) return because('too_late');
	if (!facts.customerKnown) {
		const until = new Date(facts.receivedAt.getTime() + patience);
		return now < until ? { outcome: 'wait', until } : because('no_contact');
	}
	const obstacle = obstacleOf(facts);
	if (obstacle) return because(obstacle);
	if (draw >= policy.draw_rate) return because('not_drawn');
	if (facts.lastAskedAt && now.getTime() - facts.lastAskedAt.getTime() < policy.quiet_days * day)
		return because('asked_recently');
	return because('invited');
}

/** Why nothing can be sent to the contact as it stood; undefined if something can. */
export function obstacleOf({ email, phone }: Pick<Facts, 'email' | 'phone'>): Outcome | undefined {
	const contact = email ?? phone;
	if (!contact) return 'no_contact';
	if (contact.declined) return 'contact_declined';
	if (!email) return 'no_channel';
	if (contact.optedOut) return 'opted_out';
	if (contact.staff) return 'staff_contact';
	return contact.customers > mostCustomersPerDestination ? 'destination_shared' : undefined;
}

/** Nobody puts a question off by promising something far away. */
const mostPutOff = 7 * day;

/** Whether a promise was kept is asked once it is due, where that is within a week. */
export function askFrom(promiseDueAt: Date | null, now: Date): Date {
	const isSoon = promiseDueAt && promiseDueAt > now && promiseDueAt.getTime() - now.getTime() <= mostPutOff;
	return isSoon ? promiseDueAt : now;
}

/** When the message may leave: a drawn delay from now, moved into the sending window of the customer's clock. */
export function sendAfter(policy: Policy, draw: number, timezone: string | null, now: Date): Date {
	const minutes = policy.delay_min + draw * (policy.delay_max - policy.delay_min);
	const at = DateTime.fromJSDate(now, { zone: timezone ?? 'UTC' }).plus({ minutes });
	if (policy.sending_window === 'always') return at.toJSDate();
	const [from, to] = policy.sending_window.split('-').map((clock) => clockMinutes(clock!)) as [
		number,
		number
	];
	const minute = at.hour * 60 + at.minute;
	if (minute >= from && minute < to) return at.toJSDate();
	const next = minute < from ? at : at.plus({ days: 1 });
	// Somewhere in the first hour of the window, so that not everything leaves at its first minute.
	const opening = next.set({ hour: Math.floor(from / 60), minute: from % 60, second: 0, millisecond: 0 });
	return opening.plus({ minutes: draw * Math.min(60, to - from) }).toJSDate();
}

function clockMinutes(clock: string): number {
	const [hours, minutes] = clock.split(':').map(Number) as [number, number];
	return hours * 60 + minutes;
}
