// The coverage audit: what became of every interaction, each exactly once; against what others counted, and against returns that
// no interaction explains. The stages add up to all of them, or the report is wrong.
import { intraclassCorrelation } from '../../statistics/beta-binomial.ts';
import { funnelLimits } from '../../statistics/funnel-limits.ts';
import { wilsonInterval, type Share } from '../../statistics/wilson-interval.ts';
import type { Sql } from '../database.ts';
import {
	countStates,
	countedAgainstLogged,
	countedAt,
	interactionsIn,
	unexplainedReturns,
	type CoverageFilters,
	type GroupBy,
	type StateCount
} from './coverage-queries.ts';

export type { CoverageFilters, GroupBy } from './coverage-queries.ts';
export { groupings } from './coverage-queries.ts';

/** Where an interaction can end, in the order of the way. */
export const endings = [
	'undecided',
	'too_late',
	'no_contact',
	'contact_declined',
	'no_channel',
	'opted_out',
	'undeliverable',
	'staff_contact',
	'destination_shared',
	'not_drawn',
	'asked_recently',
	'to_be_sent',
	'bounced',
	'waiting',
	'set_aside',
	'opened',
	'expired',
	'answered',
	'answered_elsewhere'
] as const;
export type Ending = (typeof endings)[number];

const notInvited: readonly Ending[] = endings.slice(0, endings.indexOf('to_be_sent'));
const isInvited = (ending: Ending) => !notInvited.includes(ending) && ending !== 'answered_elsewhere';

/** One step down: how many are left, and which endings took the others. */
export interface Step {
	key: 'all' | 'asked' | 'sent' | 'delivered' | 'answered';
	n: number;
	lost: { ending: Ending; n: number }[];
}

export interface Coverage {
	total: number;
	byEnding: Record<Ending, number>;
	steps: Step[];
	counted: Awaited<ReturnType<typeof countedAgainstLogged>>;
	returns: { n: number; unexplained: number };
	/** When it was counted. */
	at: Date;
}

export async function readCoverage(sql: Sql, filters: CoverageFilters, now: Date): Promise<Coverage> {
	const [rows, counted, returns, at] = await Promise.all([
		countStates(sql, filters, null, now),
		countedAgainstLogged(sql, filters, now),
		unexplainedReturns(sql, filters),
		countedAt(sql, filters, null)
	]);
	const byEnding = tallied(rows);
	return {
		total: sumOf(byEnding, () => true),
		byEnding,
		steps: stepsOf(byEnding),
		counted,
		returns,
		at: at ?? now
	};
}

const tallied = (rows: StateCount[]) =>
	Object.fromEntries(
		endings.map((ending) => [ending, rows.find((row) => row.ending === ending)?.n ?? 0])
	) as Record<Ending, number>;

const sumOf = (byEnding: Record<Ending, number>, which: (ending: Ending) => boolean) =>
	endings.filter(which).reduce((sum, ending) => sum + byEnding[ending], 0);

function stepsOf(byEnding: Record<Ending, number>): Step[] {
	const lost = (...which: readonly Ending[]) =>
		which.map((ending) => ({ ending, n: byEnding[ending] })).filter(({ n }) => n > 0);
	const isSent = (ending: Ending) => isInvited(ending) && ending !== 'to_be_sent';
	const isDelivered = (ending: Ending) => isSent(ending) && ending !== 'bounced';
	return [
		{ key: 'all', n: sumOf(byEnding, () => true), lost: lost(...notInvited, 'answered_elsewhere') },
		{ key: 'asked', n: sumOf(byEnding, isInvited), lost: lost('to_be_sent') },
		{ key: 'sent', n: sumOf(byEnding, isSent), lost: lost('bounced') },
		{
			key: 'delivered',
			n: sumOf(byEnding, isDelivered),
			lost: lost('waiting', 'set_aside', 'opened', 'expired')
		},
		{ key: 'answered', n: byEnding.answered, lost: [] }
	];
}

export interface CoverageGroup {
	group: string;
	total: number;
	byEnding: Record<Ending, number>;
	asked: Share;
	answered: Share;
}

/** A rep below so many interactions is nobody's business. */
const leastPerRep = 30;

/** The same by place, team, rep, kind or day, in the order of their names: no league table. */
export async function coverageBy(
	sql: Sql,
	filters: CoverageFilters,
	by: GroupBy,
	now: Date
): Promise<CoverageGroup[]> {
	const rows = await countStates(sql, filters, by, now);
	return [...Map.groupBy(rows, ({ group }) => group ?? '')]
		.map(([group, own]) => {
			const byEnding = tallied(own);
			const total = sumOf(byEnding, () => true);
			const delivered = stepsOf(byEnding).find(({ key }) => key === 'delivered')!.n;
			const asked = wilsonInterval(sumOf(byEnding, isInvited), total - byEnding.answered_elsewhere);
			return { group, total, byEnding, asked, answered: wilsonInterval(byEnding.answered, delivered) };
		})
		.filter(({ total }) => by !== 'rep' || total >= leastPerRep)
		.sort((a, b) => (by === 'day' ? b.group.localeCompare(a.group) : a.group.localeCompare(b.group)));
}

export interface FunnelPoint {
	group: string;
	n: number;
	share: number;
	low: number;
	high: number;
	isOutside: boolean;
}

export interface Funnel {
	measure: 'asked' | 'answered';
	/** Over all. */
	share: number;
	rho: number;
	points: FunnelPoint[];
}

/** How the share of each group lies to what its size would let it be. */
export function funnelOf(groups: CoverageGroup[], measure: 'asked' | 'answered'): Funnel {
	const shares = groups
		.map((each) => ({ group: each.group, ...each[measure] }))
		.filter(({ n }) => n > 0)
		.map(({ group, n, estimate }) => ({ group, n, observed: Math.round(n * estimate) }));
	const all = shares.reduce((sum, { n }) => sum + n, 0);
	const share = all > 0 ? shares.reduce((sum, { observed }) => sum + observed, 0) / all : NaN;
	const rho = intraclassCorrelation(shares.map((each) => ({ ...each, expected: each.n * share })));
	const points = shares.map(({ group, n, observed }) => {
		const { low, high } = funnelLimits(n, share, rho);
		const own = observed / n;
		return { group, n, share: own, low, high, isOutside: own < low || own > high };
	});
	return { measure, share, rho, points };
}

/** Interactions that ended so, newest first. No contact, no customer. */
export async function readInteractions(
	sql: Sql,
	filters: CoverageFilters,
	ending: Ending,
	now: Date,
	after?: string
) {
	const rows = await interactionsIn(sql, filters, ending, now, after);
	return { rows: rows.slice(0, 50), next: rows.length > 50 ? rows[49]!.id : null };
}
