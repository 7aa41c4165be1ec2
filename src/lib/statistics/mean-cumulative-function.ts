// How many returns one thing brings on average until a time, repeats included: the mean cumulative function.
//
// Definition. At each time t_k with d_k events among r_k histories still watched, M rises by d_k/r_k. The variance is robust: it
// treats each history as one observation, however its events hang together,
//   Var M(t) = Σ_i [ Σ_{t_k ≤ t} (Y_i(t_k)/r_k) (n_ik − d_k/r_k) ]²
// with Y_i whether history i is watched at t_k and n_ik its events then. Several events of one history at one time all count
// (what treats them as intervals of no length loses them: 1.407 instead of 1.543 on the valve seats). The interval is set on
// ln M: M · exp(±z · se / M).
//
// Assumptions. When watching ends has nothing to do with the events to come.
//
// Source. W. Nelson (1995), Technometrics 37, 147–157; J. F. Lawless & C. Nadeau (1995), Technometrics 37, 158–168. Checked
// against reda 0.5.6 (tests/reference/mcf_valveseat.json).
//
// Example. meanCumulativeFunction([{ events: [5, 9], end: 20 }, { events: [], end: 20 }]) ends at 1: two events, two histories.
import { z95 } from './wilson-interval.ts';

export interface History {
	/** When events came, each at most `end`; in any order. */
	events: number[];
	/** Until when it was watched. */
	end: number;
	/** How many are alike; 1 unless said. */
	count?: number;
}

export interface CumulativeStep {
	time: number;
	atRisk: number;
	events: number;
	/** M: mean number of events per history so far. */
	estimate: number;
	standardError: number;
}

/** One step at every time with an event. */
export function meanCumulativeFunction(histories: History[]): CumulativeStep[] {
	// A history's own sum is D − A: D of 1/r_k at its own events, A of d_k/r_k² while it is watched, the same for all. Of those still watched
	// Σ (D − A)² = Σ D² − 2A Σ D + A² Σ 1 is carried along; of the others it stays what it was.
	const owned = new Map<number, Watched[]>();
	const ending = new Map<number, Watched[]>();
	const watched = { count: 0, sum: 0, squares: 0 };
	for (const { events, end, count = 1 } of histories) {
		watched.count += count;
		const one: Watched = { count, sum: 0 };
		under(ending, end, one);
		for (const time of events) under(owned, time, one);
	}
	const ends = sorted(ending);
	let [estimate, expected, passed, settled] = [0, 0, 0, 0];
	const steps: CumulativeStep[] = [];
	for (const time of sorted(owned)) {
		for (; passed < ends.length && ends[passed]! < time; passed++)
			for (const { count, sum } of ending.get(ends[passed]!)!) {
				settled += count * (sum - expected) ** 2;
				watched.count -= count;
				watched.sum -= count * sum;
				watched.squares -= count * sum ** 2;
			}
		const atRisk = watched.count;
		let events = 0;
		for (const one of owned.get(time)!) {
			const before = one.sum;
			one.sum += 1 / atRisk;
			watched.sum += one.count * (one.sum - before);
			watched.squares += one.count * (one.sum ** 2 - before ** 2);
			events += one.count;
		}
		const hazard = events / atRisk;
		estimate += hazard;
		expected += hazard / atRisk;
		const open = watched.squares - 2 * expected * watched.sum + expected ** 2 * watched.count;
		const standardError = Math.sqrt(Math.max(0, settled + open));
		steps.push({ time, atRisk, events, estimate, standardError });
	}
	return steps;
}

/** How sure a step is; the 95 % interval by default. */
export function cumulativeInterval({ estimate, standardError }: CumulativeStep, z = z95) {
	const width = Math.exp((z * standardError) / estimate);
	return { low: estimate / width, high: estimate * width };
}

/** Histories that are alike; `sum`: Σ 1/r_k at their own events so far. */
interface Watched {
	count: number;
	sum: number;
}

function under(times: Map<number, Watched[]>, time: number, one: Watched) {
	const those = times.get(time);
	if (those) those.push(one);
	else times.set(time, [one]);
}

/** As numbers, without a call for every comparison. */
const sorted = (times: Map<number, unknown>) => Float64Array.from(times.keys()).sort();
