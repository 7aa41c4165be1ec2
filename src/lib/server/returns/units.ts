// Units as the analysis works on them: those of one batch, sold at one place, which count alike, stand together, so that a walk
// through millions of them meets little but days. Pure.
import { Columns } from './columns.ts';
import type { DayNumber } from './rules.ts';

/** How a unit counts: sold as new, given as a replacement, or "was counted as new, and turned out to be a replacement". */
export const sold = { asNew: 0, asReplacement: 1, notAsNew: 2 } as const;

/**
 * What one unit adds to a sum in which a replacement adds so much. One that turned out to be a replacement is in the list twice more:
 * once against, once anew.
 */
export const weightOf = (how: number, replacement = 1) =>
	how === sold.asReplacement ? replacement : how === sold.notAsNew ? -1 : 1;

/** Units sold on a day, as new or as replacements (1), and how many; none twice. */
export type Sales = Columns<'day' | 'isReplacement' | 'count'>;

export class UnitList {
	readonly #cohorts = new Columns('batch', 'location', 'how', 'count');
	readonly #days = new Columns('day');
	/** Not in cohorts yet. */
	readonly #loose = new Columns('batch', 'location', 'how', 'day');

	get length(): number {
		return this.#days.length + this.#loose.length;
	}

	/** Batch, place, how its units count, and how many: their days follow one another in `days`, cohort after cohort. */
	get cohorts(): Columns<'batch' | 'location' | 'how' | 'count'> {
		this.settle();
		return this.#cohorts;
	}

	/** Of sale; at least `length` long. */
	get days(): Int32Array {
		this.settle();
		return this.#days.columns.day;
	}

	addUnit(batch: number, location: number, day: DayNumber, how: number) {
		const { columns } = this.#loose;
		const at = this.#loose.next();
		columns.batch[at] = batch;
		columns.location[at] = location;
		columns.how[at] = how;
		columns.day[at] = day;
	}

	/** How many were sold on which day. Most curves ask no more than that. */
	sales(): Sales {
		const { cohorts, days, length } = this;
		const { count, how } = cohorts.columns;
		let [low, high] = [Infinity, -Infinity];
		for (let at = 0; at < length; at++) {
			const day = days[at]!;
			if (day < low) low = day;
			if (day > high) high = day;
		}
		const [asNew, asReplacement] = [0, 1].map(() => new Int32Array(length === 0 ? 0 : high - low + 1));
		for (let cohort = 0, at = 0; cohort < cohorts.length; cohort++) {
			const counts = how[cohort] === sold.asReplacement ? asReplacement! : asNew!;
			const weight = weightOf(how[cohort]!);
			for (const end = at + count[cohort]!; at < end; at++) counts[days[at]! - low]! += weight;
		}
		const sales: Sales = new Columns('day', 'isReplacement', 'count');
		[asNew!, asReplacement!].forEach((counts, isReplacement) => {
			for (let at = 0; at < counts.length; at++)
				if (counts[at] !== 0) sales.add(low + at, isReplacement, counts[at]!);
		});
		return sales;
	}

	addAll(cohorts: Int32Array, days: Int32Array) {
		this.settle();
		this.#cohorts.addAll(cohorts);
		this.#days.addAll(days);
	}

	/** How many cohorts and days there are. */
	sizes() {
		return { cohorts: this.cohorts.length, days: this.length };
	}

	/** Cohorts and days from those on. */
	packed(before = { cohorts: 0, days: 0 }): [Int32Array, Int32Array] {
		return [this.cohorts.packed(before.cohorts), this.#days.packed(before.days)];
	}

	/** Puts what was added into cohorts; until then it takes three times the room. */
	settle() {
		const { length, columns } = this.#loose;
		if (length === 0) return;
		const { batch, location, how, day } = columns;
		const places = location.subarray(0, length).reduce((most, place) => Math.max(most, place + 1), 0);
		const cohortOf = new Map<number, number>();
		const first = this.#cohorts.length;
		const own = new Int32Array(length);
		for (let at = 0; at < length; at++) {
			const key = (batch[at]! * places + location[at]!) * 4 + how[at]!;
			let cohort = cohortOf.get(key);
			if (cohort === undefined) {
				cohortOf.set(key, (cohort = cohortOf.size));
				this.#cohorts.add(batch[at]!, location[at]!, how[at]!, 0);
			}
			own[at] = cohort;
			this.#cohorts.columns.count[first + cohort]!++;
		}
		const next = new Int32Array(cohortOf.size);
		for (let cohort = 1; cohort < next.length; cohort++)
			next[cohort] = next[cohort - 1]! + this.#cohorts.columns.count[first + cohort - 1]!;
		const days = new Int32Array(1 + length);
		days[0] = length;
		for (let at = 0; at < length; at++) days[1 + next[own[at]!]!++] = day[at]!;
		this.#days.addAll(days);
		this.#loose.clear();
	}
}
