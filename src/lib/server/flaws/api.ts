// Findings as other systems read them: the names of the contract.
import { z } from 'zod';
import type { Sql } from '../database.ts';
import { listFindings, states, type Finding, type WholeFinding } from './findings.ts';

export const findingFields = [
	'id',
	'sku',
	'failure_mode',
	'lot',
	'tier',
	'cause',
	'observed',
	'expected',
	'ebgm',
	'eb05',
	'e_value',
	'since',
	'first_crossed_at',
	'state',
	'sentence'
];

const row = (f: Finding) => ({
	id: f.id,
	sku: f.sku,
	failure_mode: f.mode,
	lot: f.lot,
	tier: f.tier,
	cause: f.cause,
	observed: f.observed,
	expected: f.expected,
	ebgm: f.ebgm,
	eb05: f.eb05,
	e_value: f.eValue,
	since: f.since,
	first_crossed_at: f.firstCrossedAt,
	state: f.state,
	sentence: f.sentence
});

const day = z.iso.date('must be a real day such as 2026-11-23').optional();
const query = z.strictObject({
	from: day,
	to: day,
	sku: z.string().min(1, 'must not be empty').max(200).optional(),
	tier: z.enum(['watch', 'signal', 'confirmed'], 'must be watch, signal or confirmed').optional(),
	cause: z.enum(['design', 'lot', 'service', 'no_fault_found', 'handling']).optional(),
	category: z.string().max(200).optional(),
	search: z.string().max(200).optional(),
	state: z.enum(['open', 'any', 'none', ...states]).optional(),
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

/** One page by id, and where the next begins. */
export async function findingsPage(sql: Sql, search: URLSearchParams) {
	const parsed = query.safeParse(
		Object.fromEntries([...search].map(([name, value]) => [name, value.replaceAll('\0', '')]))
	);
	if (!parsed.success)
		return {
			mistakes: parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim())
		};
	const { limit, ...filter } = parsed.data;
	const found = await listFindings(sql, { ...filter, limit: limit + 1 });
	const findings = found.slice(0, limit).map(row);
	return { findings, next: found.length > limit ? String(findings.at(-1)!.id) : null };
}

/** One finding with its evidence. */
export const wholeFinding = (finding: WholeFinding) => ({
	...row(finding),
	product: finding.product,
	category: finding.category,
	label: finding.label,
	eb95: finding.eb95,
	in_use: finding.inUse,
	next_step: finding.nextStep,
	analysed_as_of: finding.analysedAsOf,
	crossings: finding.crossings,
	fix: finding.fix,
	evidence: finding.evidence
});
