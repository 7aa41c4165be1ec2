// Every subject against its peers, by every detector; all of it one family of tests. Pure.
//
//   expected   what the subject would show if it did as others of the same location and kind (peers.ts, leaving it out)
//   p          chance of as much or more, allowing for honest differences between subjects (beta-binomial)
//   q          Benjamini-Hochberg over all subjects × detectors with enough cases
//   EB05       the ratio observed / expected after shrinking it towards the others: its 5 % point
//
// Stands out: q ≤ 5 %, EB05 ≥ 1.5 and at least four events. Where a trace must follow trouble, p is the weaker of two: as
// much as that, and more where there was reason to complain.
import { betaBinomialUpper, intraclassCorrelation } from '../../statistics/beta-binomial.ts';
import { adjusted } from '../../statistics/false-discovery.ts';
import { fitPrior, shrink } from '../../statistics/gamma-poisson-shrinkage.ts';
import { normalLower } from '../../statistics/normal-distribution.ts';
import { wilsonInterval } from '../../statistics/wilson-interval.ts';
import { amongPeers, type Standardised, type Tally } from '../../statistics/peers.ts';
import type { Context, Detector, SubjectType } from './detector.ts';
import type { Seen } from './encounters.ts';
import { added, keyOf, tally, type Counts, type Followed } from './tallying.ts';

export interface Tested extends Standardised {
	detector: Detector;
	subjectType: SubjectType;
	/** Chance of as much or more, whether or not it follows trouble. */
	unlikely: number;
	p: number;
	q: number;
	eb05: number;
	/** How alike honest subjects are: their intraclass correlation. */
	rho: number;
	followed: Followed | undefined;
	standsOut: boolean;
}

export interface Compared {
	tested: Tested[];
	/** A detector that fails does not stop the others. */
	failed: { detector: string; error: unknown }[];
}

const leastPeers: Record<SubjectType, number> = { rep: 3, location: 2, staff: 0, company: 0 };
const least = { events: 4, eb05: 1.5 };
const level = 0.05;
/** Whoever is so unlikely is nobody's peer any more. */
const apartBelow = 0.001;
const passes = 3;

/** `settled`: tallies of what lies before, by detector. */
export function compare(
	detectors: Detector[],
	seen: Seen,
	context: Context,
	settled?: Map<string, Counts>
): Compared {
	const failed: Compared['failed'] = [];
	const tested = detectors.flatMap((detector): Tested[] => {
		try {
			const { tallies, followed } = added(tally(detector, seen, context), settled?.get(detector.name));
			return [...tallies].flatMap(([type, each]) => testAll(detector, type, each, followed));
		} catch (error) {
			failed.push({ detector: detector.name, error });
			return [];
		}
	});
	const qs = adjusted(tested.map(({ p }) => p));
	tested.forEach((each, at) => {
		each.q = qs[at]!;
		each.standsOut = each.q <= level && each.eb05 >= least.eb05 && each.observed >= least.events;
	});
	return { tested, failed };
}

function testAll(
	detector: Detector,
	subjectType: SubjectType,
	tallies: Tally[],
	followed: Map<string, Followed>
): Tested[] {
	let apart = new Set<string>();
	let tested: Tested[] = [];
	for (let pass = 0; pass < passes; pass++) {
		const standing = standardise(detector, tallies, apart).filter(
			({ subject, n, peers }) =>
				!subject.startsWith('\t') && n >= detector.leastN && peers >= leastPeers[subjectType]
		);
		const rho = intraclassCorrelation(standing.filter(({ subject }) => !apart.has(subject)));
		tested = standing.map((each) => {
			const own = followed.get(keyOf(subjectType, each.subject));
			const unlikely = betaBinomialUpper(each.observed, each.n, each.expected / each.n, rho);
			return {
				...each,
				detector,
				subjectType,
				unlikely,
				p: own ? Math.max(unlikely, afterTrouble(own)) : unlikely,
				q: 1,
				eb05: 0,
				rho,
				followed: own,
				standsOut: false
			};
		});
		const next = new Set(
			tested.filter(({ unlikely }) => unlikely < apartBelow).map(({ subject }) => subject)
		);
		const isSame = next.size === apart.size && [...next].every((subject) => apart.has(subject));
		apart = next;
		if (isSame) break;
	}
	if (detector.fixedShare === undefined) shrinkAll(tested);
	// Nobody to shrink towards: the interval's lower end in the stead of the 5 % point.
	else for (const each of tested) each.eb05 = wilsonInterval(each.observed, each.n).low / detector.fixedShare;
	return tested;
}

function standardise(detector: Detector, tallies: Tally[], apart: Set<string>): Standardised[] {
	const standing = amongPeers(tallies, apart);
	const { fixedShare } = detector;
	if (fixedShare === undefined) return standing;
	return standing.map((each) => ({ ...each, expected: fixedShare * each.n }));
}

/** Chance that cases drawn from the subject's own at random run as high a risk as those that show the trace (normal). */
function afterTrouble({ n, sum, squares, shown, sumShown }: Followed): number {
	const variance = squares / n - (sum / n) ** 2;
	if (shown === 0 || shown === n || variance <= 0) return 1;
	const deviation = Math.sqrt((variance / shown) * ((n - shown) / (n - 1)));
	return normalLower((sum / n - sumShown / shown) / deviation);
}

const worthShrinking = 0.05;
const enough = 120;

function shrinkAll(tested: Tested[]) {
	// Where nothing is unlikely, no ratio matters.
	const suspects = tested.filter(({ p }) => p < worthShrinking);
	if (suspects.length === 0) return;
	// Of a large fleet every so many-th tells what all are like.
	const step = Math.ceil(tested.length / enough);
	const cells = tested
		.filter((_, at) => at % step === 0)
		.map(({ observed, expected }) => ({ n: observed, expected: Math.max(expected, 1e-6) }));
	const prior = fitPrior(cells, { penalised: true, tolerance: 1e-4 });
	for (const each of suspects) each.eb05 = shrink(prior, each.observed, Math.max(each.expected, 1e-6)).eb05;
}
