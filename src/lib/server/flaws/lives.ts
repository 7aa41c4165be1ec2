// How long a product's units stay away, and how often they come back: counts by age for curves. Pure.
import { survival, survivalInterval } from '../../statistics/kaplan-meier.ts';
import {
	cumulativeInterval,
	meanCumulative,
	type Histories
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

/** With fewer at risk a curve says nothing any more. */
const enough = 5;

/** Every seventh day, up to a day or as long as enough are watched. */
export function returnCurve({ failed, watched }: Lives, until = warranty): CurvePoint[] {
	const { atRisk, estimate, greenwood } = survival({
		events: failed.subarray(0, until + 1),
		ended: watched.subarray(0, until + 1),
		beyond: countIn({ failed, watched }, until + 1)
	});
	return drawn(atRisk, 7, (day) => {
		const { low, high } = survivalInterval(estimate[day]!, greenwood[day]!);
		const share = 1 - estimate[day]!;
		return [share, Number.isNaN(high) ? share : 1 - high, Number.isNaN(low) ? 1 : 1 - low];
	});
}

function drawn(
	atRisk: Float64Array,
	every: number,
	shown: (day: number) => [share: number, low: number, high: number]
): CurvePoint[] {
	const points: CurvePoint[] = [];
	const rounded = (x: number) => Math.round(x * 1e5) / 1e5;
	for (let day = 0; day < atRisk.length && atRisk[day]! >= enough; day += every) {
		const [share, low, high] = shown(day);
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

/** Mean number of returns per lineage since its first sale, every fourteenth day for as long as enough are watched. */
export function cumulativeReturns(look: Look, product: number, { lives, returns, of }: LineageLives) {
	const endAt = (soldOn: number) => Math.min(look.asOf - soldOn, followed);
	const histories: Histories = { silent: new Float64Array(followed + 1), end: [], owner: [], time: [] };
	const { silent, end, owner, time } = histories;
	const { sales } = look.products[product]!;
	const { day, isReplacement, count } = sales.columns;
	for (let n = 0; n < sales.length; n++) {
		const until = endAt(day[n]!);
		if (until >= 0 && !isReplacement[n]) silent[until]! += count[n]!;
	}
	for (const life of of[product]!) {
		const start = lives.columns.start[life]!;
		const until = endAt(start);
		if (until < 0 || silent[until]! <= 0) continue;
		silent[until]!--;
		for (let n = lives.columns.last[life]!; n !== nobody; n = returns.columns.before[n]!) {
			const age = returns.columns.returnedOn[n]! - start;
			if (age < 0 || age > until) continue;
			owner.push(end.length);
			time.push(age);
		}
		end.push(until);
	}
	const { atRisk, estimate, standardError } = meanCumulative(histories);
	return drawn(atRisk, 14, (day) => {
		const mean = estimate[day]!;
		const { low, high } = mean > 0 ? cumulativeInterval(mean, standardError[day]!) : { low: 0, high: 0 };
		return [mean, low, high];
	});
}
