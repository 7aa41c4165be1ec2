// Several p-values about one question as one (Fisher's method).
//
// Definition. −2 Σ ln p_i of m independent p-values has the chi-squared distribution with 2m degrees of freedom.
//
// Assumptions. Independent under the null hypothesis. Discrete p-values make it careful.
//
// Source. R. A. Fisher (1932), Statistical Methods for Research Workers, 4th ed., §21.1.
//
// Example. fisherCombination([0.05, 0.05]) → 0.0175.
import { chiSquaredUpper } from './normal-distribution.ts';

export function fisherCombination(pValues: number[]): number {
	const statistic = -2 * pValues.reduce((sum, p) => sum + Math.log(Math.max(p, 1e-300)), 0);
	return chiSquaredUpper(statistic, 2 * pValues.length);
}
