// What the pages show of one product. Pure.
import { wilsonInterval, type Share } from '../../statistics/wilson-interval.ts';
import { nobody, type Lineages } from '../returns/returns.ts';
import type { Assessment } from './assess.ts';
import { grouped } from './batches.ts';
import { weighed, type Cell } from './expected.ts';
import { chanceBelow } from '../../statistics/gamma-poisson-shrinkage.ts';
import { foretell, strataOf, type Foretelling, type Strata } from './foretelling.ts';
import {
	addLives,
	copyLives,
	cumulativeReturns,
	lineageLives,
	livesOf,
	returnCurve,
	returnedWithin,
	type CurvePoint,
	type LineageLife,
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
	/** By what they count as. */
	/** What customers said, whether or not it came back. */
	said: Share;
	saidFailed: number;
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
	all: Portrait[];
	foretelling: Foretelling;
}

export function portraits(look: Look, { batchesOf }: Assessment, lineages: Lineages): Portraits {
	const lives = look.products.map((_, product) => livesOf(look, product));
	const byLineage = lineageLives(look, lineages);
	const categories = sums(look, lives);
	const cumulative = look.products.map(({ sku }, product) =>
		cumulativeReturns(look, product, byLineage.get(sku) ?? [])
	);
	const strata = look.products.map(({ sku }): Strata => strataOf(byLineage.get(sku) ?? [], look.asOf));
	const all = look.products.map(({ sku, category, facts, modes }, product) => {
		const { first, replacements } = lives[product]!;
		const peers = addLives(copyLives(categories.get(category)!.first), first, -1);
		const peerReplacements = addLives(copyLives(categories.get(category)!.replacements), replacements, -1);
		const lineagesOfIt = byLineage.get(sku) ?? [];
		const curve = { own: returnCurve(first), peers: returnCurve(peers) };
		const within = (those: Lives, by = returnCurve(those)) => returnedWithin(those, by, halfYear);
		return {
			sku,
			summary: summarise(look, product, lineagesOfIt),
			content: {
				modes: modes
					.map((mode) => {
						const { observed, expected, ebgm, eb05 } = look.reference.cellOf[product]!.get(mode)!;
						const code = look.modes[mode]!;
						return { code, observed, expected, ebgm, eb05, said: facts.said.modes[code] ?? 0 };
					})
					.sort((a, b) => b.eb05 - a.eb05),
				...heatOf(look, product, batchesOf[product]!),
				lotCount: new Set(facts.batches.map(({ lot }) => lot).filter(Boolean)).size,
				curve,
				cumulative: { own: cumulative[product]!, peers: meanOfPeers(look, product, cumulative) },
				within: {
					first: within(first, curve.own),
					peers: within(peers, curve.peers),
					replacements: within(replacements),
					peerReplacements: within(peerReplacements)
				},
				...storiesOf(look, lineagesOfIt, facts.batches),
				foretelling: foretell(strata[product]!),
				answers: facts.said.newest.toSorted((a, b) => b - a).slice(0, 24)
			}
		};
	});
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

/** The other products of the category, each weighing as many units as it sold. */
function meanOfPeers(look: Look, product: number, curves: CurvePoint[][]): CurvePoint[] {
	const { category } = look.products[product]!;
	const peers = look.products.flatMap((other, at) =>
		at !== product && other.category === category
			? [{ units: other.facts.units.length, curve: curves[at]! }]
			: []
	);
	return curves[product]!.flatMap(([day], at): CurvePoint[] => {
		const there = peers.filter(({ curve }) => curve[at] !== undefined);
		const units = there.reduce((sum, peer) => sum + peer.units, 0);
		if (units === 0) return [];
		const mean = there.reduce((sum, peer) => sum + peer.units * peer.curve[at]![1], 0) / units;
		return [[day, Math.round(mean * 1e5) / 1e5, 0, 0]];
	});
}

const nameOf = {
	failed: 'failed',
	no_fault_found: 'noFaultFound',
	changed_mind: 'changedMind',
	other: 'other'
} as const;

function summarise(look: Look, product: number, lineages: LineageLife[]): Summary {
	const { facts, own, sales } = look.products[product]!;
	const units = sales.reduce((sum, { day, count, sign }) => sum + (day <= look.asOf ? sign * count : 0), 0);
	const kinds = { failed: 0, unresolved: 0, noFaultFound: 0, changedMind: 0, other: 0 };
	for (const { resolved } of own.all) {
		kinds[nameOf[resolved.kind]]++;
		if (resolved.kind === 'failed' && resolved.mode === null) kinds.unresolved++;
	}
	return {
		units,
		inUse: units - own.gone.length,
		returns: own.all.length,
		again: wilsonInterval(lineages.filter(({ returns }) => returns.length > 1).length, lineages.length),
		said: wilsonInterval(facts.said.failed, facts.said.asked),
		saidFailed: facts.said.failed,
		repeatReturns: lineages.reduce((sum, { returns }) => sum + returns.length - 1, 0),
		kinds
	};
}

function heatOf(
	look: Look,
	product: number,
	batches: Assessment['batchesOf'][number]
): Pick<Content, 'lots'> {
	const { modes } = look.products[product]!;
	const cells = modes.map((mode) => look.reference.cellOf[product]!.get(mode)!);
	const byMode = modes.map((_, m) => grouped(look, product, batches, m, 'lot'));
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

function storiesOf({ serials }: Look, lineages: LineageLife[], batches: { lot: string | null }[]) {
	const again = lineages
		.filter(({ returns }) => returns.length > 1)
		.sort(
			(a, b) =>
				b.returns.length - a.returns.length ||
				b.returns.at(-1)!.fact.returnedOn - a.returns.at(-1)!.fact.returnedOn
		);
	return {
		storyCount: again.length,
		stories: again.slice(0, storiesShown).map(({ first, returns }) => ({
			first: serials[first]!,
			returns: returns.map(({ fact, resolved }) => ({
				id: fact.id,
				serial: serials[fact.unit]!,
				lot: batches[fact.batch]?.lot ?? null,
				returnedOn: fact.returnedOn,
				reason: fact.reason,
				mode: resolved.mode,
				source: resolved.source,
				disposition: fact.disposition,
				replacement: fact.next === nobody ? null : serials[fact.next]!
			}))
		}))
	};
}
