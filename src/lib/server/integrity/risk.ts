// How likely a customer is to be unhappy with what happened, before any answer: learnt from the answers of all others. Pure.
//
// Unhappy is who answers 3 or less overall, or that nothing was resolved, or that the promise was broken. Each circumstance – the kind, the
// recorded outcome, the wait, being back within a fortnight – adds the logarithm of how much more often it goes with unhappy
// answers than with happy ones (naive Bayes, ten answers' worth of doubt). Learnt, because every company has words of its
// own for an outcome. Odd answers teach nothing.
import type { Encounter } from './encounters.ts';
import { isOdd, type Marks } from './marks.ts';

const doubt = 10;

type Circumstance = (each: Encounter) => string;
const circumstances: Circumstance[] = [
	({ kind }) => kind,
	({ outcome }) => outcome,
	({ wait }) => (wait === null ? 'unknown' : wait > 30 ? 'long' : wait > 10 ? 'some' : 'short'),
	({ backAfter }) => (backAfter !== null && backAfter <= 14 ? 'back' : 'not back'),
	({ hasReturn }) => (hasReturn ? 'return' : 'no return')
];

const isUnhappy = ({ answer }: Encounter) =>
	(answer!.overall !== null && answer!.overall <= 3) ||
	answer!.resolved === 'no' ||
	answer!.promiseKept === 'broken';

/** The risk of each encounter, as log-odds. */
export function riskOf(encounters: Encounter[], marks: Marks): (each: Encounter) => number {
	const learning = encounters.filter((each) => each.answer !== null && !isOdd(each, marks));
	const unhappy = learning.filter(isUnhappy);
	const share = (unhappy.length + doubt / 2) / (learning.length + doubt);
	const weights = circumstances.map((circumstance) => {
		const all = countOf(learning, circumstance);
		const bad = countOf(unhappy, circumstance);
		const weight = (value: string) => {
			const rate = ((bad.get(value) ?? 0) + doubt * share) / ((all.get(value) ?? 0) + doubt);
			return Math.log(rate / (1 - rate)) - Math.log(share / (1 - share));
		};
		return new Map([...all.keys()].map((value) => [value, weight(value)]));
	});
	return (each) =>
		circumstances.reduce((sum, circumstance, at) => sum + (weights[at]!.get(circumstance(each)) ?? 0), 0);
}

function countOf(encounters: Encounter[], circumstance: Circumstance): Map<string, number> {
	const counts = new Map<string, number>();
	for (const each of encounters) counts.set(circumstance(each), (counts.get(circumstance(each)) ?? 0) + 1);
	return counts;
}
