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
	const steps = times(histories);
	// Histories without an event differ in their end only, and only by their share in what was expected of them.
	const silent = new Map<number, number>();
	const eventful = histories.filter(({ events, end, count = 1 }) => {
		if (events.length === 0) silent.set(end, (silent.get(end) ?? 0) + count);
		return events.length > 0;
	});
	const ends = [...silent].sort(([a], [b]) => a - b);
	const sums = eventful.map(({ events, end, count = 1 }) => ({
		events: events.toSorted((a, b) => a - b),
		end,
		count,
		next: 0,
		sum: 0
	}));
	let [estimate, expected, passed, frozen] = [0, 0, 0, 0];
	let watchedSilent = ends.reduce((sum, [, count]) => sum + count, 0);
	return steps.map(({ time, atRisk, events }) => {
		for (; passed < ends.length && ends[passed]![0] < time; passed++) {
			const count = ends[passed]![1];
			frozen += count * expected ** 2;
			watchedSilent -= count;
		}
		const hazard = events / atRisk;
		estimate += hazard;
		expected += hazard / atRisk;
		let variance = frozen + watchedSilent * expected ** 2;
		for (const history of sums) {
			if (history.end >= time) {
				let own = 0;
				for (; history.events[history.next] === time; history.next++) own++;
				history.sum += (own - hazard) / atRisk;
			}
			variance += history.count * history.sum ** 2;
		}
		const standardError = Math.sqrt(variance);
		const width = Math.exp((z * standardError) / estimate);
		return { time, atRisk, events, estimate, standardError, low: estimate / width, high: estimate * width };
	});
}

function times(histories: History[]) {
	const counts = new Map<number, number>();
	for (const { events, count = 1 } of histories)
		for (const time of events) counts.set(time, (counts.get(time) ?? 0) + count);
	const ends = histories.map(({ end, count = 1 }) => ({ end, count })).sort((a, b) => a.end - b.end);
	let atRisk = ends.reduce((sum, { count }) => sum + count, 0);
	let passed = 0;
	return [...counts]
		.sort(([a], [b]) => a - b)
		.map(([time, events]) => {
			for (; passed < ends.length && ends[passed]!.end < time; passed++) atRisk -= ends[passed]!.count;
			return { time, atRisk, events };
		});
}
