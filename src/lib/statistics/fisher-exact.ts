// One two-by-two table with few counts: how likely at least so many, if the trait made no difference.
//
// Definition. With its margins fixed, a in [[a, b], [c, d]] is hypergeometric. The mid-p value counts what was seen by half:
//   P(A > a) + ½ P(A = a),
// which is closer to its level than Fisher's p, which is too careful with few counts.
//
// Source. R. A. Fisher (1935); H. O. Lancaster (1961), "Significance tests in discrete distributions". Checked against R 4.2.2
// fisher.test (tests/reference/tables.json).
//
// Example. midPGreater([[3, 1], [1, 3]]) = 0.1286.
import { logGamma } from './gamma-functions.ts';
import type { Stratum } from './mantel-haenszel.ts';

const logChoose = (n: number, k: number) => logGamma(n + 1) - logGamma(k + 1) - logGamma(n - k + 1);

/** One-sided: the trait goes with more events. */
export function midPGreater([[a, b], [c, d]]: Stratum): number {
	const [withTrait, without, happened] = [a + b, c + d, a + c];
	const chance = (x: number) =>
		Math.exp(
			logChoose(withTrait, x) + logChoose(without, happened - x) - logChoose(withTrait + without, happened)
		);
	let sum = chance(a) / 2;
	for (let x = a + 1; x <= Math.min(withTrait, happened); x++) sum += chance(x);
	return sum;
}
