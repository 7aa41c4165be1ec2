// Which answers open a case, and by when somebody has to have taken it up. Pure.
import { DateTime } from 'luxon';

export const caseRules = ['low_eased', 'promise_broken', 'wants_contact', 'failed_again'] as const;
export type CaseRule = (typeof caseRules)[number];

export type RecoveryRules = Record<CaseRule, boolean> & {
	/** Of working time. */
	minutes: number;
	/** "09:00-18:00" */
	hours: string;
	/** "123456": Monday to Saturday. */
	days: string;
	timezone: string;
	followUpHours: number;
};

type Replies = Record<string, unknown>;

const applies: Record<CaseRule, (replies: Replies) => boolean> = {
	low_eased: ({ eased }) => Number(eased) <= 2,
	promise_broken: ({ promise_kept }) => promise_kept === 'broken',
	wants_contact: ({ contact_me }) => contact_me === 'yes',
	failed_again: ({ same_failure_before, replacement_failed }) =>
		same_failure_before === 'yes' || replacement_failed === 'yes'
};

/** The rules an answer falls under; none: no case. */
export const rulesOf = (replies: Replies, rules: RecoveryRules): CaseRule[] =>
	caseRules.filter((rule) => rules[rule] && applies[rule](replies));

/** As the reason of a case. */
export const ruleSentences: Record<CaseRule, string> = {
	low_eased: 'The inconvenience was not eased.',
	promise_broken: 'A promise was broken.',
	wants_contact: 'The customer asks to be contacted.',
	failed_again: 'The product failed again.'
};

/**
 * The moment by which a case has to be acknowledged: so many minutes of working time after it opened, and before closing time of
 * the day it opened on. Whatever opens outside the hours has its time from the next opening on.
 */
export function acknowledgeBy(openedAt: Date, { minutes, hours, days, timezone }: RecoveryRules): Date {
	const [opens, closes] = hours.split('-') as [string, string];
	const opened = DateTime.fromJSDate(openedAt, { zone: timezone });
	for (let ahead = 0; ; ahead++) {
		const day = opened.plus({ days: ahead }).startOf('day');
		if (!days.includes(String(day.weekday))) continue;
		const [start, end] = [at(day, opens), at(day, closes)];
		if (opened >= end) continue;
		const begins = opened > start ? opened : start;
		return DateTime.min(begins.plus({ minutes }), end).toJSDate();
	}
}

function at(day: DateTime, time: string): DateTime {
	const [hour, minute] = time.split(':').map(Number);
	return day.set({ hour, minute });
}

/** What may have been done for a customer, in the words of the question what they wanted. */
export const remedies = [
	'action',
	'apology',
	'explanation',
	'credit',
	'refund',
	'different_model',
	'nothing'
] as const;
export type Remedy = (typeof remedies)[number];
