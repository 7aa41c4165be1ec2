import { describe, expect, test } from 'vitest';
import { askFrom, decide, sendAfter, type ContactFacts, type Facts, type Policy } from './rules.ts';

const now = new Date('2026-11-23T12:00:00Z');
const ago = (hours: number) => new Date(now.getTime() - hours * 3_600_000);
const policy: Policy = {
	version: 1,
	draw_rate: 0.5,
	delay_min: 60,
	delay_max: 120,
	quiet_days: 14,
	sending_window: 'always',
	expiry_days: 14,
	reminders: 0
};
const contact: ContactFacts = { id: 7, declined: false, staff: false, customers: 1, optedOut: false };
const facts: Facts = {
	interaction: 'I1',
	customer: 'C1',
	customerKnown: true,
	timezone: null,
	startedAt: ago(2),
	endedAt: ago(1),
	receivedAt: ago(0),
	email: contact,
	phone: null,
	lastAskedAt: null,
	hasPromise: false,
	promiseDueAt: null
};
const outcome = (changes: Partial<Facts>, draw = 0.2) =>
	decide({ ...facts, ...changes }, policy, draw, now).outcome;

describe('every interaction has one outcome', () => {
	test('invited, with the address that stood', () => {
		expect(decide(facts, policy, 0.2, now)).toEqual({ outcome: 'invited', contact: 7 });
	});
	test.each([
		['too_late', { endedAt: ago(24 * 15) }],
		['no_contact', { email: null }],
		['contact_declined', { email: { ...contact, declined: true } }],
		['no_channel', { email: null, phone: contact }],
		['opted_out', { email: { ...contact, optedOut: true } }],
		['staff_contact', { email: { ...contact, staff: true } }],
		['destination_shared', { email: { ...contact, customers: 3 } }],
		['asked_recently', { lastAskedAt: ago(24 * 13) }]
	] satisfies [string, Partial<Facts>][])('%s', (expected, changes) => {
		expect(outcome(changes)).toBe(expected);
	});
	test('not drawn at or above the rate', () => {
		expect(outcome({}, 0.5)).toBe('not_drawn');
		expect(outcome({}, 0.4999)).toBe('invited');
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
});

describe('when a message may leave', () => {
	const at = (moment: string, draw: number, zone: string, window = '09:00-20:00') =>
		sendAfter({ ...policy, sending_window: window }, draw, zone, new Date(moment)).toISOString();

	test('after the drawn delay', () => {
		expect(at('2026-11-23T12:00:00Z', 0.5, 'UTC', 'always')).toBe('2026-11-23T13:30:00.000Z');
	});
	test('in the window of the customer’s clock', () => {
		expect(at('2026-11-23T08:00:00Z', 0, 'Europe/Madrid')).toBe('2026-11-23T09:00:00.000Z');
		expect(at('2026-11-23T20:00:00Z', 0, 'Europe/Madrid')).toBe('2026-11-24T08:00:00.000Z');
		expect(at('2026-11-23T05:00:00Z', 0, 'America/New_York')).toBe('2026-11-23T14:00:00.000Z');
	});
	test('across the change of clocks', () => {
		expect(at('2026-10-24T19:30:00Z', 0, 'Europe/Madrid')).toBe('2026-10-25T08:00:00.000Z');
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
