import { describe, expect, test } from 'vitest';
import { askFrom, decide, wayTo, type ContactFacts, type Facts, type Policy } from './rules.ts';
import { nextMoment } from './timing.ts';

const now = new Date('2026-11-23T12:00:00Z');
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const policy: Policy = {
	version: 1,
	draw_rate: 0.5,
	delay_min: 60,
	delay_max: 120,
	quiet_days: 14,
	sending_window: 'always',
	sunday_from: '12:00',
	holidays: 'none',
	expiry_days: 14,
	reminders: 0,
	reminder_days: 3,
	channels: 'email sms',
	sms_countries: 'all',
	drip: 0,
	domain_drip: 0
};
const contact: ContactFacts = {
	id: 7,
	declined: false,
	staff: false,
	customers: 1,
	optedOut: false,
	bounced: false,
	country: null
};
const phone: ContactFacts = { ...contact, id: 8, country: 'GB' };
const facts: Facts = {
	interaction: 'I1',
	customer: 'C1',
	customerKnown: true,
	timezone: null,
	prefers: null,
	stopped: false,
	startedAt: ago(4),
	endedAt: ago(3),
	receivedAt: ago(2),
	email: contact,
	phone: null,
	lastAskedAt: null,
	hasPromise: false,
	promiseDueAt: null
};
const around = { policy, hasSms: false, rivals: [] as number[] };
const drawn = { ask: 0.2, delay: 0.2, turn: 0.2 };
const outcome = (changes: Partial<Facts>, draws = drawn, more: Partial<typeof around> = {}) =>
	decide({ ...facts, ...changes }, draws, { ...around, ...more }, now).outcome;

describe('every interaction has one outcome', () => {
	test('invited, with the address that stood', () => {
		expect(decide(facts, drawn, around, now)).toEqual({
			outcome: 'invited',
			contact: 7,
			fallback: null,
			sendAfter: now
		});
	});
	test.each([
		['too_late', { endedAt: ago(24 * 15) }],
		['no_contact', { email: null }],
		['contact_declined', { email: { ...contact, declined: true } }],
		['no_channel', { email: null, phone }],
		['opted_out', { email: { ...contact, optedOut: true } }],
		['opted_out', { stopped: true }],
		['undeliverable', { email: { ...contact, bounced: true } }],
		['staff_contact', { email: { ...contact, staff: true } }],
		['destination_shared', { email: { ...contact, customers: 3 } }],
		['asked_recently', { lastAskedAt: ago(24 * 13) }]
	] satisfies [string, Partial<Facts>][])('%s', (expected, changes) => {
		expect(outcome(changes)).toBe(expected);
	});
	test('not drawn at or above the rate', () => {
		expect(outcome({}, { ...drawn, ask: 0.5 })).toBe('not_drawn');
		expect(outcome({}, { ...drawn, ask: 0.4999 })).toBe('invited');
	});
	test('a household of two may share a mailbox', () => {
		expect(outcome({ email: { ...contact, customers: 2 } })).toBe('invited');
	});
	test('who was asked long ago is asked again', () => {
		expect(outcome({ lastAskedAt: ago(24 * 15) })).toBe('invited');
	});
	test('an interaction waits a day for its customer, no longer', () => {
		expect(outcome({ customerKnown: false, receivedAt: ago(23) })).toBe('wait');
		expect(outcome({ customerKnown: false, receivedAt: ago(25) })).toBe('no_contact');
	});
	test('it is decided when its random delay has passed, not before', () => {
		expect(decide({ ...facts, receivedAt: ago(1) }, drawn, around, now)).toEqual({
			outcome: 'wait',
			why: 'delay',
			until: new Date('2026-11-23T12:12:00Z')
		});
	});
	test('whichever of several encounters has the best draw is asked about, not the first', () => {
		expect(outcome({}, drawn, { rivals: [0.1, 0.9] })).toBe('asked_recently');
		expect(outcome({}, drawn, { rivals: [0.3] })).toBe('invited');
		expect(outcome({}, drawn, { rivals: [0.1], policy: { ...policy, quiet_days: 0 } })).toBe('invited');
	});
});

