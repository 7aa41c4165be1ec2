// The coverage audit as other systems read it.
import { z } from 'zod';
import type { Sql } from '../database.ts';
import { coverageBy, endings, groupings, readCoverage } from './coverage.ts';

const day = z.iso
	.date('must be a real day such as 2026-11-23')
	.refine((text) => text > '0001', 'must be a real day such as 2026-11-23')
	.optional();
const word = z.string().min(1, 'must not be empty').max(200).optional();
const query = z.strictObject({
	from: day,
	to: day,
	location: word,
	team: word,
	kind: word,
	sku: word,
	by: z.enum(groupings, `must be one of ${groupings.join(', ')}`).optional()
});

export const coverageFields = ['group', 'interactions', ...endings];

/** The waterfall; with `by` the same of each group, those of reps from thirty interactions on. */
export async function coveragePage(sql: Sql, search: URLSearchParams, now: Date) {
	const parsed = query.safeParse(
		Object.fromEntries([...search].map(([name, value]) => [name, value.replaceAll('\0', '')]))
	);
	if (!parsed.success)
		return {
			mistakes: parsed.error.issues.map(({ path, message }) => `${path.join('.')} ${message}`.trim())
		};
	const { by, ...filters } = parsed.data;
	const { total, byEnding, steps, counted, returns } = await readCoverage(sql, filters, now);
	const groups = by ? await coverageBy(sql, filters, by, now) : [];
	return {
		interactions: total,
		endings: byEnding,
		steps: steps.map(({ key, n, lost }) => ({ step: key, n, lost })),
		counts: counted.map(({ shortDays, ...row }) => ({ ...row, short_days: shortDays })),
		returns: { total: returns.n, without_interaction: returns.unexplained },
		by: by ?? null,
		groups: groups.map((each) => ({ group: each.group, interactions: each.total, endings: each.byEnding }))
	};
}
