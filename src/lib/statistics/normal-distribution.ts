// The normal distribution's tails, and that of χ².
//
// Definition. Φ(z) = ½ Q(½, z²/2) for z ≤ 0, by symmetry above; P(χ²_df > x) = Q(df/2, x/2). Written through the upper
// incomplete gamma function, both keep their digits far out, where tables and polynomial fits fail.
//
// Source. Abramowitz & Stegun 26.2.29, 26.4.19. Checked against R 4.2.2 (tests/reference/special.json).
//
// Example. chiSquaredUpper(3.84, 1) = 0.05004…
import { gammaUpper } from './gamma-functions.ts';

/** Φ(z). */
export function normalLower(z: number): number {
	const tail = 0.5 * gammaUpper(0.5, (z * z) / 2);
	return z <= 0 ? tail : 1 - tail;
}

/** P(χ² > x) with `degrees` of freedom. */
export const chiSquaredUpper = (x: number, degrees: number) => gammaUpper(degrees / 2, x / 2);
