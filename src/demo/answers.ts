// What a simulated customer answers: honest, except where a rep gamed.
import { seededRandom, type Random } from './random.ts';
import { commentAbout } from './words.ts';
import { iso, type Rep } from './world.ts';

export interface Experience {
	id: string;
	at: number;
	rep: Rep;
	promise: string | undefined;
	kept: boolean | undefined | '';
	good: boolean;
	mode: string | undefined;
	failedBefore: boolean | undefined;
	asksProduct: boolean;
}

const hour = 3_600_000;

export function answerOf(
	random: Random,
	{ id, at, rep, promise, kept, good, mode, failedBefore, asksProduct }: Experience
) {
	const begging = rep.begs && random.chance(0.6);
	const selfMade = rep.swaps && !good;
	const looksGood = good || selfMade;
	const score = (isGood: boolean) => (isGood ? random.whole(4, 5) : random.whole(1, 3));
	const eased = score(looksGood);
	// Begging shows in the headline, not in the concrete answers.
	const overall = begging || selfMade ? 5 : score(looksGood);
	const unhappy = !looksGood;
	return {
		id: `A-${id}`,
		interaction: id,
		answered_at: iso(at + Math.round(random.exponential(1 / 30) * hour) + hour),
		// At home every customer has a line of their own; the rep has two.
		network: selfMade ? `line ${rep.id}-${at % 2}` : `line ${id}`,
		device: selfMade ? `phone ${rep.id}` : `phone ${id}`,
		seconds: selfMade ? random.whole(9, 15) : random.whole(25, 180),
		overall,
		resolved: unhappy ? random.pick(['partly', 'no', 'no']) : 'yes',
		eased: random.chance(0.1) ? 'no_inconvenience' : eased,
		promise_kept: promise ? (kept || selfMade ? 'kept' : random.pick(['late', 'broken'])) : undefined,
		told_upfront: unhappy && !promise ? random.pick(['yes', 'no', 'not_applicable']) : undefined,
		respected: unhappy ? random.whole(2, 5) : undefined,
		asked_for_score:
			begging && random.chance(0.6) ? [random.pick(['asked', 'told_what_counts'])] : ['nobody'],
		product_failed: asksProduct ? (mode ? 'yes' : 'no') : undefined,
		failure_mode: mode && (random.chance(0.92) ? mode : 'other'),
		same_failure_before: mode && (failedBefore ? random.pick(['yes', 'yes', 'different']) : 'no'),
		replacement_failed: mode && failedBefore ? 'yes' : undefined,
		failed_within: mode && !failedBefore ? random.pick(['month', 'year', 'year']) : undefined,
		wanted:
			unhappy || mode
				? [random.pick(['action', 'apology', 'explanation', 'refund', 'different_model'])]
				: undefined,
		stay: stayOf(id, {
			unhappy,
			broken: Boolean(promise && !kept),
			again: Boolean(mode && failedBefore),
			begging
		}),
		comment: selfMade ? undefined : commentAbout(random, { mode, content: looksGood, begging })
	};
}

/** The chain's earlier survey asked everybody. Drawn apart, so that the rest of the world stays as it is. */
function stayOf(
	id: string,
	{ unhappy, broken, again, begging }: { unhappy: boolean; broken: boolean; again: boolean; begging: boolean }
) {
	const random = seededRandom(Number(id.slice(1)) * 7919);
	const leaves =
		0.04 + (unhappy ? 0.14 : 0) + (broken ? 0.16 : 0) + (again ? 0.18 : 0) + (begging ? 0.08 : 0);
	if (random.chance(leaves)) return 'no';
	return random.chance(unhappy ? 0.45 : 0.12) ? 'unsure' : 'yes';
}
