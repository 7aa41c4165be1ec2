// Of whom a signal is shown. Pure. What circumstances alone show – many changed addresses, few answers – names no rep; it is
// shown beside evidence of another theme only. What would name a rep by itself must be clear, or have a hint of another theme beside it. Of a location it may be shown where several reps work: it then names nobody.
import type { Tested } from './comparing.ts';
import type { Encounter } from './encounters.ts';

const leastReps = 3;
/** So clear that it needs nothing beside it. */
const clear = 0.01;
const hint = 0.05;

/** Those that become signals, each with what stands out of the same subject besides. */
export function named(tested: Tested[], encounters: Encounter[]): (Tested & { beside: string[] })[] {
	const standing = tested.filter(({ standsOut }) => standsOut);
	const crews = crewsOf(encounters);
	return standing.flatMap((each) => {
		const others = standing.filter(
			(other) => other !== each && other.subjectType === each.subjectType && other.subject === each.subject
		);
		const isOther = ({ detector }: Tested) => detector.theme !== each.detector.theme;
		const isShown =
			each.subjectType === 'location'
				? (crews.get(each.subject)?.size ?? leastReps) >= leastReps
				: each.subjectType !== 'rep' ||
					others.some(isOther) ||
					(each.detector.weight === 'names' && (each.q <= clear || hints(tested, each).some(isOther)));
		return isShown ? [{ ...each, beside: others.map(({ detector }) => detector.name) }] : [];
	});
}

/** What is unusual of the same subject, though not enough to stand out by itself. */
const hints = (tested: Tested[], { subjectType, subject }: Tested) =>
	tested.filter((other) => other.subjectType === subjectType && other.subject === subject && other.p <= hint);

function crewsOf(encounters: Encounter[]): Map<string, Set<string>> {
	const crews = new Map<string, Set<string>>();
	for (const { location, rep } of encounters) {
		if (rep === null) continue;
		const crew = crews.get(location) ?? new Set<string>();
		crews.set(location, crew.add(rep));
	}
	return crews;
}
