// What each feed accepts, field by field. The OpenAPI document is made from these same schemas.
import { domainToASCII } from 'node:url';
import { z } from 'zod';
import { analyzeEmail } from '@hapi/address';
import { readPhone } from '../phone.ts';

/** PostgreSQL stores neither NUL nor half a character. */
const storable = (text: string) => !text.includes('\0') && text.isWellFormed();

/** For the most common fields: whether a value is right as it is, at one look (see plain.ts). */
export const plainly = new WeakMap<z.ZodType, (value: unknown) => boolean>();

/** Some text. */
export function words(most: number, description?: string) {
	const schema = z
		.string()
		.min(1, 'must not be empty')
		.max(most, `must have at most ${most} characters`)
		.refine(storable, 'has a character that cannot be stored')
		.meta(description ? { description } : {});
	plainly.set(
		schema,
		(value) => typeof value === 'string' && value.length > 0 && value.length <= most && storable(value)
	);
	return schema;
}

export const word = words(200);
export const identifier = words(200, "the sender's own identifier");

const earliest = '1900-01-01';
const latest = '2200-01-01';
const plausible = (text: string) => text >= earliest && text < latest;

const dayAlone = z.iso.date('must be a real day such as 2026-11-23');
const exactMoment = z.iso.datetime({ offset: true, local: true });

export const day = dayAlone.refine(plausible, `must lie between ${earliest} and ${latest}`);

// Every real day but the 29th of February, which takes the longer way.
const plainMoment =
	/^(19|20|21)\d\d-((0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])|(0[13-9]|1[0-2])-(29|30)|(0[13578]|1[02])-31)T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?Z$/;

