// The shares of the key questions: as a whole, against the period before, over time.
import { differenceOf, type Difference } from '../../statistics/difference.ts';
import { netPromoterScore, type NetPromoterScore } from '../../statistics/net-promoter.ts';
import { weightedShare } from '../../statistics/weighting.ts';
import { wilsonInterval, type Share } from '../../statistics/wilson-interval.ts';
import type { Sql } from '../database.ts';
import { figures } from '../desk/desk.ts';
import { whyDifferent } from './explaining.ts';
import type { Filters } from './filters.ts';
import { lengthOf, periodBefore, type Days, type Span } from './periods.ts';
import { readAsked, readTallies, type Asked, type Tally } from './tallies.ts';

export interface FigureSeries {
	id: string;
	name: string;
	isBad: boolean;
	total: Share;
	/** As if all who were asked had answered alike within their stratum. */
	weighted: Share;
	/** Without the answers two people excluded or a signal rests on; null where there are none. */
	adjusted: Share | null;
	/** From the period before; null where there is none. */
	change: Difference | null;
	/** Why the three differ, where they do. */
	why: string[];
	/** One share a period, oldest first. */
	periods: (Share & { from: string })[];
}

export interface Figures {
	answers: number;
	imported: number;
	/** Counted apart: they asked to be asked. */
	voices: number;
	/** Answers left out of the adjusted figures: excluded by two people, or under a signal. */
	excluded: number;
	underSignals: number;
	period: Span;
	/** The period before, as long; null where there is none. */
	before: Required<Days> | null;
	answersBefore: number;
	/** Interactions that began in the period; null where sums cannot tell. */
	asked: Omit<Asked, 'stratum'> | null;
	netPromoterScore: NetPromoterScore | null;
	series: FigureSeries[];
}

const halfAYear = 190;

const spanOf = ({ from, to }: Days, today: string): Span =>
	from && lengthOf({ from, to: to ?? (today > from ? today : from) }) <= halfAYear ? 'week' : 'month';

export async function readFigures(sql: Sql, filters: Filters, now: Date): Promise<Figures> {
	const today = now.toISOString().slice(0, 10);
	const span = spanOf(filters, today);
	const before = periodBefore(filters, today);
	const [tallies, asked, earlier] = await Promise.all([
		readTallies(sql, filters, { span, periods: true, strata: true }),
		readAsked(sql, filters, span),
		before ? readTallies(sql, { ...filters, ...before }, { span }) : []
	]);
	const { whole, strata, periods } = sorted(tallies);
	const leftOut = whole.excluded + whole.underSignals > 0;
	const askedIn = new Map(asked.map((row) => [row.stratum, row.asked]));
	const [old] = earlier;

	const series = figures.map(({ id, name, isBad = false }, index): FigureSeries => {
		const yes = whole.yes[index]!;
		const raw = wilsonInterval(yes, whole.n[index]!);
		const by = strata.map((row) => ({
			stratum: row.stratum!,
			asked: askedIn.get(row.stratum) ?? row.answers,
			answered: row.answers,
			n: row.n[index]!,
			yes: row.yes[index]!
		}));
		const weighted = weightedShare(by);
		const adjusted = leftOut
			? wilsonInterval(yes - whole.leftYes[index]!, whole.n[index]! - whole.leftN[index]!)
			: null;
		return {
			id,
			name,
			isBad,
			total: raw,
			weighted,
			adjusted,
			change: old ? differenceOf(raw, wilsonInterval(old.yes[index]!, old.n[index]!)) : null,
			why: whyDifferent({
				raw,
				weighted,
				adjusted,
				by,
				leftYes: whole.leftYes[index]!,
				leftN: whole.leftN[index]!
			}),
			periods: periods.map((row) => ({
				from: row.period!,
				...wilsonInterval(row.yes[index]!, row.n[index]!)
			}))
		};
	});
	const { answers, imported, voices, excluded, underSignals } = whole;
	return {
		answers,
		imported,
		voices,
		excluded,
		underSignals,
		period: span,
		before: before ?? null,
		answersBefore: old?.answers ?? 0,
		asked: asked.find(({ stratum }) => stratum === null) ?? null,
		netPromoterScore: promotersOf(whole),
		series
	};
}

const isWhole = ({ period, stratum, value }: Tally) => period === null && stratum === null && value === null;

function sorted(tallies: Tally[]) {
	return {
		whole: tallies.find(isWhole)!,
		strata: tallies.filter(({ stratum, answers }) => stratum !== null && answers > 0),
		periods: tallies
			.filter(({ period }) => period !== null)
			.sort((one, other) => (one.period! < other.period! ? -1 : 1))
	};
}

const [promoters, detractors] = ['promoters', 'detractors'].map((name) =>
	figures.findIndex(({ id }) => id === name)
) as [number, number];

/** null where the question was not asked. */
const promotersOf = ({ yes, n }: Tally) =>
	n[promoters]! > 0 ? netPromoterScore(yes[promoters]!, yes[detractors]!, n[promoters]!) : null;
