// From a look to findings: what stands out, how surely, and in which lots. Pure.
//
//   watch      at least 3 events, and even the shrunk ratio's 5 % point is 1.25 or more
//   signal     that point is 1.5 or more
//   confirmed  the e-value passes e-BH at 5 % over all product × mode cells
//
// A defect of one lot may drown in its product: lots are scanned, too. The mean of the e-values of a product's lots is itself an
// e-value of the whole scan, so that looking at many lots costs what it should.
import { eValue } from '../../statistics/e-value.ts';
import { eBenjaminiHochberg } from '../../statistics/false-discovery.ts';
import { shrink, type Shrunk } from '../../statistics/gamma-poisson-shrinkage.ts';
import { byBatch, grouped, type ByBatch, type LotCell } from './batches.ts';
import { noFaultFound } from './events.ts';
import { weighed, type Cell } from './expected.ts';
import type { Look } from './look.ts';

export type Tier = 'watch' | 'signal' | 'confirmed';
export const tiers: Tier[] = ['watch', 'signal', 'confirmed'];

export interface Assessed {
	cell: Cell;
	tier: Tier;
	batches: ByBatch;
	/** Position of the mode in the product's own list. */
	m: number;
	lots: LotCell[];
	/** What stands out is one lot only: its own figures. */
	scanned:
		| (Pick<Shrunk, 'ebgm' | 'eb05'> & { lot: number; n: number; expected: number; eValue: number })
		| undefined;
}

export const least = { events: 3, watch: 1.25, signal: 1.5 };
const level = 0.05;
/** What the scan of a product's lots must reach together, beside the one lot's own ratio. */
const scanLeast = { watch: 5, signal: 20 };

export interface Assessment {
	found: Assessed[];
	/** How many cells were looked at. */
	cells: number;
	/** Lots of a product in a mode of its own list. */
	lotsOf(product: number, m: number): LotCell[];
	/** Any other cell, as if it stood out: for what once did. */
	anyOther(sku: string, mode: string): Assessed | undefined;
}

export function assess(look: Look): Assessment {
	const { cells, prior } = look.reference;
	const tested = cells.filter(({ expected }) => expected > 0);
	const eValues = tested.map(({ observed, expected, basis }) => {
		const { n, expected: mu } = weighed(observed, expected, basis);
		return eValue(n, mu);
	});
	const batchesOf = look.products.map((_, product) => byBatch(look, product));
	const lots = look.products.map(({ modes }, product) =>
		grouped(look, product, batchesOf[product]!, 'lot', [...modes.keys()])
	);
	const lotsOf = (product: number, m: number) => lots[product]![m]!;
	const scans = tested.map((cell) => scan(look, cell));
	// The mean of two e-values is one: the cell's own, and that of the scan of its lots. One family, one level.
	const believed = eBenjaminiHochberg(
		eValues.map((e, at) => (e + scans[at]!.eValue) / 2),
		level
	);

	const found = tested.flatMap((cell, at): Assessed[] => {
		const { lots, best, eValue: scanned } = scans[at]!;
		// What is believed of the two is told of the product where that stands out at all, else of the lot.
		const tier = tierOf(cell.observed, cell.eb05, believed[at]! && cell.eb05 >= least.watch);
		const lotTier = best && scanTier(best, scanned, believed[at]!);
		const isScanned = rank(lotTier) > rank(tier);
		const strongest = isScanned ? lotTier : tier;
		if (!strongest) return [];
		return [
			{
				cell,
				tier: strongest,
				batches: batchesOf[cell.product]!,
				m: look.products[cell.product]!.modes.indexOf(cell.mode),
				lots,
				scanned: isScanned ? best : undefined
			}
		];
	});
	return { found, cells: tested.length, lotsOf, anyOther };

	function anyOther(sku: string, mode: string): Assessed | undefined {
		const product = look.products.findIndex((each) => each.sku === sku);
		const at = tested.findIndex((cell) => cell.product === product && look.modes[cell.mode] === mode);
		const cell = tested[at];
		if (!cell || found.some((each) => each.cell === cell)) return undefined;
		return {
			cell,
			tier: 'watch',
			batches: batchesOf[product]!,
			m: look.products[product]!.modes.indexOf(cell.mode),
			lots: scans[at]!.lots,
			scanned: undefined
		};
	}

	function scan(look: Look, cell: Cell) {
		const lots = lotsOf(cell.product, look.products[cell.product]!.modes.indexOf(cell.mode));
		if (look.modes[cell.mode] === noFaultFound) return { lots, best: undefined, eValue: 0 };
		let [sum, count] = [0, 0];
		let best: Assessed['scanned'];
		lots.forEach(({ n, expected }, lot) => {
			if (expected <= 0) return;
			count++;
			// Fewer than three events are no evidence here; leaving them out only lowers the mean.
			const own = weighed(n, expected, cell.basis);
			const e = n < least.events ? 0 : eValue(own.n, own.expected);
			sum += e;
			if (e > (best?.eValue ?? 0)) best = { lot, n, expected, eValue: e, ebgm: 1, eb05: 0 };
		});
		if (best) {
			const own = weighed(best.n, best.expected, cell.basis);
			const { ebgm, eb05 } = shrink(prior, own.n, own.expected);
			Object.assign(best, { ebgm, eb05 });
		}
		return { lots, best: lots.length > 1 ? best : undefined, eValue: count > 1 ? sum / count : 0 };
	}
}

const rank = (tier: Tier | undefined) => (tier ? tiers.indexOf(tier) : -1);

/** What stands out as one lot only needs the scan of all lots beside its own ratio. */
function scanTier(
	best: NonNullable<Assessed['scanned']>,
	scanned: number,
	isBelieved: boolean
): Tier | undefined {
	if (isBelieved && best.eb05 >= least.signal) return 'confirmed';
	const own = tierOf(best.n, best.eb05, false);
	if (scanned >= scanLeast.signal) return own;
	return own && scanned >= scanLeast.watch ? 'watch' : undefined;
}

export function tierOf(n: number, eb05: number, isBelieved: boolean): Tier | undefined {
	if (n < least.events) return undefined;
	if (isBelieved) return 'confirmed';
	if (eb05 >= least.signal) return 'signal';
	return eb05 >= least.watch ? 'watch' : undefined;
}
