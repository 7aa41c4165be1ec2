// How much of what has happened has been recorded by now: the distribution of the delay between an event and its record.
//
// Definition. Only events already recorded are seen, and of recent ones only those recorded quickly; so the delay is estimated
// backwards. With T an event's time until the data end, for a delay x
//   g(x) = #(delay = x, T ≥ x) / #(delay ≤ x, T ≥ x),   F(x) = Π_{u > x} (1 − g(u)),
// the share of those recorded within the longest delay that are recorded within x. Of events a days old, F(a) is known.
//
// Assumptions. Delays of old and new events are alike; nothing takes longer than the longest delay looked at.
//
// Source. J. D. Kalbfleisch & J. F. Lawless (1989), JASA 84; J. F. Lawless (1994), Canadian J. Statistics 22. Checked against
// tests/reference/reporting_delay.json.
//
// Example. If half of all records come a day late, F = [0.5, 1].

export interface Reported {
	/** Whole days from the event to its record. */
	delay: number;
	/** Whole days from the event to the end of the data; at least the delay. */
	window: number;
	/** How many are alike; 1 unless said. */
	count?: number;
}

/** F(0) … F(longest). Without any record: everything is known at once. */
export function reportingDelay(reported: Reported[], longest: number): number[] {
	const hazards = Array.from({ length: longest + 1 }, () => ({ now: 0, sofar: 0 }));
	for (const { delay, window, count = 1 } of reported) {
		if (delay > longest || delay > window) continue;
		hazards[delay]!.now += count;
		for (let x = delay; x <= Math.min(window, longest); x++) hazards[x]!.sofar += count;
	}
	const share = Array<number>(longest + 1).fill(1);
	for (let x = longest; x > 0; x--) {
		const { now, sofar } = hazards[x]!;
		share[x - 1] = share[x]! * (1 - (sofar === 0 ? 0 : now / sofar));
	}
	return share;
}
