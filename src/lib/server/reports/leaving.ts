// "Are we doing anything that drives customers away?" What goes with "I will not come back", each with all the others held alike.
import { independentTraits, logisticRegression, type Pattern } from '../../statistics/logistic-regression.ts';
import { wilsonInterval, type Share } from '../../statistics/wilson-interval.ts';
import type { Sql } from '../database.ts';
import type { Filters } from './filters.ts';
import { remembered } from './remembering.ts';
import { narrowed } from './tallies.ts';

export interface Driver {
	name: string;
	/** Answers of which it is true. */
	n: number;
	/** Will not come back, where it is true and where not. */
	leaving: Share;
	others: Share;
	/** Adjusted for all the others. */
	oddsRatio: number;
	low: number;
	high: number;
	/** Of a hundred who leave: how many fewer, if customers of whom it is true left like those alike of whom it is not. */
	ofHundred: number;
}

export interface Leaving {
	/** Answers looked at: the newest that say whether the customer will come back. */
	n: number;
	leaving: Share;
	isCapped: boolean;
	drivers: Driver[];
}

const newest = 10_000;
/** A trait fewer have says nothing. */
const fewest = 20;
const longWait = 20;

type Said = { said: Set<string>; wait: number | null; kind: string | null };
const has =
	(...codes: string[]) =>
	({ said }: Said) =>
		codes.some((code) => said.has(code));

const traits: { name: string; of(answer: Said): boolean }[] = [
	{ name: 'The matter was not resolved', of: has('resolved=no') },
	{ name: 'The matter was resolved in part only', of: has('resolved=partly') },
	{ name: 'The inconvenience was not eased (1 or 2 of 5)', of: has('eased=1', 'eased=2') },
	{ name: 'A promise was broken', of: has('promise_kept=broken') },
	{ name: 'A promise was kept late', of: has('promise_kept=late') },
	{ name: 'Not told beforehand', of: has('told_upfront=no') },
	{ name: 'Not treated respectfully (1 or 2 of 5)', of: has('respected=1', 'respected=2') },
	{ name: 'Three contacts or more were needed', of: has('contacts_needed=3', 'contacts_needed=4+') },
	{
		name: 'Asked for a score, or offered something for it',
		of: has('asked_for_score=asked', 'asked_for_score=told_what_counts', 'asked_for_score=offered_something')
	},
	{
		name: 'Pressured or watched while scoring',
		of: has('asked_for_score=pressured', 'asked_for_score=watched')
	},
	{ name: 'The product failed', of: has('product_failed=yes') },
	{ name: 'The same failure as before', of: has('same_failure_before=yes') },
	{ name: 'The replacement failed', of: has('replacement_failed=yes') },
	{ name: `Waited more than ${longWait} minutes`, of: ({ wait }) => (wait ?? 0) > longWait }
];

/** Kept for ten minutes: thousands of single answers stand behind it. */
export const readLeaving = (sql: Sql, filters: Filters, now: Date) =>
	remembered(sql, ['leaving', filters], { minutes: 10 }, now, () => workOut(sql, filters));

async function workOut(sql: Sql, filters: Filters): Promise<Leaving> {
	const rows = await sql<
		{ said: string[]; wait: number | null; kind: string | null; n: number; leaving: number }[]
	>`
		with newest as materialized (
			select answer, said, kind from desk_answers
			where ${narrowed(sql, filters)} and not voice and left_out is distinct from 'excluded' and left_out is distinct from 'signal'
				and said && array['stay=yes', 'stay=no', 'stay=unsure']
			order by answered_at desc, answer desc limit ${newest}
		), beside as materialized (
			select said, newest.kind, i.wait_minutes > ${longWait} as waited from newest
			left join answers a on a.id = newest.answer left join interactions i on i.id = a.interaction
		)
		select array(select each from unnest(said) each where each !~ '^(overall|recommend|stay|wanted|failure_mode|comment)=' order by 1) as said,
			case when waited then ${longWait + 1} else 0 end as wait, kind, count(*)::int as n,
			count(*) filter (where said @> array['stay=no'])::int as leaving
		from beside group by 1, 2, 3`;
	const n = rows.reduce((sum, row) => sum + row.n, 0);
	const leaving = rows.reduce((sum, row) => sum + row.leaving, 0);
	const known = rows.map(({ said, wait, kind, ...counts }) => ({
		answer: { said: new Set(said), wait, kind },
		...counts
	}));
	const commonest = kindsOf(known);
	const asked = [
		...traits,
		// Against the commonest kind, which stands for none of them.
		...commonest.slice(1).map((kind) => ({
			name: `It was a ${kind}, not a ${commonest[0]}`,
			of: (answer: Said) => answer.kind === kind
		}))
	]
		.map((trait) => ({ ...trait, rows: known.map(({ answer }) => trait.of(answer)) }))
		.filter((trait) => isTold(trait.rows, known, n));
	if (asked.length === 0 || leaving === 0)
		return { n, leaving: wilsonInterval(leaving, n), isCapped: n === newest, drivers: [] };

	const told = independentTraits(
		patternsOf(
			asked.map((trait) => trait.rows),
			known
		)
	);
	const separate = asked.filter((_, at) => told[at]);
	const odds = logisticRegression(
		patternsOf(
			separate.map((trait) => trait.rows),
			known
		)
	);
	const drivers = separate.map(({ name, rows: holds }, at): Driver => {
		const [withN, withLeaving] = sums(known.filter((_, index) => holds[index]));
		const share = wilsonInterval(withLeaving, withN);
		const { oddsRatio } = odds[at]!;
		return {
			name,
			n: withN,
			leaving: share,
			others: wilsonInterval(leaving - withLeaving, n - withN),
			...odds[at]!,
			ofHundred: (100 * Math.max(0, withLeaving - withN * without(share.estimate, oddsRatio))) / leaving
		};
	});
	return {
		n,
		leaving: wilsonInterval(leaving, n),
		isCapped: n === newest,
		drivers: drivers.sort((one, other) => other.low - one.low)
	};
}

type Known = { answer: Said; n: number; leaving: number };
const sums = (rows: Known[]) =>
	[rows.reduce((sum, row) => sum + row.n, 0), rows.reduce((sum, row) => sum + row.leaving, 0)] as const;

/** The chance of leaving that is left when odds are divided by a ratio above one. */
function without(chance: number, oddsRatio: number): number {
	const odds = chance / (1 - chance) / Math.max(1, oddsRatio);
	return chance === 1 ? 1 / Math.max(1, oddsRatio) : odds / (1 + odds);
}

function kindsOf(rows: Known[]): string[] {
	const counts = new Map<string, number>();
	for (const { answer, n } of rows)
		if (answer.kind) counts.set(answer.kind, (counts.get(answer.kind) ?? 0) + n);
	return [...counts]
		.sort(([, one], [, other]) => other - one)
		.map(([kind]) => kind)
		.slice(0, 8);
}

function isTold(holds: boolean[], rows: Known[], n: number): boolean {
	const [withN] = sums(rows.filter((_, at) => holds[at]));
	return withN >= fewest && n - withN >= fewest;
}

function patternsOf(traits: boolean[][], rows: Known[]): Pattern[] {
	const patterns = new Map<string, Pattern>();
	rows.forEach(({ n, leaving }, index) => {
		const values = traits.map((holds) => Number(holds[index]));
		const key = values.join('');
		const pattern = patterns.get(key) ?? { traits: values, n: 0, events: 0 };
		pattern.n += n;
		pattern.events += leaving;
		patterns.set(key, pattern);
	});
	return [...patterns.values()];
}
