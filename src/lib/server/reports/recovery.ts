// Whether cases are taken up in time, and whether putting things right works: by what was done, against before, and against
// customers who never needed it.
import { differenceOf, type Difference } from '../../statistics/difference.ts';
import { mantelHaenszel } from '../../statistics/mantel-haenszel.ts';
import { pairedDifference } from '../../statistics/paired-difference.ts';
import { wilsonInterval, type Share } from '../../statistics/wilson-interval.ts';
import type { Sql } from '../database.ts';
import { remedies } from '../recovery/recovery.ts';
import type { Filters } from './filters.ts';
import {
	countCases,
	readRecovered,
	readWithoutCase,
	type CaseAnswers,
	type CaseCount,
	type Recovered,
	type WithoutCase
} from './recovery-queries.ts';
import { remembered } from './remembering.ts';

export interface InTime extends CaseCount {
	share: Share;
}

export interface RemedyShare {
	remedy: string;
	/** Eased (4 or 5 of 5) afterwards, of cases in which this was done. */
	eased: Share;
}

export interface Effect {
	asked: number;
	answered: number;
	/** Eased before and after, among those who said both. */
	before: Share;
	after: Share;
	change: Difference;
	byRemedy: RemedyShare[];
	/** What was done was what they wanted, or not. */
	asWanted: { done: Share; notDone: Share; difference: Difference };
	action: Share;
	money: Share;
	/** Of money from action, and the same as odds among those who were equally uneased before. */
	actionAgainstMoney: Difference;
	oddsRatio: { oddsRatio: number; low: number; high: number } | null;
	/** Will come back: customers whose case was put right, those who were content anyhow, and those left alone with their trouble. */
	recovered: Share;
	content: Share;
	leftAlone: Share;
	/** Of the recovered from the content, and from those left alone. */
	paradox: Difference;
	rescue: Difference;
}

/** The least in each arm for a comparison to say anything. */
const least = 5;

export async function readRecovery(sql: Sql, filters: Filters, now: Date) {
	const { from, to, location } = filters;
	const days = { from, to, location };
	const [counts, said, others] = await Promise.all([
		countCases(sql, days, now),
		readRecovered(sql, days),
		remembered(sql, ['without case', days], { minutes: 10 }, now, () => readWithoutCase(sql, days))
	]);
	const inTime = counts.map((count): InTime => ({
		...count,
		share: wilsonInterval(count.inTime, count.clocked)
	}));
	return { inTime, effect: effectOf(said, others.value) };
}

const isEased = (score: number | null) => score !== null && score >= 4;
const shareOf = (cases: Recovered[]) => {
	const said = cases.filter(({ after }) => after !== null);
	return wilsonInterval(said.filter(({ after }) => isEased(after)).length, said.length);
};

function effectOf({ answered, asked }: CaseAnswers, others: WithoutCase): Effect {
	const pairs = answered.filter(({ before, after }) => before !== null && after !== null);
	const has = (codes: string[]) => (each: Recovered) =>
		each.remedies.some((remedy) => codes.includes(remedy));
	const [acted, paid] = [has(['action', 'apology', 'explanation']), has(['credit', 'refund'])];
	const action = answered.filter((each) => acted(each) && !paid(each));
	const money = answered.filter((each) => paid(each) && !acted(each));
	const wanting = answered.filter(({ wanted }) => wanted.some((want) => want !== 'nothing'));
	const gotIt = ({ wanted, remedies: done }: Recovered) =>
		wanted.every((want) => want === 'nothing' || done.some((remedy) => remedy === want));
	const [done, notDone] = [shareOf(wanting.filter(gotIt)), shareOf(wanting.filter((each) => !gotIt(each)))];
	const putRight = answered.filter(({ after, stay }) => isEased(after) && stay !== null);
	const recovered = wilsonInterval(putRight.filter(({ stay }) => stay === 'yes').length, putRight.length);
	const content = wilsonInterval(others.content.yes, others.content.n);
	const leftAlone = wilsonInterval(others.leftAlone.yes, others.leftAlone.n);
	return {
		asked,
		answered: answered.length,
		before: wilsonInterval(pairs.filter(({ before }) => isEased(before)).length, pairs.length),
		after: shareOf(pairs),
		change: pairedDifference({
			n: pairs.length,
			better: pairs.filter(({ before, after }) => isEased(after) && !isEased(before)).length,
			worse: pairs.filter(({ before, after }) => isEased(before) && !isEased(after)).length
		}),
		byRemedy: remedies.map((remedy) => ({ remedy, eased: shareOf(answered.filter(has([remedy]))) })),
		asWanted: { done, notDone, difference: differenceOf(done, notDone) },
		action: shareOf(action),
		money: shareOf(money),
		actionAgainstMoney: differenceOf(shareOf(action), shareOf(money)),
		oddsRatio: oddsOf(action, money),
		recovered,
		content,
		leftAlone,
		paradox: differenceOf(recovered, content),
		rescue: differenceOf(recovered, leftAlone)
	};
}

/** Eased by action against money, among those who were equally uneased before. */
function oddsOf(action: Recovered[], money: Recovered[]) {
	if (Math.min(shareOf(action).n, shareOf(money).n) < least) return null;
	const strata = [1, 2, 3, 4, 5, null].map((score) => {
		const row = (cases: Recovered[]): [number, number] => {
			const those = cases.filter(({ before, after }) => before === score && after !== null);
			const eased = those.filter(({ after }) => isEased(after)).length;
			return [eased, those.length - eased];
		};
		return [row(action), row(money)] as [[number, number], [number, number]];
	});
	const { oddsRatio, low, high } = mantelHaenszel(strata.filter((table) => table.flat().some((n) => n > 0)));
	return Number.isFinite(oddsRatio) ? { oddsRatio, low, high } : null;
}
