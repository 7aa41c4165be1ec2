import { expect, test } from 'vitest';
import { acknowledgeBy, rulesOf, type RecoveryRules } from './rules.ts';

const rules: RecoveryRules = {
	low_eased: true,
	promise_broken: true,
	wants_contact: true,
	failed_again: true,
	minutes: 60,
	hours: '09:00-18:00',
	days: '123456',
	timezone: 'Europe/Berlin',
	followUpHours: 24
};
const by = (opened: string, more = {}) =>
	acknowledgeBy(new Date(opened), { ...rules, ...more }).toISOString();

// Berlin is one hour ahead of UTC in November.
test('an hour of working time', () => expect(by('2026-11-25T10:00:00Z')).toBe('2026-11-25T11:00:00.000Z'));
test('before closing time of the same day', () =>
	expect(by('2026-11-25T16:45:00Z')).toBe('2026-11-25T17:00:00.000Z'));
test('what opens at night has its hour from the next opening on', () =>
	expect(by('2026-11-25T22:00:00Z')).toBe('2026-11-26T09:00:00.000Z'));
test('what opens at closing time waits for the next working day', () =>
	expect(by('2026-11-28T17:00:00Z')).toBe('2026-11-30T09:00:00.000Z'));
test('what opens on a day off waits as well', () =>
	expect(by('2026-11-29T11:00:00Z')).toBe('2026-11-30T09:00:00.000Z'));
test('hours are those of the shop, the day the clocks change included', () =>
	expect(by('2026-10-24T20:00:00Z', { days: '1234567' })).toBe('2026-10-25T09:00:00.000Z'));
test('a company open one day a week has until then', () =>
	expect(by('2026-11-25T10:00:00Z', { days: '2' })).toBe('2026-12-01T09:00:00.000Z'));

test('an answer opens a case for each reason there is, and for no other', () => {
	expect(rulesOf({ eased: 2, contact_me: 'yes' }, rules)).toEqual(['low_eased', 'wants_contact']);
	expect(rulesOf({ eased: 3, promise_kept: 'late', contact_me: 'no' }, rules)).toEqual([]);
	expect(rulesOf({ eased: 'no_inconvenience', replacement_failed: 'yes' }, rules)).toEqual(['failed_again']);
	expect(rulesOf({ same_failure_before: 'different', promise_kept: 'broken' }, rules)).toEqual([
		'promise_broken'
	]);
	expect(rulesOf({}, rules)).toEqual([]);
	expect(rulesOf({ eased: 1 }, { ...rules, low_eased: false })).toEqual([]);
});
