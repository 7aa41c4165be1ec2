// What is wrong with the data, counted, and what it means for the findings. Nothing of it stops an analysis, and nothing of it
// moves a finding without being said here. Pure.
import type { Facts } from './facts.ts';
import type { Lineages } from './lineages.ts';
import { noDay } from './lists.ts';
import { nobody } from './names.ts';
import type { DayNumber, Reason, Resolved } from './rules.ts';

export interface Defect {
	what: string;
	count: number;
	/** Out of how many. */
	of: number;
	means: string;
	/** A few, to look them up. */
	examples: string[];
}

interface Given {
	facts: Facts;
	reasons: Map<string, Reason>;
	/** What returns mean, by number. */
	meanings: { resolved: Resolved }[];
	/** By product, in the order of its returns, the number of what each means; `nobody`: not recorded by then. */
	told: { sku: string; told: Int32Array }[];
	/** Codes of the failure modes a product lists. */
	listed: Map<string, string[]>;
	lineages: Lineages;
	asOf: DayNumber;
}

const fewUnits = 30;
const shown = 5;

/** Only what there is: an empty list is good data. */
export function defectsOf(given: Given): Defect[] {
	return [
		...unitDefects(given),
		...returnDefects(given),
		...codeDefects(given),
		...chainDefects(given)
	].filter(({ count }) => count > 0);
}

class Collected {
	count = 0;
	examples: string[] = [];
	add(example: string) {
		this.count++;
		if (this.examples.length < shown) this.examples.push(example);
	}
	as(what: string, of: number, means: string): Defect {
		return { what, count: this.count, of, means, examples: this.examples };
	}
}

function unitDefects({ facts, asOf }: Given): Defect[] {
	let [units, undated, ahead, nowhere] = [0, 0, 0, 0];
	const nameless = facts.locations.indexOf('');
	const few = new Collected();
	const never = new Collected();
	let selling = 0;
	for (const product of facts.products.values()) {
		undated += product.undated;
		units += product.units.length + product.undated;
		const { cohorts, days } = product.units;
		for (let at = 0; at < product.units.length; at++) if (days[at]! > asOf) ahead++;
		for (let cohort = 0; cohort < cohorts.length; cohort++)
			if (cohorts.columns.location[cohort] === nameless) nowhere += cohorts.columns.count[cohort]!;
		if (product.units.length > 0) {
			selling++;
			if (product.units.length < fewUnits) few.add(product.sku);
		} else if (product.returns.length > 0) never.add(product.sku);
	}
	return [
		{
			what: 'Units without a day of sale',
			count: undated,
			of: units,
			means: 'They are not counted as at risk, and their returns count in no finding.',
			examples: []
		},
		{
			what: 'Units sold in the future',
			count: ahead,
			of: units,
			means: 'They begin to count on the day of their sale.',
			examples: []
		},
		{
			what: 'Units without a location',
			count: nowhere,
			of: units,
			means:
				'They are compared as if sold at one place of their own: what differs between places stays unseen.',
			examples: []
		},
		few.as(
			`Products with fewer than ${fewUnits} units`,
			selling,
			'They are looked at like the others; so few units rarely say anything.'
		),
		never.as(
			'Products with returns and no unit on record',
			facts.products.size,
			'Nobody can say how many were sold: their returns count in no finding. Send the feed “units”.'
		)
	];
}

function returnDefects({ facts, asOf }: Given): Defect[] {
	const [noSerial, unknown, early, ahead, backwards, twice, other, unrecorded, itself] = Array.from(
		{ length: 9 },
		() => new Collected()
	);
	let returns = 0;
	const places = new Int32Array(facts.locations.length);
	for (const { returns: list } of facts.products.values()) {
		// By unit its last day; days of one that came back more than once.
		const lastOf = new Map<number, number>();
		const again = new Set<string>();
		const { id, unit, batch, location, soldOn, returnedOn, recordedOn, next } = list.columns;
		const { isOtherSku, lacksRecord } = list.columns;
		returns += list.length;
		const is = (what: Collected | undefined, at: number) => what!.add(facts.returnIds.nameOf(id[at]!));
		for (let at = 0; at < list.length; at++) {
			const [own, back] = [unit[at]!, returnedOn[at]!];
			places[location[at]!]!++;
			if (own === nobody) is(noSerial, at);
			else if (batch[at]! < 0) is(unknown, at);
			if (soldOn[at] !== noDay && back < soldOn[at]!) is(early, at);
			if (back > asOf) is(ahead, at);
			if (recordedOn[at]! < back) is(backwards, at);
			if (isOtherSku[at]) is(other, at);
			if (lacksRecord[at]) is(unrecorded, at);
			if (own === nobody) continue;
			if (next[at] === own) is(itself, at);
			const before = lastOf.get(own);
			if (before !== undefined) {
				again.add(`${own} ${before}`);
				if (again.has(`${own} ${back}`)) is(twice, at);
			}
			lastOf.set(own, back);
		}
	}
	return [
		noSerial!.as(
			'Returns without a serial number',
			returns,
			'They belong to no unit and no lineage: not in any finding, and never called a repeat.'
		),
		unknown!.as(
			'Returns of units that are not on record',
			returns,
			'Their day of sale is unknown: they count in no finding until the unit’s record arrives.'
		),
		early!.as(
			'Returned before they were sold',
			returns,
			'One of the two dates is wrong: they count in no finding.'
		),
		ahead!.as('Returned in the future', returns, 'They count once that day has come.'),
		backwards!.as(
			'Recorded before they were returned',
			returns,
			'The delay between return and record is taken as none, which may make recent weeks look complete.'
		),
		twice!.as(
			'One unit twice on one day',
			returns,
			'A feed that sends returns twice under two ids: findings count a unit’s first failure only, but repeat returns look more frequent than they are.'
		),
		other!.as(
			'Returns that name another product than the unit’s record',
			returns,
			'The unit’s own record counts.'
		),
		unrecorded!.as(
			'Returns without a day of recording',
			returns,
			'They are taken as recorded at once: recent weeks may look complete, and a look back may see them too early.'
		),
		itself!.as(
			'Replaced by the very same unit',
			returns,
			'Taken as handed back: the unit stays what it was.'
		),
		crowded(facts, places, returns)
	];
}

