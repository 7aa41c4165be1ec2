// Between which shares a place of a given size is expected to lie (the lines of a funnel plot).
//
// Definition. p ± z √( p(1 − p)/n · (1 + (n − 1)ρ) ), cut to [0, 1], with ρ the intraclass correlation of honest places (see
// beta-binomial.ts) and z = 3.09, outside of which one in a thousand lies by chance on each side.
//
// Assumptions. Near normal; for a share close to 0 or 1 of few cases the line is a guide, and the test behind a signal is exact.
//
// Source. D. Spiegelhalter (2005), Statistics in Medicine 24, 1185–1202.
//
// Example. funnelLimits(100, 0.5, 0) → { low: 0.3455, high: 0.6545 }

const z998 = 3.0902323061678132;

export function funnelLimits(n: number, p: number, rho: number): { low: number; high: number } {
	const half = z998 * Math.sqrt(((p * (1 - p)) / n) * (1 + (n - 1) * rho));
	return { low: Math.max(0, p - half), high: Math.min(1, p + half) };
}
