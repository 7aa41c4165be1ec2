// What the pages show of one product. Pure.
import { wilsonInterval, type Share } from '../../statistics/wilson-interval.ts';
import { nobody, type Lineages } from '../returns/returns.ts';
import type { Assessment } from './assess.ts';
import { weighed, type Cell } from './expected.ts';
import { chanceBelow } from '../../statistics/gamma-poisson-shrinkage.ts';
import { foretell, strataOf, type Foretelling, type Strata } from './foretelling.ts';
import { lineageLives, type LineageLives } from './lineage-lives.ts';
import {
	addLives,
	copyLives,
	cumulativeReturns,
	livesOf,
	returnCurve,
	returnedWithin,
	type CurvePoint,
	type Lives
} from './lives.ts';
import type { Look } from './look.ts';

export interface Summary {
	units: number;
	inUse: number;
	returns: number;
	/** Of the lineages that came back, those that came back again. */
	again: Share;
	repeatReturns: number;
	/** What customers said, whether or not it came back. */
	said: Share;
	saidFailed: number;
	/** By what they count as. */
	kinds: { failed: number; unresolved: number; noFaultFound: number; changedMind: number; other: number };
}

export interface ModeRow {
	code: string;
	observed: number;
	expected: number;
	ebgm: number;
	eb05: number;
	/** Customers who named it. */
	said: number;
}

export interface LineageStory {
	first: string;
	returns: {
		id: string;
		serial: string;
		lot: string | null;
		returnedOn: number;
		reason: string | null;
		mode: string | null;
		source: string | null;
		disposition: string | null;
		replacement: string | null;
	}[];
}

export interface Content {
	modes: ModeRow[];
	/** The newest lots, oldest first; cells by mode: observed, expected, and how many of the `shades` its EB05 reaches. */
	lots: { name: string; units: number; firstSale: number; cells: [number, number, number][] }[];
	lotCount: number;
	curve: { own: CurvePoint[]; peers: CurvePoint[] };
	cumulative: { own: CurvePoint[]; peers: CurvePoint[] };
	within: { first: Within; peers: Within; replacements: Within; peerReplacements: Within };
	stories: LineageStory[];
	storyCount: number;
	foretelling: Foretelling;
	/** Some answers that say it failed. */
	answers: number[];
}

type Within = ReturnType<typeof returnedWithin>;

export interface Portrait {
	sku: string;
	summary: Summary;
	content: Content;
}

const lotsShown = 18;
const storiesShown = 8;
/** Replacements are compared over half a year. */
const halfYear = 180;

export interface Portraits {
	/** Each is drawn when it is asked for. */
	all: (() => Portrait)[];
	foretelling: Foretelling;
}

export function portraits(look: Look, { lotsOf }: Assessment, lineages: Lineages): Portraits {
	const lives = look.products.map((_, product) => livesOf(look, product));
	const ofLineages = lineageLives(look, lineages);
	const categories = sums(look, lives);
	const cumulative = look.products.map((_, product) => cumulativeReturns(look, product, ofLineages));
	const cumulativeSums = curveSums(look, cumulative);
	const strata = look.products.map((_, product): Strata => strataOf(look, ofLineages, product));
	function portraitOf(product: number): Portrait {
		const { sku, category, facts, modes } = look.products[product]!;
		const { first, replacements } = lives[product]!;
		const peers = addLives(copyLives(categories.get(category)!.first), first, -1);
		const peerReplacements = addLives(copyLives(categories.get(category)!.replacements), replacements, -1);
		const curve = { own: returnCurve(first), peers: returnCurve(peers) };
		const within = (those: Lives, by = returnCurve(those, halfYear)) => returnedWithin(those, by, halfYear);
		return {
			sku,
			summary: summarise(look, product, ofLineages),
			content: {
				modes: modes
					.map((mode) => {
						const { observed, expected, ebgm, eb05 } = look.reference.cellOf[product]!.get(mode)!;
						const code = look.modes[mode]!;
						return { code, observed, expected, ebgm, eb05, said: facts.said.modes[code] ?? 0 };
					})
					.sort((a, b) => b.eb05 - a.eb05),
				...heatOf(look, product, lotsOf),
				lotCount: new Set(facts.batches.map(({ lot }) => lot).filter(Boolean)).size,
				curve,
				cumulative: {
					own: cumulative[product]!,
					peers: meanOfPeers(look, product, cumulative[product]!, cumulativeSums)
				},
				within: {
					first: within(first, curve.own),
					peers: within(peers, curve.peers),
					replacements: within(replacements),
					peerReplacements: within(peerReplacements)
				},
				...storiesOf(look, product, ofLineages),
				foretelling: foretell(strata[product]!),
				answers: facts.said.newest.toSorted((a, b) => b - a).slice(0, 24)
			}
		};
	}
	const all = look.products.map((_, product) => () => portraitOf(product));
	return { all, foretelling: foretell(strata.flatMap((own) => [...own])) };
}

function sums(look: Look, lives: { first: Lives; replacements: Lives }[]) {
	const result = new Map<number, { first: Lives; replacements: Lives }>();
	look.products.forEach(({ category }, product) => {
		const { first, replacements } = lives[product]!;
		const sum = result.get(category);
		if (sum) {
			addLives(sum.first, first);
			addLives(sum.replacements, replacements);
		} else result.set(category, { first: copyLives(first), replacements: copyLives(replacements) });
	});
	return result;
}

/** By category and point of the curves: units sold, and what they add up to. */
type CurveSums = Map<number, { units: number; sum: number }[]>;

