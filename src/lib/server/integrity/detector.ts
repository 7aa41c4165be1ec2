// What a detector is. Each has a file of its own in detectors/: what it counts, of what, and which innocent thing looks the same.
// Pure: none reads a table, and none accuses anybody; test.ts compares, naming.ts decides what is shown of whom.
import type { Encounter, Seen } from './encounters.ts';
import type { Marks } from './marks.ts';

export type SubjectType = 'rep' | 'location' | 'staff' | 'company';

/**
 * One case that may or may not show the trace. Cases are compared within their stratum, which belongs to a group. A subject that
 * begins with a tab is nobody, and only a peer of others.
 * `risk`: how likely the customer was unhappy; told where the detector asks whether the trace follows that. `times`: so many cases alike.
 */
export type Take = (
	subjectType: SubjectType,
	subject: string,
	stratum: string,
	group: string,
	happened: boolean,
	source: Source | Encounter,
	more?: { risk?: number; times?: number }
) => void;

export interface Source {
	id: string;
	/** Milliseconds. */
	at: number;
	answer: number | null;
}

/** What all detectors may ask. */
export interface Context {
	marks: Marks;
	/** Log-odds of an unhappy customer (see risk.ts). */
	riskOf(encounter: Encounter): number;
}

export type Theme =
	'kinds of work' | 'words of customers' | 'answers' | 'contacts' | 'coverage' | 'returns' | 'rewriting';

export interface Detector {
	name: string;
	/** Of the catalogue in SECURITY.md; the first one is the plainest. */
	attacks: [string, ...string[]];
	theme: Theme;
	/** "names": enough to name somebody; "adds": only beside evidence of another theme. */
	weight: 'names' | 'adds';
	/** Below so many cases of a subject it is silent. */
	leastN: number;
	/** Where nobody is a peer: the share there would be if nobody gamed. */
	fixedShare?: number;
	/** What innocently looks the same, to be ruled out first. */
	innocent: string[];
	cases(seen: Seen, context: Context, take: Take): void;
}

interface OfEncounters extends Omit<Detector, 'cases'> {
	/** Also counted by location, where at least three reps work. */
	byLocation?: boolean;
	/** The trace must follow trouble: it is tested twice, and the weaker result counts. */
	followsRisk?: boolean;
	/** Whether the trace shows; undefined: the encounter says nothing about it. */
	shows(encounter: Encounter, marks: Marks): boolean | undefined;
}

/** A detector that looks at one encounter after the other, by rep among those of the same location and kind. */
export function ofEncounters({ shows, byLocation, followsRisk, ...detector }: OfEncounters): Detector {
	return {
		...detector,
		cases({ encounters }, { marks, riskOf }, take) {
			for (const each of encounters) {
				const happened = shows(each, marks);
				if (happened === undefined) continue;
				const { rep, location, kind } = each;
				const more = followsRisk ? { risk: riskOf(each) } : undefined;
				if (rep !== null) take('rep', rep, stratumOf(location, kind), kind, happened, each, more);
				if (byLocation) take('location', location, kind, '', happened, each, more);
			}
		}
	};
}

const strata = new Map<string, Map<string, string>>();

/** One string for each pair, however often it is asked for. */
export function stratumOf(location: string, kind: string): string {
	const kinds = strata.get(location) ?? new Map<string, string>();
	strata.set(location, kinds);
	const found = kinds.get(kind) ?? `${location}\t${kind}`;
	kinds.set(kind, found);
	return found;
}
