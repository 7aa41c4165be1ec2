// The rules of recovery, as staff change them: each version is kept, and applies to cases opened from then on.
import { IANAZone } from 'luxon';
import type { Sql } from '../database.ts';
import { recordAction } from '../ledger/ledger.ts';
import type { Refused } from './opening.ts';
import { insertRules } from './queries.ts';
import { caseRules, type CaseRule, type RecoveryRules } from './rules.ts';

export interface GivenRules {
	rules: string[];
	minutes: string;
	opens: string;
	closes: string;
	days: string[];
	timezone: string;
	followUpHours: string;
}

export async function changeRules(
	sql: Sql,
	{ given, staff }: { given: GivenRules; staff: number },
	now: Date
): Promise<'changed' | Refused> {
	const read = readRules(given);
	if ('refused' in read) return read;
	await insertRules(sql, read, staff, now);
	await recordAction(sql, { staff, action: 'recovery_rules_changed' }, now);
	return 'changed';
}

function readRules(given: GivenRules): RecoveryRules | Refused {
	const minutes = Number(given.minutes);
	if (!Number.isInteger(minutes) || minutes < 5 || minutes > 2880)
		return { refused: 'The time to acknowledge is 5 to 2,880 minutes.' };
	const time = /^([01]\d|2[0-3]):[0-5]\d$/;
	if (!time.test(given.opens) || !time.test(given.closes) || given.opens >= given.closes)
		return { refused: 'Opening time is before closing time, both such as 09:00.' };
	const days = '1234567'
		.split('')
		.filter((day) => given.days.includes(day))
		.join('');
	if (days === '') return { refused: 'Choose at least one working day.' };
	if (!IANAZone.isValidZone(given.timezone))
		return { refused: 'The time zone is one such as Europe/Dublin.' };
	const followUpHours = Number(given.followUpHours);
	if (!Number.isInteger(followUpHours) || followUpHours < 0 || followUpHours > 720)
		return { refused: 'Customers are asked whether it helped 0 to 720 hours after closing.' };
	const on = Object.fromEntries(caseRules.map((rule) => [rule, given.rules.includes(rule)]));
	return {
		...(on as Record<CaseRule, boolean>),
		...{ minutes, days, followUpHours },
		hours: `${given.opens}-${given.closes}`,
		timezone: given.timezone
	};
}
