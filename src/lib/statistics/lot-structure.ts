// Where an excess lies: in all lots, from some lot on, or in one lot.
//
// Definition. Lots in the order they were sold have n_l events where E_l were expected, Poisson with mean ρ E_l. Three stories:
//   all lots      one ratio ρ
//   from lot k    ρ_0 before, ρ_1 > ρ_0 from k on
//   one lot       ρ_1 in lot j, ρ_0 < ρ_1 in all others
// each with its maximum likelihood; a ratio r fitted to n over E contributes n ln(n/E) − n. A second ratio and the choice of a lot
// are paid for: stories with them lose `price` = ½ ln(number of lots with anything expected) + ln(number of places to choose), the
// Schwarz criterion plus the logarithm of the choices. The best after paying is believed. With `others` fixed at the reference
// ratio, "one lot" leaves all the other lots as sound as their peers, which a design flaw does not.
//
// Assumptions. Expected counts per lot are right up to a common factor. A flaw that begins with the newest lot cannot be told
// from a defect of that lot; it is called one lot until another lot has followed.
//
// Source. G. Schwarz (1978), Annals of Statistics 6, 461–464, for the price; the likelihood-ratio scan after D. Hinkley (1970),
// Biometrika 57. The exact test of one lot: binomial, see beta-functions.ts; checked on tests/reference/tables.json.
//
// Example. lotStructure([{ n: 4, expected: 5.1 }, { n: 6, expected: 6.3 }, { n: 3, expected: 4.2 }, { n: 21, expected: 5.8 },
// { n: 5, expected: 6 }, { n: 7, expected: 6.6 }]) → one lot, the fourth; p = 6.2e−6.
import { binomialUpper } from './beta-functions.ts';
import type { Cell } from './gamma-poisson-shrinkage.ts';

export interface LotStructure {
	story: 'all' | 'from' | 'one';
	/** Position of the lot the excess begins with, or of the one lot; 0 for all. */
	lot: number;
	/** ln likelihood by which the second ratio beats one for all lots, unpaid. */
	gain: number;
	/** Chance of the worst lot having at least its share of all events, times the number of lots; 1 at most. */
	worstLot: number;
}

const fit = (n: number, expected: number) => (n > 0 && expected > 0 ? n * Math.log(n / expected) - n : 0);

/** The believed story. `lots` in the order of sale. */
export function lotStructure(lots: Cell[]): LotStructure {
	const n = lots.reduce((sum, lot) => sum + lot.n, 0);
	const expected = lots.reduce((sum, lot) => sum + lot.expected, 0);
	const all = fit(n, expected);
	const places = Math.max(1, lots.filter((lot) => lot.expected > 0.05).length);
	const price = 0.5 * Math.log(Math.max(2, n)) + Math.log(Math.max(1, places - 1));
	const from = bestChange(lots, n, expected);
	const one = bestOne(lots, n, expected);
	const stories: LotStructure[] = [
		{ story: 'all', lot: 0, gain: 0, worstLot: one.p },
		{ story: 'from', lot: from.lot, gain: from.value - all, worstLot: one.p },
		{ story: 'one', lot: one.lot, gain: one.value - all, worstLot: one.p }
	];
	const paid = ({ story, gain }: LotStructure) => gain - (story === 'all' ? 0 : price);
	return stories.reduce((best, story) => (paid(story) > paid(best) ? story : best));
}

function bestChange(lots: Cell[], n: number, expected: number) {
	let best = { lot: 0, value: -Infinity };
	let [before, expectedBefore] = [0, 0];
	// Not the last lot alone: that is one lot.
	for (let k = 1; k < lots.length - 1; k++) {
		before += lots[k - 1]!.n;
		expectedBefore += lots[k - 1]!.expected;
		const [after, expectedAfter] = [n - before, expected - expectedBefore];
		if (expectedBefore <= 0 || expectedAfter <= 0 || after / expectedAfter <= before / expectedBefore)
			continue;
		const value = fit(before, expectedBefore) + fit(after, expectedAfter);
		if (value > best.value) best = { lot: k, value };
	}
	return best;
}

function bestOne(lots: Cell[], n: number, expected: number) {
	let best = { lot: 0, value: -Infinity, p: 1 };
	if (lots.length < 2) return best;
	lots.forEach((lot, j) => {
		const [rest, expectedRest] = [n - lot.n, expected - lot.expected];
		if (lot.expected <= 0 || expectedRest <= 0 || lot.n / lot.expected <= rest / expectedRest) return;
		const value = fit(lot.n, lot.expected) + fit(rest, expectedRest);
		if (value > best.value)
			best = {
				lot: j,
				value,
				p: Math.min(1, lots.length * binomialUpper(lot.n, n, lot.expected / expected))
			};
	});
	return best;
}
