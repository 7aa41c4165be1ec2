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
	/** σ² = Σ d/(r(r − d)) so far. */
	greenwood: number;
}

/** One step at every time at which something ends. */
export function kaplanMeier(watched: Watched[]): SurvivalStep[] {
	const steps: SurvivalStep[] = [];
	const sorted = inOrder(watched);
	const entries = sorted.filter(({ entry = 0 }) => entry > 0).sort((a, b) => a.entry! - b.entry!);
	let atRisk = 0;
	for (const { entry = 0, count = 1 } of sorted) if (entry === 0) atRisk += count;
	let [estimate, greenwood, entered] = [1, 0, 0];
	for (let at = 0; at < sorted.length;) {
		const { time } = sorted[at]!;
		for (; entered < entries.length && entries[entered]!.entry! < time; entered++)
			atRisk += entries[entered]!.count ?? 1;
		let [left, events] = [0, 0];
		for (; at < sorted.length && sorted[at]!.time === time; at++) {
			const { event, count = 1 } = sorted[at]!;
			left += count;
			if (event) events += count;
		}
		// Where only watching ends, nothing changes.
		if (events > 0) {
			estimate *= 1 - events / atRisk;
			greenwood += events / (atRisk * (atRisk - events));
		}
		steps.push({ time, atRisk, events, estimate, greenwood });
		atRisk -= left;
	}
	return steps;
}

/** Mostly they are already. */
function inOrder(watched: Watched[]): Watched[] {
	for (let at = 1; at < watched.length; at++)
		if (watched[at - 1]!.time > watched[at]!.time) return watched.toSorted((a, b) => a.time - b.time);
	return watched;
}

/** How sure a step is; the 95 % interval by default. */
export function survivalInterval({ estimate, greenwood }: SurvivalStep, z = z95) {
	if (estimate === 1) return { low: 1, high: 1, standardError: 0 };
	// Nobody left: there is nothing to say how sure that is.
	if (estimate === 0) return { low: NaN, high: NaN, standardError: NaN };
	const error = Math.sqrt(greenwood);
	const width = (z * error) / Math.log(estimate);
	const [low, high] = [estimate ** Math.exp(-width), estimate ** Math.exp(width)];
	return { low, high, standardError: estimate * error };
}
