// How many are still in order after a time, when many have not been watched that long: the Kaplan-Meier curve.
//
// Definition. At each time t_k with d_k events among r_k at risk, S falls by the factor 1 − d_k/r_k. Standard error by
// Greenwood: S² Σ d/(r(r − d)). The interval is set on ln(−ln S), so that it stays within 0 and 1:
//   S^exp(±z σ / ln S), σ² = Σ d/(r(r − d)).
// Who enters late (`entry`) is at risk after that moment only.
//
// Assumptions. When watching ends has nothing to do with when the event would come. Ties: events before ends.
//
// Source. E. L. Kaplan & P. Meier (1958), JASA 53, 457–481; J. D. Kalbfleisch & R. L. Prentice (2002), §1.4. Checked against
// R survival 3.5-3, conf.type = "log-log" (tests/reference/km.json).
//
// Example. kaplanMeier([{ time: 10, event: true }, { time: 20, event: false }]) falls to 0.5 at 10 and stays there.
import { z95 } from './wilson-interval.ts';

export interface Watched {
	/** Until when, from 0. */
	time: number;
	/** Whether it ended with the event, or only the watching ended. */
	event: boolean;
	/** Since when; 0 unless said. */
	entry?: number;
	/** How many are alike; 1 unless said. */
	count?: number;
}

export interface SurvivalStep {
	time: number;
	atRisk: number;
	events: number;
	/** S: the share without the event. */
	estimate: number;
	standardError: number;
	low: number;
	high: number;
}

/** One step at every time at which something ends; the 95 % interval by default. */
export function kaplanMeier(watched: Watched[], z = z95): SurvivalStep[] {
	const times = watched.flatMap(({ time, entry = 0 }) => (entry > 0 ? [entry, time] : [time]));
	const sorted = [...new Set(times)].sort((a, b) => a - b);
	const rowOf = new Map(sorted.map((time, row) => [time, row]));
	const [events, ended, entered] = [0, 1, 2].map(() => new Float64Array(sorted.length));
	for (const { time, event, entry = 0, count = 1 } of watched) {
		(event ? events! : ended!)[rowOf.get(time)!]! += count;
		if (entry > 0) entered![rowOf.get(entry)!]! += count;
	}
	const { atRisk, estimate, greenwood } = survival({ events: events!, ended: ended!, entered });
	return sorted.flatMap((time, row): SurvivalStep[] => {
		if (events![row]! + ended![row]! === 0) return [];
		const interval = survivalInterval(estimate[row]!, greenwood[row]!, z);
		return [{ time, atRisk: atRisk[row]!, events: events![row]!, estimate: estimate[row]!, ...interval }];
	});
}

/** By time, rising. */
export interface LifeTable {
	/** How many had the event then. */
	events: Float64Array;
	/** How many were watched until then without it. */
	ended: Float64Array;
	/** How many have been watched since then; the others from the beginning. */
	entered?: Float64Array;
	/** How many were watched beyond all of these times; none unless said. */
	beyond?: number;
}

/** By time: at risk, S, and σ² = Σ d/(r(r − d)). */
export interface Survival {
	atRisk: Float64Array;
	estimate: Float64Array;
	greenwood: Float64Array;
}

/** The same from counts, for many curves at once. */
export function survival({ events, ended, entered, beyond = 0 }: LifeTable): Survival {
	const rows = events.length;
	const result: Survival = {
		atRisk: new Float64Array(rows),
		estimate: new Float64Array(rows),
		greenwood: new Float64Array(rows)
	};
	let atRisk = beyond;
	for (let row = 0; row < rows; row++) atRisk += events[row]! + ended[row]! - (entered?.[row] ?? 0);
	let [estimate, greenwood] = [1, 0];
	for (let row = 0; row < rows; row++) {
		const left = atRisk - events[row]!;
		// Where only watching ends, nothing changes.
		if (events[row]! > 0) {
			estimate *= left / atRisk;
			greenwood += events[row]! / (atRisk * left);
		}
		result.atRisk[row] = atRisk;
		result.estimate[row] = estimate;
		result.greenwood[row] = greenwood;
		atRisk = left - ended[row]! + (entered?.[row] ?? 0);
	}
	return result;
}

/** How sure S is, from σ² (`greenwood`): 95 % unless said; NaN where nobody is left. */
export function survivalInterval(estimate: number, greenwood: number, z = z95) {
	if (estimate === 1) return { low: 1, high: 1, standardError: 0 };
	// Nobody left: there is nothing to say how sure that is.
	if (estimate === 0) return { low: NaN, high: NaN, standardError: NaN };
	const error = Math.sqrt(greenwood);
	const width = (z * error) / Math.log(estimate);
	const [low, high] = [estimate ** Math.exp(-width), estimate ** Math.exp(width)];
	return { low, high, standardError: estimate * error };
}
