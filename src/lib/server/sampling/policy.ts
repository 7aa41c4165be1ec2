// Changing how customers are asked. Every version is kept; a decision names the one it followed.
import { z } from 'zod';
import type { Sql } from '../database.ts';
import { currentPolicy, insertPolicy } from './queries.ts';
import type { Policy } from './rules.ts';

const minutesOfWindow = (window: string) =>
	window.split('-').map((clock) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3)));

/** The 29th of February is one, every year. */
const isDay = (text: string) => {
	const day = text.length === 5 ? `2024-${text}` : text;
	return !Number.isNaN(Date.parse(day)) && new Date(day).toISOString().startsWith(day);
};

const whole = (message: string) => z.coerce.number<string>(message).int(message);

const fields = z.strictObject({
	draw_rate: z.coerce
		.number<string>('must be a number from 0 to 1')
		.min(0, 'must be at least 0')
		.max(1, 'must be at most 1'),
	delay_min: whole('must be whole minutes').min(0, 'must not be negative').max(525_600),
	delay_max: whole('must be whole minutes').min(0, 'must not be negative').max(525_600),
	quiet_days: whole('must be whole days').min(0, 'must not be negative').max(3650),
	sending_window: z
		.string()
		.regex(
			/^(always|([01]\d|2[0-3]):[0-5]\d-(([01]\d|2[0-3]):[0-5]\d|24:00))$/,
			'must be always, or two times such as 09:00-20:00'
		)
		.refine(
			(window) => window === 'always' || minutesOfWindow(window)[0]! < minutesOfWindow(window)[1]!,
			'must end after it begins'
		),
	sunday_from: z
		.string()
		.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 12:00 (00:00: like any other day)'),
	holidays: z
		.string()
		.regex(
			/^(none|(\d{4}-)?\d\d-\d\d( (\d{4}-)?\d\d-\d\d)*)$/,
			'must be none, or days such as 12-25 2026-04-03 with a space between'
		)
		.max(4000, 'must have at most 4000 characters')
		.refine((text) => text === 'none' || text.split(' ').every(isDay), 'must be real days'),
	expiry_days: whole('must be whole days').min(1, 'must be at least 1').max(365, 'must be at most 365'),
	reminders: whole('must be 0, 1 or 2').min(0, 'must be 0, 1 or 2').max(2, 'must be 0, 1 or 2'),
	reminder_days: whole('must be whole days').min(1, 'must be at least 1').max(60, 'must be at most 60'),
	channels: z.enum(
		['email', 'sms', 'email sms', 'sms email'],
		'must be email, sms, or both in the order in which they are tried'
	),
	sms_countries: z
		.string()
		.regex(/^(all|[A-Z]{2}( [A-Z]{2})*)$/, 'must be all, or countries such as GB IE with a space between'),
	drip: whole('must be a whole number a minute').min(0, 'must not be negative').max(1_000_000),
	domain_drip: whole('must be a whole number a minute').min(0, 'must not be negative').max(1_000_000)
});

export const policyNames = Object.keys(fields.shape) as (keyof typeof fields.shape)[];

/** Sets the named values (text, as typed); all mistakes at once. */
export async function changePolicy(
	sql: Sql,
	values: Record<string, string>,
	now: Date,
	/** What two people agreed on; none from the command line. */
	proposal: number | null = null
): Promise<{ mistakes: string[] } | { version: number }> {
	const checked = await checkPolicy(sql, values);
	if ('mistakes' in checked) return checked;
	return { version: await insertPolicy(sql, { ...checked.policy, proposal }, now) };
}

/** The policy there would be; all mistakes at once. */
export async function checkPolicy(
	sql: Sql,
	values: Record<string, string>
): Promise<{ mistakes: string[] } | { policy: Policy; changes: Partial<Policy> }> {
	const empty = Object.keys(values).filter((name) => values[name]!.trim() === '');
	if (empty.length > 0) return { mistakes: empty.map((name) => `${name} must not be empty`) };
	const result = fields.partial().safeParse(values);
	if (!result.success)
		return {
			mistakes: result.error.issues.flatMap((issue) =>
				issue.code === 'unrecognized_keys'
					? issue.keys.map((key) => `${key} is not a policy value; there are ${policyNames.join(', ')}`)
					: [`${issue.path.join('.')} ${issue.message}`]
			)
		};
	const policy = { ...(await currentPolicy(sql)), ...result.data };
	if (policy.delay_max < policy.delay_min)
		return {
			mistakes: [`delay_max (${policy.delay_max}) must not be smaller than delay_min (${policy.delay_min})`]
		};
	return { policy, changes: result.data };
}
