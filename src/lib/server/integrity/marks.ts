// What is odd about single answers. Pure. A mark is no verdict: people answer fast, share phones and change addresses.
import { bursts, concentrated } from './clusters.ts';
import { isHollow, isTop, type Encounter, type Mark } from './encounters.ts';

const traced: Mark[] = ['branch_network', 'shared_network', 'shared_device', 'burst'];

/** Marks of an encounter; the one of its destination may stand without an answer. */
export type Marks = Map<Encounter, Set<Mark>>;

export function marksOf(encounters: Encounter[]): Marks {
	const marks: Marks = new Map();
	const mark = (each: Encounter, name: Mark) => {
		const own = marks.get(each);
		if (own) own.add(name);
		else marks.set(each, new Set([name]));
	};
	const answered = encounters.filter(({ answer }) => answer !== null);
	const all = (found: Set<Encounter>, name: Mark) => found.forEach((each) => mark(each, name));
	// Who did not answer counts at a mailbox, too.
	all(
		concentrated(encounters, ({ destination }) => destination),
		'shared_destination'
	);
	all(
		concentrated(answered, ({ answer }) => answer!.network),
		'shared_network'
	);
	all(
		concentrated(answered, ({ answer }) => answer!.device),
		'shared_device'
	);
	all(
		concentrated(answered, ({ answer }) => answer!.words),
		'same_words'
	);
	all(bursts(answered), 'burst');
	const isFast = paceOf(answered);
	for (const each of answered) {
		const answer = each.answer!;
		if (answer.isFromBranch) mark(each, 'branch_network');
		if (isFast(each)) mark(each, 'fast');
		if (isHollow(answer)) mark(each, 'hollow_top');
		if (each.hasChanged) mark(each, 'rep_set_contact');
		if (each.isYoung) mark(each, 'young_contact');
		if (each.isDenied) mark(each, 'denied_contact');
		if (answer.isLatePosted) mark(each, 'late_post');
		// What only its trace could tell, and the trace is forgotten, or those of its neighbours soon are.
		for (const kept of answer.kept) if (traced.includes(kept)) mark(each, kept);
	}
	return marks;
}

const leastKnown = 50;
/** Below this part of the usual time. */
const fastPart = 0.4;

/** Seconds are compared with those of answers of the same length, at least fifty of them; all together otherwise, by question. */
function paceOf(answered: Encounter[]): (each: Encounter) => boolean {
	const timed = answered.filter(({ answer }) => answer!.seconds !== null && answer!.replies > 0);
	if (timed.length < leastKnown) return () => false;
	const byLength = new Map(
		[...Map.groupBy(timed, ({ answer }) => answer!.replies)]
			.filter(([, those]) => those.length >= leastKnown)
			.map(([length, those]) => [length, median(those.map(({ answer }) => answer!.seconds!))])
	);
	const eachQuestion = median(timed.map(({ answer }) => answer!.seconds! / answer!.replies));
	return ({ answer }) =>
		answer!.seconds !== null &&
		answer!.replies > 0 &&
		answer!.seconds < fastPart * (byLength.get(answer!.replies) ?? eachQuestion * answer!.replies);
}

const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!;

const placed: Mark[] = ['branch_network', 'shared_network', 'shared_device', 'burst'];

/** Somebody else may have filled this in: it came from where no customer alone would be, or in no time to the highest score. */
export function isOdd(each: Encounter, marks: Marks): boolean {
	const own = marks.get(each);
	if (!own || !each.answer) return false;
	return placed.some((mark) => own.has(mark)) || (isTop(each.answer) && own.has('fast'));
}