function curveSums(look: Look, curves: CurvePoint[][]): CurveSums {
	const result: CurveSums = new Map();
	look.products.forEach(({ category, facts }, product) => {
		const sums = result.get(category) ?? [];
		result.set(category, sums);
		curves[product]!.forEach(([, mean], at) => {
			const point = (sums[at] ??= { units: 0, sum: 0 });
			point.units += facts.units.length;
			point.sum += facts.units.length * mean;
		});
	});
	return result;
}

/** The other products of the category, each weighing as many units as it sold. */
function meanOfPeers(look: Look, product: number, own: CurvePoint[], sums: CurveSums): CurvePoint[] {
	const { category, facts } = look.products[product]!;
	return own.flatMap(([day, mean], at): CurvePoint[] => {
		const all = sums.get(category)![at]!;
		const units = all.units - facts.units.length;
		if (units <= 0) return [];
		const ofPeers = (all.sum - facts.units.length * mean) / units;
		return [[day, Math.round(Math.max(0, ofPeers) * 1e5) / 1e5, 0, 0]];
	});
}

const nameOf = {
	failed: 'failed',
	no_fault_found: 'noFaultFound',
	changed_mind: 'changedMind',
	other: 'other'
} as const;

function summarise(look: Look, product: number, { of, lives }: LineageLives): Summary {
	const { facts, own, sales } = look.products[product]!;
	let units = 0;
	const { day, count } = sales.columns;
	for (let n = 0; n < sales.length; n++) if (day[n]! <= look.asOf) units += count[n]!;
	const kinds = { failed: 0, unresolved: 0, noFaultFound: 0, changedMind: 0, other: 0 };
	const lineages = of[product]!.map((life) => lives.columns.count[life]!);
	const counts = new Int32Array(look.meanings.length);
	for (let at = 0; at < own.told.length; at++) if (own.told[at] !== nobody) counts[own.told[at]!]!++;
	counts.forEach((count, told) => {
		const { kind, mode } = look.meanings[told]!.resolved;
		kinds[nameOf[kind]] += count;
		if (kind === 'failed' && mode === null) kinds.unresolved += count;
	});
	return {
		units,
		inUse: units - own.gone.length,
		returns: own.returns,
		again: wilsonInterval(lineages.filter((returns) => returns > 1).length, lineages.length),
		said: wilsonInterval(facts.said.failed, facts.said.asked),
		saidFailed: facts.said.failed,
		repeatReturns: lineages.reduce((sum, returns) => sum + returns - 1, 0),
		kinds
	};
}

function heatOf(look: Look, product: number, lotsOf: Assessment['lotsOf']): Pick<Content, 'lots'> {
	const { modes } = look.products[product]!;
	const cells = modes.map((mode) => look.reference.cellOf[product]!.get(mode)!);
	const byMode = modes.map((_, m) => lotsOf(product, m));
	// In the order of the table beside it.
	const order = [...modes.keys()].sort((a, b) => eb05(b) - eb05(a));
	const shown = byMode[0]?.slice(-lotsShown) ?? [];
	const from = (byMode[0]?.length ?? 0) - shown.length;
	function eb05(m: number) {
		return cells[m]!.eb05;
	}
	return {
		lots: shown.map(({ name, units, firstSale }, at) => ({
			name,
			units,
			firstSale,
			cells: order.map((m): [number, number, number] => {
				const { n, expected } = byMode[m]![from + at]!;
				// Fewer than three events are no news, whatever was expected.
				return [
					n,
					Math.round(expected * 100) / 100,
					n >= 3 && expected > 0 ? shadeOf(look, cells[m]!, n, expected) : 0
				];
			})
		}))
	};
}

/** How much more than expected, after allowing for chance, is shaded how strongly. */
const shades = [1.25, 1.5, 3];

function shadeOf(look: Look, { basis }: Cell, observed: number, expected: number): number {
	const { n, expected: mu } = weighed(observed, expected, basis);
	let shade = 0;
	while (shade < shades.length && chanceBelow(look.reference.prior, n, mu, shades[shade]!) <= 0.05) shade++;
	return shade;
}

function storiesOf(look: Look, product: number, { of, lives, returns }: LineageLives) {
	const { returnedOn, before, product: products, at } = returns.columns;
	const { serials } = look.facts;
	const again = of[product]!.filter((life) => lives.columns.count[life]! > 1)
		.map((life) => {
			const all: number[] = [];
			for (let n = lives.columns.last[life]!; n !== nobody; n = before[n]!) all.push(n);
			return { life, all, latest: all.reduce((day, n) => Math.max(day, returnedOn[n]!), -Infinity) };
		})
		.sort((a, b) => b.all.length - a.all.length || b.latest - a.latest);
	return {
		storyCount: again.length,
		stories: again.slice(0, storiesShown).map(({ life, all }) => ({
			first: serials.nameOf(lives.columns.first[life]!),
			returns: all
				.map((n) => returnIn(look, products[n]!, at[n]!))
				.sort((a, b) => a.returnedOn - b.returnedOn || (a.id < b.id ? -1 : 1))
		}))
	};
}

/** Of any product: what replaced a unit may be another one. */
function returnIn(
	{ facts, products, meanings }: Look,
	product: number,
	at: number
): LineageStory['returns'][number] {
	const { own, facts: its } = products[product]!;
	const { id, unit, batch, returnedOn, reason, disposition, next } = its.returns.columns;
	const { mode, source } = meanings[own.told[at]!]!.resolved;
	return {
		id: facts.returnIds.nameOf(id[at]!),
		serial: facts.serials.nameOf(unit[at]!),
		lot: its.batches[batch[at]!]?.lot ?? null,
		returnedOn: returnedOn[at]!,
		reason: facts.words.wordOf(reason[at]!),
		mode,
		source,
		disposition: facts.words.wordOf(disposition[at]!),
		replacement: next[at] === nobody ? null : facts.serials.nameOf(next[at]!)
	};
}
