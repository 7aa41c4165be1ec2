// analyse: looks for signs of gaming, then for design flaws, now or as of an earlier day (then for flaws alone).
import { analyse } from '#lib/server/flaws/flaws.ts';
import { audit, listSignals, signalRow } from '#lib/server/integrity/integrity.ts';
import type { Runtime } from '#lib/server/runtime.ts';
import { tierWords } from '#lib/web/findings.ts';
import { Refused } from './refused.ts';

export const analyseOptions = { 'as-of': { type: 'string' }, full: { type: 'boolean' } } as const;

/** Findings as JSON on standard output; what it does, and what is wrong with the data, on standard error. */
export async function runAnalysis(values: { 'as-of'?: string; full?: boolean }, runtime: Runtime) {
	const { sql, queue, now } = runtime;
	const asOf = values['as-of'];
	const today = now().toISOString().slice(0, 10);
	if (asOf !== undefined && !isDay(asOf)) throw new Refused('--as-of must be a real day such as 2026-11-23');
	if (asOf !== undefined && asOf > today)
		throw new Refused('--as-of lies in the future; nothing has been recorded then');
	const onProgress = (step: string, share: number) => console.error(`${Math.round(share * 100)} %  ${step}`);
	const onFailure = (detector: string, error: unknown) =>
		console.error(
			`The detector ${detector} failed, the others did not: ${error instanceof Error ? error.message : error}`
		);
	const audited =
		asOf === undefined || asOf === today
			? await audit(sql, { full: values.full, now, onProgress, onFailure })
			: null;
	if (audited === 'busy') throw new Refused('another audit is running; try again when it is done');
	const result = await analyse(sql, { asOf, full: values.full, queue, now, onProgress });
	if (result === 'busy') throw new Refused('another analysis is running; try again when it is done');
	for (const { what, count, of } of result.quality) console.error(`Data: ${what}: ${count} of ${of}`);
	if (result.isLookBack)
		console.error('A look back at an earlier day than the last analysis: nothing was written.');
	for (const { sku, mode, tier } of result.crossed)
		console.error(`New: ${tierWords[tier]} – ${sku}, ${mode}`);
	const { found, seconds, reading, lookedAt, extent } = result;
	console.log(
		JSON.stringify({
			as_of: result.asOf,
			extent,
			seconds,
			reading_seconds: reading,
			looked_at: lookedAt,
			audit: audited && {
				extent: audited.extent,
				seconds: audited.seconds,
				reading_seconds: audited.reading,
				interactions: audited.interactions,
				answers: audited.answers,
				tests: audited.tests,
				failed: audited.failed
			},
			signals: audited && (await listSignals(sql)).map(signalRow),
			findings: found.map(({ evidence, counted, since, ...rest }) => ({
				sku: rest.sku,
				failure_mode: rest.mode,
				lot: rest.lot,
				tier: rest.tier,
				cause: rest.cause,
				observed: rest.observed,
				expected: rest.expected,
				ebgm: rest.ebgm,
				eb05: rest.eb05,
				e_value: rest.eValue,
				since: new Date(since * 86_400_000).toISOString().slice(0, 10),
				returns: counted.map((each) => each.return),
				story: evidence.reasoning.story
			}))
		})
	);
}

function isDay(text: string): boolean {
	const day = new Date(`${text}T00:00:00Z`);
	return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
