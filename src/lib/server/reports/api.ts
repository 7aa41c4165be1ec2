// Figures, answers and cases as other systems read them.
import { z } from 'zod';
import { caseRules, listCases } from '../recovery/recovery.ts';
import type { Sql } from '../database.ts';
import { readAnswers, readCursor } from './answers.ts';
import { readFigures } from './figures.ts';

const day = z.iso
	.date('must be a real day such as 2026-11-23')
	.refine((text) => text >= '1900' && text < '2200', 'must be a day from 1900 to 2199')
	.optional();
const word = z.string().min(1, 'must not be empty').max(200).optional();
const filters = { from: day, to: day, location: word, team: word, kind: word, channel: word, sku: word };

const metricsQuery = z.strictObject(filters);
const answersQuery = z.strictObject({
	...filters,
	words: word,
	said: z
		.string()
		.regex(/^[a-z0-9_]{1,60}=.{1,100}$/, 'must be such as resolved=no')
		.optional(),
	mark: word,
	tag: word,
	after: word
});
const states = ['open', 'unacknowledged', 'working', 'overdue', 'closed'] as const;
const casesQuery = z.strictObject({
	state: z.enum(states, `must be one of ${states.join(', ')}`).optional(),
	location: word,
	rule: z.enum(caseRules, `must be one of ${caseRules.join(', ')}`).optional(),
	after: z.coerce.number('must be the "next" of the page before').int().positive().optional()
});

type Mistakes = { mistakes: string[] };

function read<T>(query: z.ZodType<T>, search: URLSearchParams): T | Mistakes {
	const given = Object.fromEntries([...search].map(([name, value]) => [name, value.replaceAll('\0', '')]));
	const parsed = query.safeParse(given);
	if (parsed.success) return parsed.data;
	return { mistakes: parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim()) };
}
const isWrong = (parsed: object): parsed is Mistakes => 'mistakes' in parsed;

/** NaN of nothing is null in JSON anyway; say so. */
const share = ({ estimate, low, high, n }: { estimate: number; low: number; high: number; n: number }) => ({
	share: n > 0 ? estimate : null,
	low,
	high,
	n
});

export const metricFields = [
	'metric',
	'name',
	'share',
	'low',
	'high',
	'n',
	'weighted',
	'adjusted',
	'change',
	'change_low',
	'change_high'
];

export async function metricsPage(sql: Sql, search: URLSearchParams, now: Date) {
	const parsed = read(metricsQuery, search);
	if (isWrong(parsed)) return parsed;
	const { series, answers, imported, voices, excluded, underSignals, asked, before } = await readFigures(
		sql,
		parsed,
		now
	);
	return {
		answers,
		imported,
		voices,
		left_out: { excluded, under_signals: underSignals },
		asked: asked && { interactions: asked.interactions, asked: asked.asked, answered: asked.answered },
		compared_with: before,
		metrics: series.map(({ id, name, total, weighted, adjusted, change, periods }) => ({
			metric: id,
			name,
			...share(total),
			weighted: share(weighted),
			adjusted: adjusted && share(adjusted),
			change: change && !Number.isNaN(change.estimate) ? change : null,
			periods: periods.map(({ from, ...each }) => ({ from, ...share(each) }))
		}))
	};
}

export const answerFields = [
	'id',
	'answered_at',
	'kind',
	'location',
	'sku',
	'imported',
	'asked_to_be_asked',
	'excluded',
	'marks',
	'tags',
	'signals',
	'replies',
	'words'
];

export async function answersPage(sql: Sql, search: URLSearchParams) {
	const parsed = read(answersQuery, search);
	if (isWrong(parsed)) return parsed;
	const { after, said, ...rest } = parsed;
	if (after !== undefined && !readCursor(after))
		return { mistakes: ['after must be the "next" of the page before'] };
	const { rows, next } = await readAnswers(sql, { ...rest, said: said ? [said] : undefined }, after);
	return {
		answers: rows.map(({ answeredAt, voice, product: _, case: subject, ...row }) => ({
			...row,
			answered_at: answeredAt,
			asked_to_be_asked: voice,
			case: subject
		})),
		next
	};
}

export const caseFields = [
	'id',
	'interaction',
	'kind',
	'location',
	'rules',
	'opened_at',
	'acknowledge_by',
	'acknowledged_at',
	'escalated_at',
	'closed_at',
	'owner',
	'answer',
	'wanted',
	'done'
];

const perPage = 100;

export async function casesPage(sql: Sql, search: URLSearchParams, now: Date) {
	const parsed = read(casesQuery, search);
	if (isWrong(parsed)) return parsed;
	const { after, ...filter } = parsed;
	const rows = await listCases(sql, { ...filter, before: after, isByNumber: true }, perPage + 1, now);
	const shown = rows.slice(0, perPage);
	return {
		// What staff wrote as the reason may quote a customer.
		cases: shown.map((row) => ({
			id: row.id,
			interaction: row.interaction,
			kind: row.kind,
			location: row.location,
			rules: row.rules,
			opened_at: row.openedAt,
			acknowledge_by: row.acknowledgeBy,
			acknowledged_at: row.acknowledgedAt,
			escalated_at: row.escalatedAt,
			closed_at: row.closedAt,
			owner: row.owner,
			answer: row.answer,
			wanted: row.wanted,
			done: row.remedies
		})),
		next: rows.length > perPage ? shown.at(-1)!.id : null
	};
}
