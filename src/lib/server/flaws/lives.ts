// How long a product's units stay away, and how often they come back: counts by age for curves. Pure.
import { kaplanMeier, type Watched } from '../../statistics/kaplan-meier.ts';
import { meanCumulativeFunction, type History } from '../../statistics/mean-cumulative-function.ts';
import { nobody, type Lineages } from '../returns/returns.ts';
import { noFaultFound, warranty, type ProductEvents } from './events.ts';
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
	const { sales, own } = look.products[product]!;
	const result = { first: none(), replacements: none() };
	for (const { day, count, sign, asReplacement } of sales) {
		const age = look.asOf - day;
		const into = asReplacement ? result.replacements : result.first;
		if (age >= 0) into.watched[Math.min(age, warranty)]! += sign * count;
	}
	const failed = new Set(own.events.filter(({ mode }) => mode !== noFaultFound).map(({ fact }) => fact));
	for (const { fact, age } of own.cuts) {
		const into = fact.isReplacement ? result.replacements : result.first;
		if (age > warranty) continue;
		into.watched[Math.min(look.asOf - fact.soldOn!, warranty)]!--;
		(failed.has(fact) ? into.failed : into.watched)[age]!++;
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

/** Every seventh day, and the end of what was watched. */
export function returnCurve(lives: Lives): CurvePoint[] {
	const watched: Watched[] = [];
	for (let age = 0; age < days; age++) {
		// A return on the day of the sale comes after the first moment at risk.
		if (lives.failed[age]! > 0) watched.push({ time: age + 0.5, event: true, count: lives.failed[age]! });
		if (lives.watched[age]! > 0) watched.push({ time: age + 1, event: false, count: lives.watched[age]! });
	}
	const steps = kaplanMeier(watched).filter(({ atRisk }) => atRisk >= 5);
	return weekly(
		steps.map(({ time, estimate, low, high }) => [
			time,
			1 - estimate,
			Number.isNaN(high) ? 1 - estimate : 1 - high,
			Number.isNaN(low) ? 1 : 1 - low
		]),
		warranty
	);
}

function weekly(steps: CurvePoint[], longest: number): CurvePoint[] {
	const last = Math.min(longest, steps.at(-1)?.[0] ?? 0);
	const points: CurvePoint[] = [];
	let next = 0;
	let held: CurvePoint = [0, 0, 0, 0];
	const rounded = (x: number) => Math.round(x * 1e5) / 1e5;
	for (let day = 0; day <= last; day += 7) {
		while (next < steps.length && steps[next]![0] <= day + 0.5) held = steps[next++]!;
		points.push([day, rounded(held[1]), rounded(held[2]), rounded(held[3])]);
	}
	return points;
}

/** Share that came back within `age` days by a curve, with its interval and how many units were watched that long or failed. */
export function returnedWithin(lives: Lives, curve: CurvePoint[], age: number) {
	const n =
		lives.failed.reduce((sum, count) => sum + count, 0) +
		lives.watched.reduce((sum, count) => sum + count, 0);
	const point = curve.findLast(([day]) => day <= age);
	return {
		n,
		until: point?.[0] ?? 0,
		estimate: point?.[1] ?? NaN,
		low: point?.[2] ?? NaN,
		high: point?.[3] ?? NaN
	};
}

/** Returns of one lineage from the sale of its first unit, in days. */
export interface LineageLife {
	first: number;
	start: number;
	returns: ProductEvents['all'];
}

/** Lineages with a return, by the product they began with. Returns of unknown units belong to no life. */
export function lineageLives(look: Look, lineages: Lineages): Map<string, LineageLife[]> {
	const byFirst = new Map<number, LineageLife & { sku: string; at: number }>();
	for (const { own, sku } of look.products)
		for (const each of own.all) {
			const { unit, soldOn, returnedOn } = each.fact;
			if (unit === nobody) continue;
			const first = lineages.firstOf(unit);
			const known = byFirst.get(first);
			const start = soldOn ?? returnedOn;
			if (!known) byFirst.set(first, { first, start, returns: [each], sku, at: returnedOn });
			else {
				known.returns.push(each);
				known.start = Math.min(known.start, start);
				// What it began with: its first unit's product, or that of its earliest return.
				if (
					unit === first ||
					(known.at > returnedOn && known.returns.every(({ fact }) => fact.unit !== first))
				)
					Object.assign(known, { sku, at: returnedOn });
			}
		}
	const result = new Map<string, LineageLife[]>();
	for (const life of byFirst.values()) {
		if (life.returns.length > 1)
			life.returns.sort((a, b) => a.fact.returnedOn - b.fact.returnedOn || (a.fact.id < b.fact.id ? -1 : 1));
		const own = result.get(life.sku);
		if (own) own.push(life);
		else result.set(life.sku, [life]);
	}
	return result;
}

/** Mean number of returns per lineage by weeks since its first sale. */
export function cumulativeReturns(look: Look, product: number, lives: LineageLife[]): CurvePoint[] {
	const silent = new Map<number, number>();
	const endAt = (soldOn: number) => Math.min(look.asOf - soldOn, followed);
	for (const { day, count, sign, asReplacement } of look.products[product]!.sales) {
		const end = endAt(day);
		if (end >= 0 && !asReplacement) silent.set(end, (silent.get(end) ?? 0) + sign * count);
	}
	const histories: History[] = [];
	for (const { start, returns } of lives) {
		const end = endAt(start);
		const left = silent.get(end);
		if (end < 0 || left === undefined || left <= 0) continue;
		silent.set(end, left - 1);
		const events = returns.map(({ fact }) => fact.returnedOn - start).filter((age) => age >= 0 && age <= end);
		histories.push({ events, end });
	}
	for (const [end, count] of silent) if (count > 0) histories.push({ events: [], end, count });
	const steps = meanCumulativeFunction(histories).filter(({ atRisk }) => atRisk >= 5);
	return weekly(
		steps.map(({ time, estimate, low, high }) => [time, estimate, low, high]),
		followed
	);
}
