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
	low: number;
	high: number;
}

/** One step at every time with an event; the 95 % interval by default. */
export function meanCumulativeFunction(histories: History[], z = z95): CumulativeStep[] {
	const times = histories.flatMap(({ events, end }) => [...events, end]);
	const sorted = [...new Set(times)].sort((a, b) => a - b);
	const rowOf = new Map(sorted.map((time, row) => [time, row]));
	const ranked: Histories = { silent: new Float64Array(sorted.length), end: [], owner: [], time: [] };
	for (const { events, end, count = 1 } of histories) {
		if (events.length === 0) ranked.silent[rowOf.get(end)!]! += count;
		else
			for (let alike = 0; alike < count; alike++) {
				for (const time of events) {
					ranked.owner.push(ranked.end.length);
					ranked.time.push(rowOf.get(time)!);
				}
				ranked.end.push(rowOf.get(end)!);
			}
	}
	const { atRisk, events, estimate, standardError } = meanCumulative(ranked);
	return sorted.flatMap((time, row): CumulativeStep[] => {
		if (events[row] === 0) return [];
		const interval = cumulativeInterval(estimate[row]!, standardError[row]!, z);
		return [
			{
				time,
				atRisk: atRisk[row]!,
				events: events[row]!,
				estimate: estimate[row]!,
				standardError: standardError[row]!,
				...interval
			}
		];
	});
}

/** Histories by time, times being whole numbers from 0, such as days. */
export interface Histories {
	/** By time: how many without an event were watched until then. */
	silent: Float64Array;
	/** Of each of the others: until when it was watched. */
	end: number[];
	/** Of each event: whose it is (a position in `end`), and when it came. */
	owner: number[];
	time: number[];
}

/** By time. */
export interface Cumulative {
	atRisk: Float64Array;
	events: Float64Array;
	estimate: Float64Array;
	standardError: Float64Array;
}

/** The same from whole numbers, for many curves at once. */
export function meanCumulative({ silent, end, owner, time }: Histories): Cumulative {
	const rows = silent.length;
	const result: Cumulative = {
		atRisk: new Float64Array(rows),
		events: new Float64Array(rows),
		estimate: new Float64Array(rows),
		standardError: new Float64Array(rows)
	};
	const [events, ends] = [chained(time, rows), chained(end, rows)];
	// A history's own sum is D − A: D of 1/r_k at its own events, A of d_k/r_k² while it is watched, the same for all. Of those still watched
	// Σ (D − A)² = Σ D² − 2A Σ D + A² Σ 1 is carried along; of the others it stays what it was.
	const own = new Float64Array(end.length);
	let [atRisk, sum, squares] = [end.length, 0, 0];
	for (let row = 0; row < rows; row++) atRisk += silent[row]!;
	let [estimate, expected, settled] = [0, 0, 0];
	for (let row = 0; row < rows; row++) {
		let count = 0;
		for (let event = events.first[row]!; event !== none; event = events.next[event]!, count++) {
			const before = own[owner[event]!]!;
			const after = before + 1 / atRisk;
			own[owner[event]!] = after;
			sum += after - before;
			squares += after ** 2 - before ** 2;
		}
		if (count > 0) {
			estimate += count / atRisk;
			expected += count / atRisk ** 2;
		}
		const open = squares - 2 * expected * sum + expected ** 2 * atRisk;
		result.atRisk[row] = atRisk;
		result.events[row] = count;
		result.estimate[row] = estimate;
		result.standardError[row] = Math.sqrt(Math.max(0, settled + open));
		for (let one = ends.first[row]!; one !== none; one = ends.next[one]!) {
			settled += (own[one]! - expected) ** 2;
			atRisk--;
			sum -= own[one]!;
			squares -= own[one]! ** 2;
		}
		settled += silent[row]! * expected ** 2;
		atRisk -= silent[row]!;
	}
	return result;
}

/** How sure M is, if it is above 0: 95 % unless said. */
export function cumulativeInterval(estimate: number, standardError: number, z = z95) {
	const width = Math.exp((z * standardError) / estimate);
	return { low: estimate / width, high: estimate * width };
}

const none = -1;

/** By row the first that belongs to it, and by each the next of the same row. */
function chained(rowOf: number[], rows: number) {
	const first = new Int32Array(rows).fill(none);
	const next = new Int32Array(rowOf.length);
	for (let at = 0; at < rowOf.length; at++) {
		next[at] = first[rowOf[at]!]!;
		first[rowOf[at]!] = at;
	}
	return { first, next };
}
