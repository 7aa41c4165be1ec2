// Seeded randomness for the simulated world: same seed, same world.

export interface Random {
	/** Uniform in [0, 1). */
	next(): number;
	chance(probability: number): boolean;
	/** Whole number from `from` to `to`, both included. */
	whole(from: number, to: number): number;
	pick<T>(list: readonly T[]): T;
	/** Waiting time of an event with this rate. */
	exponential(rate: number): number;
}

export function seededRandom(seed: number): Random {
	// Mulberry32 (public domain): 32 bits of state are plenty for a few hundred thousand draws.
	let state = seed >>> 0;
	const next = () => {
		state = (state + 0x6d2b79f5) >>> 0;
		let mixed = Math.imul(state ^ (state >>> 15), state | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	};
	return {
		next,
		chance: (probability) => next() < probability,
		whole: (from, to) => from + Math.floor(next() * (to - from + 1)),
		pick: (list) => list[Math.floor(next() * list.length)]!,
		exponential: (rate) => -Math.log(1 - next()) / rate
	};
}
