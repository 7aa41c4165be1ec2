// From what is seen to signals: marks on answers, every subject against its peers, who may be named, since when, and the
// cases behind it. Pure: the same from the database and from a simulated world.
import { wilsonInterval } from '../../statistics/wilson-interval.ts';
import { compare, type Tested } from './comparing.ts';
import type { Context, Detector } from './detector.ts';
import type { Seen } from './encounters.ts';
import { marksOf, type Marks } from './marks.ts';
import { named } from './naming.ts';
import { riskOf } from './risk.ts';
import { sinceWhen } from './since.ts';
import { keyOf, listCases, type CaseSeen, type Counts } from './tallying.ts';

export interface SignalFound extends Tested {
	/** 95 % interval of observed / n. */
	low: number;
	high: number;
	/** Milliseconds. */
	since: number;
	/** Those that show the trace, in order of time. */
	shown: CaseSeen[];
	/** By quarter: of how many cases how many show it. */
	quarters: { from: string; n: number; observed: number }[];
	/** Other detectors by which the same subject stands out. */
	beside: string[];
}

export interface Looked {
	marks: Marks;
	signals: SignalFound[];
	tested: Tested[];
	failed: { detector: string; error: unknown }[];
	context: Context;
}

export function look(detectors: Detector[], seen: Seen, settled?: Map<string, Counts>): Looked {
	const marks = marksOf(seen.encounters);
	const context = { marks, riskOf: riskOf(seen.encounters, marks) };
	const { tested, failed } = compare(detectors, seen, context, settled);
	const shown = named(tested, seen.encounters);
	const signals = detectors.flatMap((detector): SignalFound[] => {
		const own = shown.filter((each) => each.detector === detector);
		if (own.length === 0) return [];
		const keys = own.map(({ subjectType, subject }) => keyOf(subjectType, subject));
		const cases = listCases(detector, seen, context, new Set(keys));
		return own.map((each, at) => describe(each, cases.get(keys[at]!)!));
	});
	return { marks, signals, tested, failed, context };
}

function describe(tested: Tested & { beside: string[] }, cases: CaseSeen[]): SignalFound {
	const { low, high } = wilsonInterval(tested.observed, tested.n);
	const since = sinceWhen(cases, tested.expected / tested.n);
	return {
		...tested,
		low,
		high,
		since,
		shown: cases.filter(({ happened }) => happened),
		quarters: byQuarter(cases)
	};
}

function byQuarter(cases: CaseSeen[]): SignalFound['quarters'] {
	const quarters = new Map<string, { n: number; observed: number }>();
	for (const { at, happened, times } of cases) {
		const date = new Date(at);
		const month = String(Math.floor(date.getUTCMonth() / 3) * 3 + 1).padStart(2, '0');
		const from = `${date.getUTCFullYear()}-${month}-01`;
		const sum = quarters.get(from) ?? { n: 0, observed: 0 };
		quarters.set(from, sum);
		sum.n += times;
		if (happened) sum.observed += times;
	}
	return [...quarters].map(([from, sum]) => ({ from, ...sum }));
}
