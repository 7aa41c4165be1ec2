import { joined, type Fragment, type Sql } from '../database.ts';
import { figures } from './figures.ts';

/** Sums over rows of the columns of desk_answers, each counted `sign` times. */
export function sumsOf(sql: Sql) {
	const sum = (condition: Fragment) => sql`coalesce(sum(sign) filter (where ${condition}), 0)::int`;
	const each = (condition: (at: number) => Fragment) =>
		sql`array[${joined(
			sql,
			figures.map((_, at) => sum(sql`not voice and ${condition(at)}`)),
			', '
		)}]`;
	const isYes = (at: number) => sql`yes & ${1 << at} <> 0`;
	const counts = (at: number) => sql`counted & ${1 << at} <> 0`;
	// A score somebody asked for bends the headline, not what else its customer says.
	const isLeftOut = (at: number) =>
		figures[at]!.isScore ? sql`left_out is not null` : sql`left_out in ('excluded', 'signal')`;
	return {
		answers: sum(sql`not voice`),
		imported: sum(sql`imported`),
		voices: sum(sql`voice`),
		excluded: sum(sql`not voice and left_out = 'excluded'`),
		underSignals: sum(sql`not voice and left_out in ('signal', 'score')`),
		yes: each(isYes),
		counted: each(counts),
		leftYes: each((at) => sql`${isYes(at)} and ${isLeftOut(at)}`),
		leftCounted: each((at) => sql`${counts(at)} and ${isLeftOut(at)}`)
	};
}

/** Adds or takes away (`sign`) rows of the columns of desk_answers; sums that come out at nothing stay as such. */
export const intoTallies = (sql: Sql, rows: Fragment) => {
	const sums = sumsOf(sql);
	return sql`
		insert into desk_tallies as t (scope, value, span, starts, channel, kind, returned, answers, imported, voices, excluded,
			under_signals, yes, counted, left_yes, left_counted)
		select scope, value, span, starts, channel, kind, returned, sum(answers), sum(imported), sum(voices), sum(excluded),
			sum(under_signals), ${summed(sql, 'yes')}, ${summed(sql, 'counted')},
			case when bool_or(has_left) then ${summed(sql, 'left_yes')} else '{}' end,
			case when bool_or(has_left) then ${summed(sql, 'left_counted')} else '{}' end
		from (
			select s.scope, s.value, day, coalesce(channel, '') as channel, coalesce(kind, '') as kind, returned,
				${sums.answers} as answers, ${sums.imported} as imported, ${sums.voices} as voices, ${sums.excluded} as excluded,
				${sums.underSignals} as under_signals, ${sums.yes} as yes, ${sums.counted} as counted,
				${sums.leftYes} as left_yes, ${sums.leftCounted} as left_counted, bool_or(left_out is not null) as has_left
			from (${rows}) given cross join lateral ${scopes(sql)}
			where s.value is not null
			group by 1, 2, 3, 4, 5, 6
		) daily cross join lateral ${spans(sql)}
		group by 1, 2, 3, 4, 5, 6, 7
		on conflict (scope, value, span, starts, channel, kind, returned) do update set
			answers = t.answers + excluded.answers, imported = t.imported + excluded.imported, voices = t.voices + excluded.voices,
			excluded = t.excluded + excluded.excluded, under_signals = t.under_signals + excluded.under_signals,
			yes = desk_sum(t.yes, excluded.yes), counted = desk_sum(t.counted, excluded.counted),
			left_yes = desk_sum(t.left_yes, excluded.left_yes), left_counted = desk_sum(t.left_counted, excluded.left_counted)`;
};

const summed = (sql: Sql, column: string) =>
	sql`array[${joined(
		sql,
		figures.map((_, at) => sql`sum(${sql(column)}[${sql.unsafe(String(at + 1))}])::int`),
		', '
	)}]`;
export const scopes = (sql: Sql) =>
	sql`(values ('all', ''), ('location', location), ('team', team), ('sku', sku)) s (scope, value)`;
export const spans = (sql: Sql) => sql`(values ('day', day), ('week', date_trunc('week', day)::date),
	('month', date_trunc('month', day)::date)) p (span, starts)`;
