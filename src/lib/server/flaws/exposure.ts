// Unit-days at risk by age band. Pure.
//
// A unit of age a (days since its sale, on the analysis date) has been at risk on its days t = 0 … a, up to its return and up to
// the end of the warranty. A failure on day t is known by now with probability F(a − t), F the reporting delay; so each day weighs
// F(a − t). This handles recent sales and late records together.

/** Edges of the age bands, in days; the last is the end of the warranty. */
export const bandEdges = [0, 15, 30, 60, 90, 135, 180, 270, 365];
export const bandCount = bandEdges.length - 1;

/** `bandCount` after the end of the warranty. */
export function bandOf(age: number): number {
	let band = 0;
	while (age >= bandEdges[band + 1]!) band++;
	return band;
}

export class AgeTable {
	/** Weighted days by age and band. */
	readonly days: Float64Array;
	/** From this age on nothing changes any more: the warranty is over, and all is recorded. */
	readonly settled: number;
	/** Weighted days by band of the oldest units. */
	readonly most: Float64Array;
	#known: Float64Array;

	constructor(delay: number[], oldest: number) {
		// #known[k] = F(0) + … + F(k − 1)
		this.#known = new Float64Array(oldest + 2);
		for (let k = 0; k <= oldest; k++) this.#known[k + 1] = this.#known[k]! + (delay[k] ?? 1);
		this.settled = bandEdges.at(-1)! + delay.length;
		this.days = new Float64Array((oldest + 1) * bandCount);
		for (let age = 0; age <= oldest; age++)
			for (let band = 0; band < bandCount; band++)
				this.days[age * bandCount + band] = this.between(age, band, age);
		this.most = this.days.subarray(-bandCount);
	}

	/** Weighted days in a band of a unit of this age that was at risk until its day `last`. */
	between(age: number, band: number, last: number): number {
		const from = bandEdges[band]!;
		const to = Math.min(bandEdges[band + 1]!, last + 1);
		return to <= from ? 0 : this.#known[age - from + 1]! - this.#known[age - to + 1]!;
	}

	/** Weighted days in a band that a unit was not at risk any more, returned on its day `returned`. */
	after(age: number, band: number, returned: number): number {
		return this.days[age * bandCount + band]! - this.between(age, band, Math.min(returned, age));
	}
}