/** A moment; a day alone means its first instant, a moment without an offset is UTC. */
export const moment = z
	.string()
	.transform((text, context) => {
		if (plainMoment.test(text)) return text;
		const isDay = text.length === 10;
		if (!(isDay ? dayAlone : exactMoment).safeParse(text).success)
			context.addIssue({
				code: 'custom',
				message: 'must be a real moment such as 2026-11-23T14:05:00Z, or a day such as 2026-11-23'
			});
		else if (!plausible(text))
			context.addIssue({ code: 'custom', message: `must lie between ${earliest} and ${latest}` });
		return isDay || /(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`;
	})
	.meta({ description: 'ISO 8601 moment such as 2026-11-23T14:05:00Z, or a day alone' });
plainly.set(moment, (value) => typeof value === 'string' && plainMoment.test(value));

const email = z
	.string()
	.trim()
	.max(320, 'must have at most 320 characters')
	.regex(
		/^([^\s@<>,;:"()[\]\\]+@[^\s@<>,;:"()[\]\\]+\.[^\s@<>,;:"()[\]\\]+|declined)$/,
		'must be an e-mail address, or "declined"'
	)
	.refine(
		(text) => text === 'declined' || !analyzeEmail(text),
		'must be an e-mail address that mail servers take, or "declined"'
	)
	.refine((text) => !/[\p{Cf}\p{Zl}\p{Zp}]/u.test(text), 'has a character nobody can see')
	.refine(storable, 'has a character that cannot be stored');

const phone = z
	.string()
	.trim()
	.regex(
		/^(\+?[\d\s().\-/]{5,30}|declined)$/,
		'must be a phone number such as +44 20 7946 0018, or "declined"'
	);

export const contactForms = { email, phone };

/**
 * One spelling per destination, so that the same mailbox is recognised whoever typed it. `phoneCountry`: of numbers that
 * come without theirs.
 */
export function normaliseContact(kind: 'email' | 'phone', value: string, phoneCountry?: string): string {
	if (kind === 'email') return normaliseEmail(value.trim());
	return readPhone(value, phoneCountry)?.number ?? value.replace(/[^\d+]/g, '');
}

/** The domain as mail servers look it up: names of other scripts have several spellings, and capitals, of one name. */
function normaliseEmail(address: string): string {
	const at = address.lastIndexOf('@');
	const domain = address.slice(at + 1);
	return `${address.slice(0, at).normalize('NFC').toLowerCase()}@${domainToASCII(domain) || domain.toLowerCase()}`;
}

const language = z
	.string()
	.regex(/^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, 'must be a language tag such as en or pt-BR');

const timezones = new Set(Intl.supportedValuesOf('timeZone').concat('UTC'));
const timezone = z
	.string()
	.refine((name) => timezones.has(name), 'must be a time zone such as Europe/Madrid');

const failureMode = z
	.union(
		[
			z
				.string()
				.regex(/^[a-z0-9_-]{1,60}:.{1,200}$/u, 'must be code:label, such as battery:Battery drains')
				.refine(storable),
			z.strictObject({ code: z.string().regex(/^[a-z0-9_-]{1,60}$/), label: word })
		],
		'must be code:label, such as battery:Battery drains'
	)
	.transform((mode) => {
		if (typeof mode !== 'string') return mode;
		const colon = mode.indexOf(':');
		return { code: mode.slice(0, colon), label: mode.slice(colon + 1).trim() };
	});

const oneWord = /^[a-z][a-z0-9_-]{0,39}$/;
const kind = z
	.string()
	.regex(
		oneWord,
		'must be one word in lower case, such as visit, call, chat, repair, return, delivery or appointment'
	);
plainly.set(kind, (value) => typeof value === 'string' && oneWord.test(value));

export const schemas = {
	reps: z.strictObject({
		id: identifier,
		team: word.optional(),
		location: word.optional(),
		joined_on: day.optional(),
		email: email.optional(),
		phone: phone.optional()
	}),
	customers: z.strictObject({
		id: identifier,
		email: email.optional(),
		phone: phone.optional(),
		language: language.optional(),
		timezone: timezone.optional(),
		since: day.optional(),
		contact_set_by: word.optional(),
		contact_set_at: moment.optional(),
		channel: z
			.enum(['email', 'sms'], 'must be email or sms')
			.meta({ description: 'how the customer prefers to be written to' })
			.optional()
	}),
	contacts: z
		.strictObject({
			customer: identifier,
			kind: z.enum(['email', 'phone'], 'must be email or phone'),
			value: z.string(),
			changed_at: moment,
			changed_by: words(200, 'a rep id, "customer" or "system"'),
			interaction: identifier.optional()
		})
		.superRefine((record, context) => {
			const result = (record.kind === 'email' ? email : phone).safeParse(record.value);
			for (const issue of result.error?.issues ?? [])
				context.addIssue({ code: 'custom', path: ['value'], message: issue.message });
		}),
	products: z.strictObject({
		sku: identifier,
		name: word.optional(),
		category: word.optional(),
		supplier: word.optional(),
		launched_on: day.optional(),
		failure_modes: z.array(failureMode).max(50, 'must have at most 50 entries').optional()
	}),
	units: z.strictObject({
		serial: identifier,
		sku: identifier,
		lot: word.optional(),
		version: word.optional(),
		supplier: word.optional(),
		sold_at: moment.optional(),
		customer: identifier.optional(),
		location: word.optional(),
		replaces: identifier.optional()
	}),
	interactions: z.strictObject({
		id: identifier,
		kind,
		customer: identifier,
		rep: identifier.optional(),
		location: word.optional(),
		channel: word.optional(),
		started_at: moment,
		ended_at: moment.optional(),
		wait_minutes: z.number('must be a number').min(0, 'must not be negative').max(1_000_000).optional(),
		outcome: word.optional(),
		promise: words(1000).optional(),
		promise_due_at: moment.optional(),
		sku: identifier.optional(),
		serial: identifier.optional(),
		return: identifier.optional(),
		language: language.optional()
	}),
	reasons: z.strictObject({
		reason: word,
		meaning: z.enum(['failed', 'changed_mind', 'other'], 'must be failed, changed_mind or other'),
		failure_mode: word.optional()
	}),
	returns: z.strictObject({
		id: identifier,
		sku: identifier,
		serial: identifier.optional(),
		customer: identifier.optional(),
		rep: identifier.optional(),
		location: word.optional(),
		returned_at: moment,
		recorded_at: moment.optional(),
		reason: word.optional(),
		disposition: z
			.enum(
				['repaired', 'replaced', 'refunded', 'no_fault_found', 'rejected'],
				'must be repaired, replaced, refunded, no_fault_found or rejected'
			)
			.optional(),
		replacement_serial: identifier.optional(),
		interaction: identifier.optional()
	}),
	counts: z.strictObject({
		location: word,
		date: day,
		kind,
		count: z.int('must be a whole number').min(0, 'must not be negative').max(2_000_000_000),
		source: words(200, 'till, telephony, returns_desk, …')
	})
};
