// Of whom a signal is shown. Pure. What circumstances alone show – many changed addresses, few answers – names no rep; it is
// shown beside evidence of another theme that does. What would name a rep by itself must be clear, or have a hint of another
// theme beside it. Of a location it may be shown where several reps work: it then names nobody.
import type { Tested } from './comparing.ts';
import type { Encounter } from './encounters.ts';

const leastReps = 3;
/** So clear that it needs nothing beside it. */
const clear = 0.002;
const hint = 0.01;

/** Those that become signals, each with what stands out of the same subject besides. */
export function named(tested: Tested[], encounters: Encounter[]): (Tested & { beside: string[] })[] {
	const standing = tested.filter(({ standsOut }) => standsOut);
	const crews = crewsOf(encounters);
	const isNaming = (each: Tested) =>
		each.detector.weight === 'names' &&
		(each.subjectType !== 'rep' ||
			each.q <= clear ||
			tested.some((other) => isElsewhere(other, each) && other.p <= hint));
	return standing.flatMap((each) => {
		const isShown =
			each.subjectType === 'location'
				? (crews.get(each.subject)?.size ?? leastReps) >= leastReps
				: isNaming(each) || standing.some((other) => isElsewhere(other, each) && isNaming(other));
		if (!isShown) return [];
		const others = standing.filter((other) => other !== each && isSame(other, each));
		return [{ ...each, beside: others.map(({ detector }) => detector.name) }];
	});
}

const isSame = (one: Tested, other: Tested) =>
	one.subjectType === other.subjectType && one.subject === other.subject;

const isElsewhere = (one: Tested, other: Tested) =>
	isSame(one, other) && one.detector.theme !== other.detector.theme;

function crewsOf(encounters: Encounter[]): Map<string, Set<string>> {
	const crews = new Map<string, Set<string>>();
	for (const { location, rep } of encounters) {
		if (rep === null) continue;
		const crew = crews.get(location) ?? new Set<string>();
		crews.set(location, crew.add(rep));
	}
	return crews;
}
