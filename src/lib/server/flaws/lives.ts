// How long a product's units stay away, and how often they come back: counts by age for curves. Pure.
import { kaplanMeier, survivalInterval, type Watched } from '../../statistics/kaplan-meier.ts';
import {
	cumulativeInterval,
	meanCumulativeFunction,
	type History
} from '../../statistics/mean-cumulative-function.ts';
import { nobody } from '../returns/returns.ts';
import { warranty } from './events.ts';
import type { LineageLives } from './lineage-lives.ts';
import type { Look } from './look.ts';

const days = warranty + 1;
/** Lineages are followed for two years from their first sale. */
const followed = 730;

/** Units by age: failed, or watched until then without failing. */
export interface Lives {
	failed: Float64Array;
	watched: Float64Array;
}

const none = (): Lives => ({ failed: new Float64Array(days), watched: new Float64Array(days) });

/** First units and replacements apart. */
export function livesOf(look: Look, product: number): { first: Lives; replacements: Lives } {
	const { sales, own, facts } = look.products[product]!;
	const result = { first: none(), replacements: none() };
	const { day, count } = sales.columns;
	for (let n = 0; n < sales.length; n++) {
		const into = sales.columns.isReplacement[n] ? result.replacements : result.first;
		const age = look.asOf - day[n]!;
		if (age >= 0) into.watched[Math.min(age, warranty)]! += count[n]!;
	}
	const { isReplacement, soldOn } = facts.returns.columns;
	const { at, age, failed } = own.cuts.columns;
	for (let n = 0; n < own.cuts.length; n++) {
		if (age[n]! > warranty) continue;
		const into = isReplacement[at[n]!] ? result.replacements : result.first;
		into.watched[Math.min(look.asOf - soldOn[at[n]!]!, warranty)]!--;
		(failed[n] ? into.failed : into.watched)[age[n]!]!++;
	}
	return result;
}

export function addLives(into: Lives, of: Lives, sign = 1): Lives {
	for (let age = 0; age < days; age++) {
		into.failed[age]! += sign * of.failed[age]!;
		into.watched[age]! += sign * of.watched[age]!;
	}
	return into;
}

export const copyLives = (of: Lives): Lives => addLives(none(), of);

/** Age, share that has come back by then, and its 95 % interval: [day, share, low, high]. */
export type CurvePoint = [number, number, number, number];

/** Every seventh day, up to a day or the end of what was watched. */
export function returnCurve(lives: Lives, until = warranty): CurvePoint[] {
	const watched: Watched[] = [];
	for (let age = 0; age <= until; age++) {
		// A return on the day of the sale comes after the first moment at risk.
		if (lives.failed[age]! > 0) watched.push({ time: age + 0.5, event: true, count: lives.failed[age]! });
		if (lives.watched[age]! > 0) watched.push({ time: age + 1, event: false, count: lives.watched[age]! });
	}
	const longer = countIn(lives, until + 1);
	if (longer > 0) watched.push({ time: until + 2, event: false, count: longer });
	const steps = kaplanMeier(watched).filter(({ atRisk }) => atRisk >= 5);
	return weekly(steps, until, (step) => {
		const { low, high } = survivalInterval(step);
		return [
			1 - step.estimate,
			Number.isNaN(high) ? 1 - step.estimate : 1 - high,
			Number.isNaN(low) ? 1 : 1 - low
		];
	});
}

function weekly<Step extends { time: number }>(
	steps: Step[],
	longest: number,
	shown: (step: Step) => [share: number, low: number, high: number]
): CurvePoint[] {
	const last = Math.min(longest, steps.at(-1)?.time ?? 0);
	const points: CurvePoint[] = [];
	let next = 0;
	const rounded = (x: number) => Math.round(x * 1e5) / 1e5;
	for (let day = 0; day <= last; day += 7) {
		while (next < steps.length && steps[next]!.time <= day + 0.5) next++;
		const [share, low, high] = next === 0 ? [0, 0, 0] : shown(steps[next - 1]!);
		points.push([day, rounded(share), rounded(low), rounded(high)]);
	}
	return points;
}

/** Units that were watched until that age or longer, or failed then or later. */
function countIn({ failed, watched }: Lives, from = 0): number {
	let count = 0;
	for (let age = from; age < days; age++) count += failed[age]! + watched[age]!;
	return count;
}

/** Share that came back within `age` days by a curve, with its interval and how many units were watched that long or failed. */
export function returnedWithin(lives: Lives, curve: CurvePoint[], age: number) {
	const point = curve.findLast(([day]) => day <= age);
	return {
		n: countIn(lives),
		until: point?.[0] ?? 0,
		estimate: point?.[1] ?? NaN,
		low: point?.[2] ?? NaN,
		high: point?.[3] ?? NaN
	};
}

/** Mean number of returns per lineage by weeks since its first sale. */
export function cumulativeReturns(look: Look, product: number, { lives, returns, of }: LineageLives) {
	const silent = new Int32Array(followed + 1);
	const endAt = (soldOn: number) => Math.min(look.asOf - soldOn, followed);
	const { sales } = look.products[product]!;
	const { day, isReplacement, count } = sales.columns;
	for (let n = 0; n < sales.length; n++) {
		const end = endAt(day[n]!);
		if (end >= 0 && !isReplacement[n]) silent[end]! += count[n]!;
	}
	const histories: History[] = [];
	for (const life of of[product]!) {
		const start = lives.columns.start[life]!;
		const end = endAt(start);
		if (end < 0 || silent[end]! <= 0) continue;
		silent[end]!--;
		const events: number[] = [];
		for (let n = lives.columns.last[life]!; n !== nobody; n = returns.columns.before[n]!) {
			const age = returns.columns.returnedOn[n]! - start;
			if (age >= 0 && age <= end) events.push(age);
		}
		histories.push({ events, end });
	}
	silent.forEach((count, end) => {
		if (count > 0) histories.push({ events: [], end, count });
	});
	const steps = meanCumulativeFunction(histories).filter(({ atRisk }) => atRisk >= 5);
	return weekly(steps, followed, (step) => {
		const { low, high } = cumulativeInterval(step);
		return [step.estimate, low, high];
	});
}
