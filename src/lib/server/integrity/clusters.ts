// Many customers at one place – a network, a device, a mailbox, the same words – that all belong to one rep. Pure.
//
// A shop's Wi-Fi, a carrier's address or a phone model is shared by customers of everybody; a household by few. What neither
// explains is that most customers at a place were served by one and the same rep: with c customers, m of them this
// rep's, and p the rep's share of what happens at those locations, the chance of it is P(Binomial(c − 1, p) ≥ m − 1), the
// first customer being whose they are.
import { binomialUpper } from '../../statistics/beta-functions.ts';
import { gammaLower } from '../../statistics/gamma-functions.ts';
import type { Encounter, Place } from './encounters.ts';

const leastCustomers = 3;
const rare = 0.002;

/** Encounters at places that belong to their rep. */
export function concentrated(
	encounters: Encounter[],
	placeOf: (encounter: Encounter) => Place | null
): Set<Encounter> {
	// Most places are one customer's: they are counted before they are gathered.
	const counts = new Map<Place, number>();
	for (const each of encounters) {
		const place = each.rep === null ? null : placeOf(each);
		if (place !== null) counts.set(place, (counts.get(place) ?? 0) + 1);
	}
	const places = Map.groupBy(
		encounters.filter((each) => each.rep !== null && (counts.get(placeOf(each)!) ?? 0) >= leastCustomers),
		(each) => placeOf(each)!
	);
	const sizes = new Map<string, number>();
	const count = (key: string) => sizes.set(key, (sizes.get(key) ?? 0) + 1);
	for (const { rep, location } of encounters) {
		if (rep === null) continue;
		count(location);
		count(`${location}\t${rep}`);
	}
	const result = new Set<Encounter>();
	for (const there of places.values()) {
		const customers = new Set(there.map(({ customer }) => customer)).size;
		if (customers < leastCustomers) continue;
		const locations = [...new Set(there.map(({ location }) => location))];
		const all = sum(locations.map((location) => sizes.get(location)!));
		for (const [rep, theirs] of Map.groupBy(there, (each) => each.rep!)) {
			const served = new Set(theirs.map(({ customer }) => customer)).size;
			const share = sum(locations.map((location) => sizes.get(`${location}\t${rep}`) ?? 0)) / all;
			if (served < leastCustomers || share >= 1) continue;
			if (served < customers / 2) continue;
			if (binomialUpper(served - 1, customers - 1, share) < rare) for (const each of theirs) result.add(each);
		}
	}
	return result;
}

const hour = 3_600_000;
const span = 2 * hour;
const leastInBurst = 4;
const day = 24 * hour;
/** Chance of one such burst anywhere. */
const level = 0.01;

/**
 * Answers of many customers within two hours from one block of addresses that is otherwise quiet. What is expected of a block is what
 * came from it on all other days, and one answer more for what we have not seen.
 */
export function bursts(encounters: Encounter[]): Set<Encounter> {
	const answered = encounters
		.filter(({ answer }) => answer !== null && answer.space !== null)
		.sort((a, b) => a.answer!.at - b.answer!.at);
	const result = new Set<Encounter>();
	if (answered.length === 0) return result;
	const days = Math.max(1, (answered.at(-1)!.answer!.at - answered[0]!.answer!.at) / day);
	const spaces = Map.groupBy(answered, ({ answer }) => answer!.space!);
	for (const there of spaces.values()) {
		if (there.length < leastInBurst) continue;
		// Three places in the list that move along with the answer looked at: two hours back, a day back, a day on.
		let [from, dayBack, dayOn] = [0, 0, 0];
		there.forEach(({ answer }, to) => {
			const { at } = answer!;
			while (at - there[from]!.answer!.at > span) from++;
			while (at - there[dayBack]!.answer!.at > day) dayBack++;
			while (dayOn < there.length && there[dayOn]!.answer!.at - at <= day) dayOn++;
			const window = there.slice(from, to + 1);
			const customers = new Set(window.map(({ customer }) => customer)).size;
			if (customers < leastInBurst) return;
			const expected = ((there.length - (dayOn - dayBack) + 1) / days) * (span / day);
			// Of the first it is no wonder that it is there.
			if (gammaLower(customers - 1, expected) * spaces.size < level)
				for (const one of window) result.add(one);
		});
	}
	return result;
}

const sum = (numbers: number[]) => numbers.reduce((total, each) => total + each, 0);
