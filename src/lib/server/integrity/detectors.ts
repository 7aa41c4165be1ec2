// All detectors, in the order of the catalogue of attacks.
import type { Detector } from './detector.ts';
import { abandons } from './detectors/abandons.ts';
import { askedForScore } from './detectors/asked-for-score.ts';
import { bounces } from './detectors/bounces.ts';
import { burnedLimits } from './detectors/burned-limits.ts';
import { deniedContacts } from './detectors/denied-contacts.ts';
import { faultsNotFound } from './detectors/faults-not-found.ts';
import { fewAnswers } from './detectors/few-answers.ts';
import { hollowScores } from './detectors/hollow-scores.ts';
import { lateFeeds } from './detectors/late-feeds.ts';
import { latePosts } from './detectors/late-posts.ts';
import { lopsidedExclusions } from './detectors/lopsided-exclusions.ts';
import { missingContacts } from './detectors/missing-contacts.ts';
import { movedDefinitions } from './detectors/moved-definitions.ts';
import { notResolved } from './detectors/not-resolved.ts';
import { offers } from './detectors/offers.ts';
import { parkedVisits } from './detectors/parked-visits.ts';
import { pressure } from './detectors/pressure.ts';
import { rareKinds } from './detectors/rare-kinds.ts';
import { reassigned } from './detectors/reassigned.ts';
import { reclassified } from './detectors/reclassified.ts';
import { regulars } from './detectors/regulars.ts';
import { removedContacts } from './detectors/removed-contacts.ts';
import { rewordedSymptoms } from './detectors/reworded-symptoms.ts';
import { rewrittenPromises } from './detectors/rewritten-promises.ts';
import { selfAnswered } from './detectors/self-answered.ts';
import { sharedDestinations } from './detectors/shared-destinations.ts';
import { splitVisits } from './detectors/split-visits.ts';
import { suppressed } from './detectors/suppressed.ts';
import { swappedContacts } from './detectors/swapped-contacts.ts';
import { uncounted } from './detectors/uncounted.ts';
import { unlogged } from './detectors/unlogged.ts';
import { watched } from './detectors/watched.ts';
import { youngContacts } from './detectors/young-contacts.ts';

export const detectors: Detector[] = [
	askedForScore,
	hollowScores,
	pressure,
	fewAnswers,
	offers,
	latePosts,
	swappedContacts,
	deniedContacts,
	bounces,
	selfAnswered,
	sharedDestinations,
	youngContacts,
	missingContacts,
	suppressed,
	removedContacts,
	unlogged,
	uncounted,
	rareKinds,
	splitVisits,
	parkedVisits,
	reclassified,
	notResolved,
	lateFeeds,
	burnedLimits,
	abandons,
	watched,
	regulars,
	rewordedSymptoms,
	faultsNotFound,
	lopsidedExclusions,
	reassigned,
	rewrittenPromises,
	movedDefinitions
];
