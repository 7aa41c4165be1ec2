// How much slower: the ratio of pairs measured one right after the other, in turn, so that whatever changes in minutes (a server that warms
// up, tables that grow, a machine with moods) meets both of a pair. The geometric mean, with the 95 % interval of Student's t on logarithms.
import { betaQuantile } from '#lib/statistics/quantile.ts';

export interface Ratio {
	ratio: number;
	low: number;
	high: number;
}

export function ratioOfPairs(without: number[], along: number[]): Ratio {
	const logs = without.map((rate, pair) => Math.log(along[pair]! / rate));
	const free = logs.length - 1;
	const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
	const spread = Math.sqrt(logs.reduce((sum, log) => sum + (log - mean) ** 2, 0) / free);
	// t² is free · (1 − x)/x with x of a beta distribution.
	const x = betaQuantile(0.05, free / 2, 0.5);
	const half = Math.sqrt((free * (1 - x)) / x) * (spread / Math.sqrt(logs.length));
	return { ratio: Math.exp(mean), low: Math.exp(mean - half), high: Math.exp(mean + half) };
}

export const saidOf = ({ ratio, low, high }: Ratio) =>
	`${ratio.toFixed(3)}, 95 % interval ${low.toFixed(3)} to ${high.toFixed(3)}`;
