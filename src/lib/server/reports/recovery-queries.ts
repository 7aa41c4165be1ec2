import type { Sql } from '../database.ts';
import type { CaseRule, Remedy } from '../recovery/recovery.ts';
import type { Days } from './periods.ts';
import { narrowed } from './tallies.ts';

export interface CaseCount {
	/** null: all of them. */
	location: string | null;
	rule: CaseRule | null;
	opened: number;
	/** Of those with a clock that was stopped or ran out: how many were taken up in time. */
	clocked: number;
	inTime: number;
	escalated: number;
	closed: number;
	/** Medians, in minutes of the clock on the wall. */
	untilTaken: number | null;
	untilClosed: number | null;
}

const newest = 10_000;

const opened = (sql: Sql, { from, to }: Days) => sql`true
	${from ? sql`and s.opened_at >= ${from}::date` : sql``} ${to ? sql`and s.opened_at < ${to}::date + 1` : sql``}`;

export async function countCases(
	sql: Sql,
	days: Days & { location?: string },
	now: Date
): Promise<CaseCount[]> {
	const minutes = (until: string) =>
		sql`percentile_cont(0.5) within group (order by extract(epoch from ${sql(until)} - opened_at) / 60)::float8`;
	return sql<CaseCount[]>`
		with found as (
			select s.*, c.rules
			from case_standings s join cases c on c.id = s."case"
			where ${opened(sql, days)} ${days.location ? sql`and s.location = ${days.location}` : sql``}
		), told as (
			select f.*, f.location as place, null::text as rule, 'location' as told from found f where location is not null
			union all
			select f.*, null, rule, 'rule' from found f cross join lateral unnest(rules) rule
			union all
			select f.*, null, null, 'all' from found f
		)
		select place as location, rule, count(*)::int as opened,
			count(*) filter (where acknowledge_by is not null and (acknowledged_at is not null or acknowledge_by < ${now}))::int as clocked,
			count(*) filter (where acknowledged_at <= acknowledge_by)::int as "inTime",
			count(escalated_at)::int as escalated, count(closed_at)::int as closed,
			${minutes('acknowledged_at')} as "untilTaken", ${minutes('closed_at')} as "untilClosed"
		from told group by told, place, rule order by opened desc, place, rule`;
}

export interface Recovered {
	/** 1 to 5; null: not asked, not said, or no inconvenience. */
	before: number | null;
	after: number | null;
	stay: string | null;
	stayBefore: string | null;
	wanted: string[];
	remedies: Remedy[];
}

export interface CaseAnswers {
	answered: Recovered[];
	asked: number;
}

/** What customers of closed cases said afterwards, beside what they had said before. */
export async function readRecovered(sql: Sql, days: Days & { location?: string }): Promise<CaseAnswers> {
	const scale = (column: string) => sql.unsafe(`case when ${column} ~ '^[1-5]$' then (${column})::int end`);
	const within = sql`${opened(sql, days)} ${days.location ? sql`and s.location = ${days.location}` : sql``}`;
	const [answered, [asked]] = await Promise.all([
		sql<Recovered[]>`
			select ${scale("a.replies ->> 'eased'")} as before, ${scale('f.eased')} as after, f.stay, a.replies ->> 'stay' as "stayBefore",
				s.remedies, coalesce((select array_agg(code) from jsonb_array_elements_text(case jsonb_typeof(a.replies -> 'wanted')
					when 'array' then a.replies -> 'wanted' else '[]' end) code), '{}') as wanted
			from follow_up_answers f
			join follow_ups u on u.id = f.follow_up
			join case_standings s on s."case" = u."case"
			join cases c on c.id = u."case"
			left join answers a on a.interaction = c.interaction
			where ${within}`,
		sql<{ asked: number }[]>`
			select count(*)::int as asked from follow_ups u join case_standings s on s."case" = u."case"
			where ${within} and exists (select from recovery_outcomes o where o.what = 'follow_up' and o.number = u.id and o.outcome = 'sent')`
	]);
	return { answered, asked: asked!.asked };
}

export interface WithoutCase {
	/** Whether they will come back: content customers, and those who were not and of whom nobody opened a case. */
	content: { yes: number; n: number };
	leftAlone: { yes: number; n: number };
}

export async function readWithoutCase(sql: Sql, days: Days & { location?: string }): Promise<WithoutCase> {
	const rows = await sql<{ content: boolean; yes: number; n: number }[]>`
		with newest as materialized (
			select answer, said from desk_answers
			where ${narrowed(sql, days)} and not voice and left_out is distinct from 'excluded' and left_out is distinct from 'signal'
				and said && array['stay=yes', 'stay=no', 'stay=unsure']
				and (said && array['overall=1', 'overall=2', 'overall=3', 'resolved=partly', 'resolved=no'] or said && array['overall=4', 'overall=5'])
			order by answered_at desc, answer desc limit ${newest}
		)
		select said && array['overall=4', 'overall=5'] and not said && array['resolved=partly', 'resolved=no'] as content, count(*) filter (where said @> array['stay=yes'])::int as yes,
			count(*)::int as n
		from newest join answers a on a.id = newest.answer
		where not exists (select from cases c where c.interaction = a.interaction)
		group by 1`;
	const of = (content: boolean) => rows.find((each) => each.content === content) ?? { yes: 0, n: 0 };
	return { content: of(true), leftAlone: of(false) };
}
