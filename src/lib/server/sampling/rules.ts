// Pure decisions: what becomes of an interaction, through which address, and when its message may leave.
import { nextMoment, type Timing } from './timing.ts';

export interface Policy extends Timing {
	version: number;
	/** Share of eligible interactions asked, 0–1. */
	draw_rate: number;
	/** Days in which a customer is not asked again. */
	quiet_days: number;
	/** Days a link stays open. */
	expiry_days: number;
	reminders: number;
	/** From a message to the next reminder. */
	reminder_days: number;
	/** In the order in which they are tried, such as "email sms". */
	channels: string;
	/** "all", or countries of phone numbers that may get an SMS, such as "GB IE". */
	sms_countries: string;
	/** Messages a minute, altogether and to one domain; 0: as fast as they go. */
	drip: number;
	domain_drip: number;
}

export type Channel = 'email' | 'sms';

export interface ContactFacts {
	id: number;
	declined: boolean;
	/** It is (also) a staff member's. */
	staff: boolean;
	/** How many customers it serves. */
	customers: number;
	optedOut: boolean;
	/** A message to it came back for good, lately. */
	bounced: boolean;
	/** Of a phone number. */
	country: string | null;
}

export interface Facts {
	interaction: string;
	customer: string;
	customerKnown: boolean;
	timezone: string | null;
	/** The customer's own preference. */
	prefers: Channel | null;
	/** The customer wants no questions, at whatever address. */
	stopped: boolean;
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
	| 'undeliverable'
	| 'staff_contact'
	| 'destination_shared'
	| 'not_drawn'
	| 'asked_recently';

export interface Decided {
	outcome: Outcome;
	contact: number | null;
	/** The other address, for when the first one turns out not to work. */
	fallback: number | null;
	facts: Facts;
	draw: number;
	sendAfter: Date;
}

type Decision =
	| { outcome: Outcome; contact: number | null; fallback: number | null; sendAfter: Date }
	| { outcome: 'wait'; until: Date; why: 'customer' | 'delay' };

const day = 86_400_000;
/** Feeds arrive in any order: an interaction waits this long for its customer's record. */
export const patience = day;
/** A household may share a mailbox; more customers than this do not. */
const mostCustomersPerDestination = 2;

/** Keyed draws in [0, 1): whether it is asked, when, and before which others of the same customer. */
export interface Draws {
	ask: number;
	delay: number;
	turn: number;
}

export interface Surroundings {
	policy: Policy;
	/** Whether there is a transport for SMS. */
	hasSms: boolean;
	/** Draws of turns of the customer's other interactions that could be asked and wait. */
	rivals: number[];
}

/** The one outcome of an interaction, or until when it waits. */
export function decide(facts: Facts, draws: Draws, around: Surroundings, now: Date): Decision {
	const { policy } = around;
	const contact = facts.email ?? facts.phone;
	const because = (outcome: Outcome): Decision => ({
		outcome,
		contact: contact?.id ?? null,
		fallback: null,
		sendAfter: now
	});

	if (now.getTime() - facts.endedAt.getTime() > policy.expiry_days * day) return because('too_late');
	if (!facts.customerKnown) {
		const until = new Date(facts.receivedAt.getTime() + patience);
		return now < until ? { outcome: 'wait', until, why: 'customer' } : because('no_contact');
	}
	const way = wayTo(facts, around);
	if ('obstacle' in way) return because(way.obstacle);
	if (draws.ask >= policy.draw_rate) return because('not_drawn');
	if (facts.lastAskedAt && now.getTime() - facts.lastAskedAt.getTime() < policy.quiet_days * day)
		return because('asked_recently');
	const until = sendAfter(facts, draws.delay, policy);
	if (until > now) return { outcome: 'wait', until, why: 'delay' };
	// Whoever could choose the first of several encounters would choose the one that is asked.
	if (policy.quiet_days > 0 && around.rivals.some((turn) => turn < draws.turn))
		return because('asked_recently');
	return {
		outcome: 'invited',
		contact: way.contact,
		fallback: way.fallback,
		sendAfter: nextMoment(policy, { timezone: facts.timezone, spread: draws.delay }, now)
	};
}

/** The address to write to and the one to fall back on, or why there is none. */
export function wayTo(
	{ email, phone, prefers, stopped }: Pick<Facts, 'email' | 'phone' | 'prefers' | 'stopped'>,
	{ policy, hasSms }: Pick<Surroundings, 'policy' | 'hasSms'>
): { contact: number; fallback: number | null } | { obstacle: Outcome } {
	const order = policy.channels.split(' ') as Channel[];
	if (prefers) order.sort((a, b) => Number(b === prefers) - Number(a === prefers));
	const contacts = order.flatMap((channel) => {
		const contact = channel === 'email' ? email : phone;
		return contact ? [{ contact, obstacle: obstacleOf(contact, channel, policy, hasSms) }] : [];
	});
	if (stopped) return { obstacle: 'opted_out' };
	const [first] = contacts;
	if (!first) return { obstacle: email || phone ? 'no_channel' : 'no_contact' };
	// Who wants no questions at the one address is not asked at the other.
	if (first.obstacle === 'opted_out') return { obstacle: 'opted_out' };
	const usable = contacts.filter(({ obstacle }) => obstacle === undefined);
	if (usable.length === 0) return { obstacle: first.obstacle! };
	return { contact: usable[0]!.contact.id, fallback: usable[1]?.contact.id ?? null };
}

/** Why nothing can be sent to one address; undefined if something can. */
function obstacleOf(
	contact: ContactFacts,
	channel: Channel,
	policy: Policy,
	hasSms: boolean
): Outcome | undefined {
	if (contact.declined) return 'contact_declined';
	if (channel === 'sms' && !(hasSms && isServed(contact.country, policy.sms_countries))) return 'no_channel';
	if (contact.optedOut) return 'opted_out';
	if (contact.staff) return 'staff_contact';
	if (contact.customers > mostCustomersPerDestination) return 'destination_shared';
	return contact.bounced ? 'undeliverable' : undefined;
}

/** A number without its country cannot be dialled from here. */
const isServed = (country: string | null, countries: string) =>
	country !== null && (countries === 'all' || countries.split(' ').includes(country));

/** Nobody puts a question off by promising something far away. */
const mostPutOff = 7 * day;

/** Whether a promise was kept is asked once it is due, where that is within a week. */
export function askFrom(promiseDueAt: Date | null, now: Date): Date {
	const isSoon = promiseDueAt && promiseDueAt > now && promiseDueAt.getTime() - now.getTime() <= mostPutOff;
	return isSoon ? promiseDueAt : now;
}

/** When the message may leave: a drawn delay after the interaction came, moved into the sending window. */
function sendAfter({ promiseDueAt, receivedAt, timezone }: Facts, draw: number, policy: Policy): Date {
	const from = askFrom(promiseDueAt, receivedAt);
	const minutes = policy.delay_min + draw * (policy.delay_max - policy.delay_min);
	return nextMoment(policy, { timezone, spread: draw }, new Date(from.getTime() + minutes * 60_000));
}
