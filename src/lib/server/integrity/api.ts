// Signals as other systems read them: the names of the contract.
import { z } from 'zod';
import type { Sql } from '../database.ts';
import { detectors } from './detectors.ts';
import { listSignals, type Signal } from './signals.ts';

export const signalFields = [
	'id',
	'detector',
	'attack',
	'subject_type',
	'subject',
	'n',
	'observed',
	'expected',
	'interval',
	'q_value',
	'since',
	'state',
	'sentence'
];

/** `interval`: the 95 % interval of observed / n. */
export const signalRow = (signal: Signal) => ({
	id: signal.id,
	detector: signal.detector,
	attack: signal.attacks[0] ?? null,
	subject_type: signal.subjectType,
	subject: signal.subject,
	n: signal.n,
	observed: signal.observed,
	expected: signal.expected,
	interval: [signal.low, signal.high],
	q_value: signal.q,
	since: signal.since,
	state: signal.state,
	sentence: signal.sentence
});

const day = z.iso
	.date('must be a real day such as 2026-11-23')
	.refine((text) => text > '0001', 'must be a real day such as 2026-11-23')
	.optional();
const names = detectors.map(({ name }) => name) as [string, ...string[]];
const query = z.strictObject({
	from: day,
	to: day,
	location: z.string().min(1, 'must not be empty').max(200).optional(),
	team: z.string().min(1, 'must not be empty').max(200).optional(),
	detector: z.enum(names, `must be one of ${names.join(', ')}`).optional(),
	subject_type: z
		.enum(['rep', 'location', 'staff', 'company'], 'must be rep, location, staff or company')
		.optional(),
	state: z.enum(['open', 'confirmed', 'explained'], 'must be open, confirmed or explained').optional(),
	after: z
		.string()
		.regex(/^\d{1,15}$/, 'must be the "next" of the page before')
		.transform(Number)
		.default(0),
	limit: z
		.string()
		.regex(/^([1-9]\d?|[1-4]\d\d|500)$/, 'must be a whole number from 1 to 500')
		.transform(Number)
		.default(100)
});

/** One page by number, and where the next begins. */
export async function signalsPage(sql: Sql, search: URLSearchParams) {
	const parsed = query.safeParse(
		Object.fromEntries([...search].map(([name, value]) => [name, value.replaceAll('\0', '')]))
	);
	if (!parsed.success)
		return {
			mistakes: parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim())
		};
	const { limit, subject_type: subjectType, ...filter } = parsed.data;
	const found = await listSignals(sql, { ...filter, subjectType, limit: limit + 1 });
	const signals = found.slice(0, limit).map(signalRow);
	return { signals, next: found.length > limit ? String(signals.at(-1)!.id) : null };
}
