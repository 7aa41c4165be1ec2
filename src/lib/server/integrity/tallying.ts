// Cases counted by subject and stratum, and for those that stand out listed one by one. Pure.
import type { Tally } from '../../statistics/peers.ts';
import type { Context, Detector, Source, SubjectType } from './detector.ts';
import type { Encounter, Seen } from './encounters.ts';

/** Risks of a subject's cases: of all, and of those that show the trace. */
export interface Followed {
	n: number;
	sum: number;
	squares: number;
	shown: number;
	sumShown: number;
}

export interface Counts {
	tallies: Map<SubjectType, Tally[]>;
	/** By subject type and subject; empty where the detector does not ask. */
	followed: Map<string, Followed>;
}

export const keyOf = (subjectType: SubjectType, subject: string) => `${subjectType}\t${subject}`;

/** `before`: only what began before it (milliseconds), and only of reps and locations. */
export function tally(detector: Detector, seen: Seen, context: Context, before?: number): Counts {
	const found = new Map<SubjectType, Map<string, Map<string, Tally>>>();
	const followed: Counts['followed'] = new Map();
	detector.cases(seen, context, (subjectType, subject, stratum, group, happened, source, more) => {
		if (before !== undefined && !(isSettling(subjectType) && momentOf(source) < before)) return;
		const subjects = under(found, subjectType, () => new Map<string, Map<string, Tally>>());
		const strata = under(subjects, subject, () => new Map<string, Tally>());
		const one = under(strata, stratum, () => ({ subject, stratum, group, n: 0, observed: 0 }));
		const times = more?.times ?? 1;
		one.n += times;
		if (happened) one.observed += times;
		if (more?.risk === undefined) return;
		const own = under(followed, keyOf(subjectType, subject), () => ({
			n: 0,
			sum: 0,
			squares: 0,
			shown: 0,
			sumShown: 0
		}));
		own.n++;
		own.sum += more.risk;
		own.squares += more.risk ** 2;
		if (!happened) return;
		own.shown++;
		own.sumShown += more.risk;
	});
	const tallies = new Map(
		[...found].map(([type, subjects]) => [
			type,
			[...subjects.values()].flatMap((strata) => [...strata.values()])
		])
	);
	return { tallies, followed };
}

const isSettling = (subjectType: SubjectType) => subjectType === 'rep' || subjectType === 'location';
const momentOf = (source: Source | Encounter) => ('startedAt' in source ? source.startedAt : source.at);

/** Both together. */
export function added(one: Counts, other: Counts | undefined): Counts {
	if (!other) return one;
	const types = new Set([...one.tallies.keys(), ...other.tallies.keys()]);
	const tallies = new Map(
		[...types].map((type) => {
			const sums = new Map<string, Tally>();
			for (const each of [...(one.tallies.get(type) ?? []), ...(other.tallies.get(type) ?? [])]) {
				const sum = under(sums, `${each.subject}\t${each.stratum}`, () => ({ ...each, n: 0, observed: 0 }));
				sum.n += each.n;
				sum.observed += each.observed;
			}
			return [type, [...sums.values()]];
		})
	);
	const followed = new Map([...one.followed].map(([key, own]) => [key, { ...own }]));
	for (const [key, own] of other.followed) {
		const sum = under(followed, key, () => ({ n: 0, sum: 0, squares: 0, shown: 0, sumShown: 0 }));
		for (const name of Object.keys(own) as (keyof Followed)[]) sum[name] += own[name];
	}
	return { tallies, followed };
}

function under<K, V>(map: Map<K, V>, key: K, make: () => V): V {
	const found = map.get(key);
	if (found !== undefined) return found;
	const made = make();
	map.set(key, made);
	return made;
}

export interface CaseSeen extends Source {
	happened: boolean;
	times: number;
}

/** All cases of these subjects, in order of time. */
export function listCases(
	detector: Detector,
	seen: Seen,
	context: Context,
	subjects: ReadonlySet<string>
): Map<string, CaseSeen[]> {
	const result = new Map<string, CaseSeen[]>([...subjects].map((key) => [key, []]));
	detector.cases(seen, context, (subjectType, subject, _, __, happened, source, more) => {
		if (!subjects.has(keyOf(subjectType, subject))) return;
		const { id, at, answer } =
			'startedAt' in source
				? { id: source.id, at: source.startedAt, answer: source.answer?.id ?? null }
				: source;
		result.get(keyOf(subjectType, subject))!.push({ id, at, answer, happened, times: more?.times ?? 1 });
	});
	for (const cases of result.values()) cases.sort((a, b) => a.at - b.at);
	return result;
}
