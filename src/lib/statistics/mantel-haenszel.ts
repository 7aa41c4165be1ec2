// Whether what customers said goes with what happened later, when places and channels differ anyway: the odds ratio over
// several two-by-two tables, compared only within each.
//
// Definition. A stratum is [[a, b], [c, d]]: with the trait a happened and b did not, without it c and d; n = a + b + c + d.
//   OR = Σ ad/n / Σ bc/n
// Interval on ln OR by Robins, Breslow and Greenland: with P = (a + d)/n, Q = (b + c)/n, R = ad/n, S = bc/n,
//   var = ΣPR/(2(ΣR)²) + Σ(PS + QR)/(2 ΣR ΣS) + ΣQS/(2(ΣS)²).
// Breslow-Day asks whether the strata agree on one odds ratio: Σ (a − â)²/var(â), â what a table's margins and the common ratio
// expect of a; χ² with (strata − 1) degrees of freedom.
//
// Assumptions. Independent observations; one odds ratio in all strata (see Breslow-Day). With few events use mid-p Fisher.
//
// Source. N. Mantel & W. Haenszel (1959); J. Robins, N. Breslow & S. Greenland (1986), Biometrics 42, 311–323; N. Breslow & N. Day
// (1980), §4.4. Checked against R 4.2.2 mantelhaen.test (tests/reference/tables.json).
//
// Example. mantelHaenszel([[[8, 40], [2, 90]]]).oddsRatio = 9: eight of 48 against two of 92.
import { rootOf } from './quantile.ts';
import { chiSquaredUpper } from './normal-distribution.ts';
import { z95 } from './wilson-interval.ts';

export type Stratum = [[number, number], [number, number]];

export interface CommonOdds {
	/** NaN or Infinity when one side is empty. */
	oddsRatio: number;
	low: number;
	high: number;
	/** Chance of strata differing at least so much if they had one odds ratio; 1 with one stratum. */
	heterogeneity: number;
}

export function mantelHaenszel(strata: Stratum[], z = z95): CommonOdds {
	let [r, s, pr, psqr, qs] = [0, 0, 0, 0, 0];
	for (const [[a, b], [c, d]] of strata) {
		const n = a + b + c + d;
		if (n === 0) continue;
		const [p, q] = [(a + d) / n, (b + c) / n];
		const [right, left] = [(a * d) / n, (b * c) / n];
		r += right;
		s += left;
		pr += p * right;
		psqr += p * left + q * right;
		qs += q * left;
	}
	const oddsRatio = r / s;
	const width = z * Math.sqrt(pr / (2 * r * r) + psqr / (2 * r * s) + qs / (2 * s * s));
	return {
		oddsRatio,
		low: oddsRatio * Math.exp(-width),
		high: oddsRatio * Math.exp(width),
		heterogeneity: breslowDay(strata, oddsRatio)
	};
}

/** The p-value of the strata having one odds ratio. */
function breslowDay(strata: Stratum[], oddsRatio: number): number {
	let [sum, used] = [0, 0];
	for (const [[a, b], [c, d]] of strata) {
		const [withTrait, happened, n] = [a + b, a + c, a + b + c + d];
		const [least, most] = [Math.max(0, withTrait + happened - n), Math.min(withTrait, happened)];
		if (least === most) continue;
		used++;
		if (!Number.isFinite(oddsRatio) || oddsRatio === 0) continue;
		const logOdds = (x: number) =>
			Math.log(x) + Math.log(n - withTrait - happened + x) - Math.log(withTrait - x) - Math.log(happened - x);
		const fitted = rootOf((x) => logOdds(x) - Math.log(oddsRatio), least, most);
		const variance =
			1 /
			(1 / fitted +
				1 / (withTrait - fitted) +
				1 / (happened - fitted) +
				1 / (n - withTrait - happened + fitted));
		sum += (a - fitted) ** 2 / variance;
	}
	return used < 2 ? 1 : chiSquaredUpper(sum, used - 1);
}