describe('which address is written to', () => {
	const way = (changes: Partial<Facts>, more: Partial<Policy> = {}, hasSms = true) =>
		wayTo({ ...facts, email: contact, phone, ...changes }, { policy: { ...policy, ...more }, hasSms });

	test('the first channel, and the other one to fall back on', () => {
		expect(way({})).toEqual({ contact: 7, fallback: 8 });
		expect(way({}, { channels: 'sms email' })).toEqual({ contact: 8, fallback: 7 });
		expect(way({}, { channels: 'email' })).toEqual({ contact: 7, fallback: null });
	});
	test('the customer’s preference comes first', () => {
		expect(way({ prefers: 'sms' })).toEqual({ contact: 8, fallback: 7 });
	});
	test('a channel that does not work leaves the other', () => {
		expect(way({ email: { ...contact, bounced: true } })).toEqual({ contact: 8, fallback: null });
		expect(way({ email: { ...contact, staff: true } })).toEqual({ contact: 8, fallback: null });
		expect(way({}, {}, false)).toEqual({ contact: 7, fallback: null });
	});
	test('who stopped the one is not asked at the other', () => {
		expect(way({ email: { ...contact, optedOut: true } })).toEqual({ obstacle: 'opted_out' });
		expect(way({ phone: { ...phone, optedOut: true } })).toEqual({ contact: 7, fallback: null });
	});
	test('an SMS goes where it may', () => {
		expect(way({ email: null }, { sms_countries: 'IE' })).toEqual({ obstacle: 'no_channel' });
		expect(way({ email: null }, { sms_countries: 'IE GB' })).toEqual({ contact: 8, fallback: null });
		expect(way({ email: null, phone: { ...phone, country: null } })).toEqual({ obstacle: 'no_channel' });
	});
});

describe('when a message may leave', () => {
	const at = (moment: string, timezone: string, changes: Partial<Policy> = {}, spread = 0) =>
		nextMoment(
			{ ...policy, sending_window: '09:00-20:00', ...changes },
			{ timezone, spread },
			new Date(moment)
		).toISOString();

	test('in the window of the customer’s clock', () => {
		expect(at('2026-11-23T08:00:00Z', 'Europe/Madrid')).toBe('2026-11-23T08:00:00.000Z');
		expect(at('2026-11-23T20:00:00Z', 'Europe/Madrid')).toBe('2026-11-24T08:00:00.000Z');
		expect(at('2026-11-23T05:00:00Z', 'America/New_York')).toBe('2026-11-23T14:00:00.000Z');
	});
	test('at once where it is always open', () => {
		expect(at('2026-11-22T03:00:00Z', 'Europe/Madrid', { sending_window: 'always' })).toBe(
			'2026-11-22T03:00:00.000Z'
		);
	});
	test('spread over the first hour', () => {
		expect(at('2026-11-23T03:00:00Z', 'UTC', {}, 0.5)).toBe('2026-11-23T09:30:00.000Z');
	});
	test('not on Sundays before noon', () => {
		expect(at('2026-11-22T09:30:00Z', 'UTC')).toBe('2026-11-22T12:00:00.000Z');
		expect(at('2026-11-22T13:00:00Z', 'UTC')).toBe('2026-11-22T13:00:00.000Z');
		expect(at('2026-11-22T09:30:00Z', 'UTC', { sunday_from: '00:00' })).toBe('2026-11-22T09:30:00.000Z');
	});
	test('not on holidays, of every year or of one', () => {
		expect(at('2026-12-24T21:00:00Z', 'UTC', { holidays: '12-25 2026-12-26' })).toBe(
			'2026-12-27T12:00:00.000Z'
		);
		expect(at('2027-12-26T10:00:00Z', 'UTC', { holidays: '12-25 2026-12-26', sunday_from: '00:00' })).toBe(
			'2027-12-26T10:00:00.000Z'
		);
	});
	test('on the wall’s clock, the day clocks are changed', () => {
		expect(at('2026-10-24T19:30:00Z', 'Europe/Madrid')).toBe('2026-10-25T11:00:00.000Z');
		// Half past two does not exist in the night to the 29th of March.
		expect(
			at('2026-03-28T23:30:00Z', 'Europe/Madrid', { sending_window: '02:30-20:00', sunday_from: '00:00' })
		).toBe('2026-03-29T01:30:00.000Z');
	});
});

describe('a promise', () => {
	const inDays = (days: number) => new Date(now.getTime() + days * 86_400_000);
	test('is asked about once it is due', () => {
		expect(askFrom(inDays(3), now)).toEqual(inDays(3));
		expect(askFrom(inDays(-3), now)).toEqual(now);
		expect(askFrom(null, now)).toEqual(now);
	});
	test('for next year puts nothing off', () => {
		expect(askFrom(inDays(365), now)).toEqual(now);
	});
});
