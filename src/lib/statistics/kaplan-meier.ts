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
	const steps: SurvivalStep[] = [];
	let [estimate, greenwood] = [1, 0];
	let { low, high } = interval(estimate, greenwood, z);
	for (const { time, atRisk, events } of endings(watched)) {
		// Where only watching ends, nothing changes.
		if (events > 0) {
			estimate *= 1 - events / atRisk;
			greenwood += events / (atRisk * (atRisk - events));
			({ low, high } = interval(estimate, greenwood, z));
		}
		const standardError = estimate === 0 ? NaN : estimate * Math.sqrt(greenwood);
		steps.push({ time, atRisk, events, estimate, standardError, low, high });
	}
	return steps;
}

function interval(estimate: number, greenwood: number, z: number): { low: number; high: number } {
	if (estimate === 1) return { low: 1, high: 1 };
	// Nobody left: there is nothing to say how sure that is.
	if (estimate === 0) return { low: NaN, high: NaN };
	const width = (z * Math.sqrt(greenwood)) / Math.log(estimate);
	return { low: estimate ** Math.exp(-width), high: estimate ** Math.exp(width) };
}

function endings(watched: Watched[]) {
	const entries: { entry: number; count: number }[] = [];
	const ends: { time: number; left: number; events: number }[] = [];
	let atRisk = 0;
	for (const { time, event, entry = 0, count = 1 } of watched.toSorted((a, b) => a.time - b.time)) {
		if (ends.at(-1)?.time !== time) ends.push({ time, left: 0, events: 0 });
		const end = ends.at(-1)!;
		end.left += count;
		if (event) end.events += count;
		if (entry > 0) entries.push({ entry, count });
		else atRisk += count;
	}
	entries.sort((a, b) => a.entry - b.entry);
	let next = 0;
	return ends.map(({ time, left, events }) => {
		for (; next < entries.length && entries[next]!.entry < time; next++) atRisk += entries[next]!.count;
		const step = { time, atRisk, events };
		atRisk -= left;
		return step;
	});
}
