// Whether things fail early, at random, or by wearing out: a Weibull distribution of the time to failure.
//
// Definition. S(t) = exp(−(t/scale)^shape). Shape below 1: failures come early and grow rarer; 1: at random; above: they grow more
// frequent with age. Maximum likelihood with those that have not failed yet (right-censored): the shape k solves
//   Σ t^k ln t / Σ t^k − 1/k − (1/d) Σ_failed ln t = 0,   scale = (Σ t^k / d)^(1/k),
// d the number failed. The left side rises with k, so rootOfion finds the one solution.
//
// Assumptions. One way of failing, independent units, ends of watching that have nothing to do with failing. All times above 0.
//
// Source. J. F. Lawless (2003), Statistical Models and Methods for Lifetime Data, §5.2. Checked against R survival 3.5-3 survreg
// (tests/reference/weibull.json).
//
// Example. On the generator fans (12 failures of 70): shape 1.058, scale 26,297 hours.
import { rootOf } from './quantile.ts';
import type { Watched } from './kaplan-meier.ts';

export interface Weibull {
	shape: number;
	/** In the unit of the times. */
	scale: number;
	logLikelihood: number;
}

/** Undefined without a failure, or where all failed at one and the same time: no shape fits best. */
export function fitWeibull(watched: Watched[]): Weibull | undefined {
	const usable = watched.filter(({ time }) => time > 0).map(({ count = 1, ...rest }) => ({ ...rest, count }));
	const failed = usable.filter(({ event }) => event);
	const d = failed.reduce((sum, { count }) => sum + count, 0);
	if (d === 0 || usable.every(({ time }) => time === usable[0]!.time)) return undefined;
	// Times are scaled by the longest, so that no power overflows.
	const longest = Math.max(...usable.map(({ time }) => time));
	const logs = usable.map(({ time, count }) => ({ log: Math.log(time / longest), count }));
	const meanLog = failed.reduce((sum, { time, count }) => sum + count * Math.log(time / longest), 0) / d;
	/** Σ t^k and Σ t^k ln t. */
	function powers(k: number): [number, number] {
		let [sum, weighted] = [0, 0];
		for (const { log, count } of logs) {
			const power = count * Math.exp(k * log);
			sum += power;
			weighted += power * log;
		}
		return [sum, weighted];
	}
	const slope = (t: number) => {
		const [sum, weighted] = powers(Math.exp(t));
		return weighted / sum - Math.exp(-t) - meanLog;
	};
	if (slope(12) < 0) return undefined;
	const shape = Math.exp(rootOf(slope, -12, 12));
	const [sum] = powers(shape);
	const logScale = Math.log(sum / d) / shape;
	const logLikelihood =
		d * (Math.log(shape) - shape * logScale) + (shape - 1) * d * meanLog - d - d * Math.log(longest);
	return { shape, scale: longest * Math.exp(logScale), logLikelihood };
}