/** A place with most of the returns, and far more than its share of units. */
function crowded(facts: Facts, places: Int32Array, returns: number): Defect {
	const units = new Float64Array(facts.locations.length);
	let total = 0;
	for (const { units: list } of facts.products.values()) {
		const { location, count } = list.cohorts.columns;
		for (let cohort = 0; cohort < list.cohorts.length; cohort++) units[location[cohort]!]! += count[cohort]!;
		total += list.length;
	}
	const found = new Collected();
	let count = 0;
	for (const [location, back] of places.entries()) {
		const share = units[location]! / Math.max(1, total);
		if (facts.locations.length > 1 && returns >= 20 && back > returns / 2 && back / returns > 2 * share) {
			found.add(facts.locations[location] || '(no location)');
			count = back;
		}
	}
	return {
		...found.as(
			'Returns at one place that has far more of them than its share of the units',
			count,
			'What is expected there rises with it, so that it makes no finding by itself; ask whether other places send their returns at all.'
		),
		count
	};
}

function codeDefects({ facts, meanings, told, reasons, listed }: Given): Defect[] {
	const unmapped = new Map<string, number>();
	const unlisted = new Map<string, number>();
	const isKnown = facts.words.list.map((word) => reasons.has(word));
	let [returns, failures, unresolved] = [0, 0, 0];
	for (const { sku, told: those } of told) {
		const own = listed.get(sku) ?? [];
		const { reason } = facts.productOf(sku).returns.columns;
		those.forEach((each, at) => {
			if (each === nobody) return;
			const { kind, mode } = meanings[each]!.resolved;
			returns++;
			const code = reason[at]!;
			if (code !== nobody && !isKnown[code]) addTo(unmapped, facts.words.list[code]!);
			if (kind !== 'failed') return;
			failures++;
			if (mode === null) unresolved++;
			else if (own.length > 0 && !own.includes(mode)) addTo(unlisted, `${mode} (${sku})`);
		});
	}
	const most = (counts: Map<string, number>) =>
		[...counts]
			.sort(([, a], [, b]) => b - a)
			.slice(0, shown)
			.map(([name, count]) => `${name}: ${count}`);
	const sum = (counts: Map<string, number>) =>
		[...counts.values()].reduce((total, count) => total + count, 0);
	return [
		{
			what: 'Returns with a reason code nobody has explained',
			count: sum(unmapped),
			of: returns,
			means:
				'Without a customer’s answer they are no failures to us. Say what the codes mean in the feed “reasons”.',
			examples: most(unmapped)
		},
		{
			what: 'Failures nobody has named a mode for',
			count: unresolved,
			of: failures,
			means: 'They end a unit’s time at risk, and are in neither what was observed nor what was expected.',
			examples: []
		},
		{
			what: 'Failures in a mode the product does not list',
			count: sum(unlisted),
			of: failures,
			means: 'They are counted as what they say; a misspelt code hides a pattern from the one it belongs to.',
			examples: most(unlisted)
		}
	];
}

const addTo = (counts: Map<string, number>, key: string) => counts.set(key, (counts.get(key) ?? 0) + 1);

function chainDefects({ lineages }: Given): Defect[] {
	return [
		{
			what: 'Replacements that lead in a circle',
			count: lineages.circles,
			of: lineages.replacements,
			means: 'Everything in the circle is one lineage, named by its least serial.',
			examples: []
		},
		{
			what: 'Units replaced by several, or replacing several',
			count: lineages.branches,
			of: lineages.replacements,
			means:
				'Swapped or mistyped serials: everything connected is one lineage, which may join two customers’ units.',
			examples: []
		}
	];
}
