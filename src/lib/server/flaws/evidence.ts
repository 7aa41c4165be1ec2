// What a finding states beside its figures: everything a reader may check, and what would change it. Pure.
import { eValue } from '../../statistics/e-value.ts';
import { fitWeibull } from '../../statistics/weibull.ts';
import type { DayNumber } from '../returns/returns.ts';
import { least, type Assessed, type Assessment, type Tier } from './assess.ts';
import { grouped, type LotCell } from './batches.ts';
import { causeOf, countedIn, shrunkTo, type Cause, type CountedEvent, type Reasoning } from './cause.ts';
import { warranty } from './events.ts';
import { weighed } from './expected.ts';
import type { Look } from './look.ts';
import { tellingWords, type Said } from './words.ts';
import { seriesOf, stillToCome, type SeriesPoint } from './series.ts';

export interface Evidence {
	reasoning: Omit<Reasoning, 'structure'> & { story: string; gain: number; worstLot: number };
	/** The product as a whole, where the figures shown are one lot's. */
	product: { observed: number; expected: number; ebgm: number; eb05: number };
	lots: LotCell[];
	versions: LotCell[];
	suppliers: LotCell[];
	series: SeriesPoint[];
	usualToCome: number;
	likelyToCome: number;
	/** Whose word the failure mode is. */
	sources: { customer: number; reason: number; desk: number };
	/** Failures of this product nobody has named a mode for: in neither figure. */
	unresolved: number;
	dispositions: Record<string, number>;
	/** Weibull shape of the time to this failure: below 1 early, above wearing out. */
	shape: number | null;
	whatIf: WhatIf;
	/** What customers say of it and not of other failures. */
	words: string[];
}

/** Events at the present exposure. */
export interface WhatIf {
	/** That make it the next tier. */
	next: { tier: Tier; events: number } | null;
	/** With which it would no longer be what it is. */
	previous: { tier: Tier | null; events: number };
}

/** What is read for standing findings only, and not kept. */
export interface Known {
	customersOf: Map<string, string>;
	/** Texts about products of its category. */
	said: Said[];
}

export interface Measured {
	sku: string;
	mode: string;
	tier: Tier;
	cause: Cause;
	lot: string | null;
	observed: number;
	expected: number;
	ebgm: number;
	eb05: number;
	eb95: number;
	eValue: number;
	since: DayNumber;
	inUse: number;
	evidence: Evidence;
	counted: { return: string; source: 'customer' | 'reason' | 'desk'; answer: number | null }[];
}

export function measure(
	look: Look,
	assessment: Assessment,
	finding: Assessed,
	{ customersOf, said }: Known
): Measured {
	const { cell } = finding;
	const counted = countedIn(look, finding);
	const { structure, ...reasoning } = causeOf(look, finding, customersOf, counted);
	const isLot = reasoning.cause === 'lot';
	const product = look.products[cell.product]!;
	const ofLot = (batch: number) => !isLot || product.facts.batches[batch]!.lot === reasoning.lot;
	const lotCell = isLot ? finding.lots.find(({ name }) => name === reasoning.lot) : undefined;
	const [observed, expected] = lotCell ? [lotCell.n, lotCell.expected] : [cell.observed, cell.expected];
	const shown = lotCell ? shrunkTo(look, cell, observed, expected) : cell;
	const events = counted.filter(({ batch }) => ofLot(batch));
	const { inUse, usual } = stillToCome(look, finding, ofLot);
	const by = (what: 'version' | 'supplier') =>
		grouped(look, cell.product, finding.batches, what, [finding.m])[0]!;
	const sourceOf = (source: 'customer' | 'reason' | null) => source ?? 'desk';
	return {
		sku: product.sku,
		mode: look.modes[cell.mode]!,
		tier: finding.tier,
		cause: reasoning.cause,
		lot: reasoning.lot,
		observed,
		expected,
		ebgm: shown.ebgm,
		eb05: shown.eb05,
		eb95: shrunkTo(look, cell, observed, expected).eb95,
		eValue: eValueOf(cell, observed, expected),
		since: reasoning.since,
		inUse,
		evidence: {
			reasoning: { ...reasoning, story: structure.story, gain: structure.gain, worstLot: structure.worstLot },
			product: { observed: cell.observed, expected: cell.expected, ebgm: cell.ebgm, eb05: cell.eb05 },
			lots: finding.lots,
			versions: by('version'),
			suppliers: by('supplier'),
			series: seriesOf(look, finding, events, ofLot),
			usualToCome: usual,
			likelyToCome: usual * shown.ebgm,
			sources: countBy(events.map(({ source }) => sourceOf(source))),
			unresolved: product.own.events.length - product.events.length,
			dispositions: tally(events.map(({ disposition }) => disposition ?? 'not_said')),
			shape: shapeOf(look, finding, counted),
			whatIf: whatIf(look, finding, observed, expected, assessment.cells),
			words: tellingWords(said, look.modes[cell.mode]!)
		},
		counted: events.map((each) => ({
			return: each.return,
			source: sourceOf(each.source),
			answer: each.answer
		}))
	};
}

const tally = (words: string[]) => {
	const counts: Record<string, number> = {};
	for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
	return counts;
};
const countBy = (sources: string[]) => ({ customer: 0, reason: 0, desk: 0, ...tally(sources) });

function shapeOf(look: Look, finding: Assessed, events: CountedEvent[]): number | null {
	if (events.length < 8) return null;
	const ages = new Map<number, number>();
	const { sales } = look.products[finding.cell.product]!;
	const { day, count } = sales.columns;
	for (let n = 0; n < sales.length; n++) {
		const age = Math.min(look.asOf - day[n]!, warranty);
		if (age > 0) ages.set(age, (ages.get(age) ?? 0) + count[n]!);
	}
	const watched = [...ages].map(([time, count]) => ({ time, event: false, count }));
	const failed = events.map(({ age }) => ({ time: age + 0.5, event: true }));
	return fitWeibull([...watched, ...failed])?.shape ?? null;
}

function eValueOf({ basis }: Assessed['cell'], observed: number, expected: number): number {
	const { n, expected: mu } = weighed(observed, expected, basis);
	return eValue(n, mu);
}

function whatIf(
	look: Look,
	{ cell, tier }: Assessed,
	observed: number,
	expected: number,
	cells: number
): WhatIf {
	// The first of all cells must reach this; later ones less, so "at most so many".
	const believed = (2 * cells) / 0.05;
	const tierWith = (n: number): Tier | null => {
		if (n < least.events) return null;
		if (eValueOf(cell, n, expected) >= believed) return 'confirmed';
		const { eb05 } = shrunkTo(look, cell, n, expected);
		return eb05 >= least.signal ? 'signal' : eb05 >= least.watch ? 'watch' : null;
	};
	const order = [null, 'watch', 'signal', 'confirmed'];
	let next: WhatIf['next'] = null;
	for (let n = observed + 1; tier !== 'confirmed' && n <= observed + 100 && !next; n++) {
		const then = tierWith(n);
		if (order.indexOf(then) > order.indexOf(tier)) next = { tier: then!, events: n };
	}
	for (let n = observed - 1; n >= 0; n--) {
		const then = tierWith(n);
		if (order.indexOf(then) < order.indexOf(tier)) return { next, previous: { tier: then, events: n } };
	}
	return { next, previous: { tier: null, events: 0 } };
}
