import { joined, type Fragment, type Sql } from '../database.ts';
import type { Marks } from './marks-queries.ts';
import { scopes, spans } from './tally-queries.ts';

/** Adds rows of: day, location, team, sku, channel, kind, returned, interactions, asked, answered. */
export const intoAsked = (sql: Sql, rows: Fragment) => sql`
	insert into desk_asked as t (scope, value, span, starts, channel, kind, returned, interactions, asked, answered)
	select s.scope, s.value, p.span, p.starts, coalesce(channel, ''), coalesce(kind, ''), returned, sum(interactions), sum(asked),
		sum(answered)
	from (${rows}) given cross join lateral ${scopes(sql)} cross join lateral ${spans(sql)}
	where s.value is not null and day is not null
	group by 1, 2, 3, 4, 5, 6, 7
	on conflict (scope, value, span, starts, channel, kind, returned) do update set
		interactions = t.interactions + excluded.interactions, asked = t.asked + excluded.asked, answered = t.answered + excluded.answered`;

export const decided = (sql: Sql, which: Fragment) => sql`
	select (i.started_at at time zone 'UTC')::date as day, i.location, r.team, i.sku, i.channel, i.kind,
		i."return" is not null or exists (select from returns back where back.interaction = i.id) as returned,
		count(*) as interactions, count(*) filter (where d.outcome in ('invited', 'too_late')) as asked, 0 as answered
	from decisions d join interactions i on i.id = d.interaction left join reps r on r.id = i.rep
	where ${which} group by 1, 2, 3, 4, 5, 6, 7`;

/** Of desk_answers: who answered what we asked. */
export const answering = (sql: Sql, rows: Fragment, sign: Fragment) => sql`
	select begun as day, location, team, sku, channel, kind, returned, 0 as interactions, 0 as asked,
		sum(${sign}) filter (where not voice and not imported) as answered
	from (${rows}) given group by 1, 2, 3, 4, 5, 6, 7 having count(*) filter (where not voice and not imported) > 0`;

const fields = ['location', 'team', 'kind', 'channel', 'sku'] as const;
export const intoValues = (sql: Sql, rows: Fragment) => sql`
	insert into desk_values (field, value)
	select distinct f.field, f.value from (${rows}) given cross join lateral (values ${joined(
		sql,
		fields.map((field) => sql`(${field}, ${sql(field)})`),
		', '
	)}) f (field, value)
	where f.value <> '' and not exists (select from desk_values v where v.field = f.field and v.value = f.value)
	on conflict do nothing`;

export async function gatherDecisions(sql: Sql, { decisions, decisionsNext }: Marks) {
	const which = sql`d.number > ${decisions}::bigint and d.number <= ${decisionsNext}::bigint`;
	await sql`
		with fresh as materialized (${decided(sql, which)}), noted as (${intoValues(sql, sql`select * from fresh`)})
		${intoAsked(sql, sql`select * from fresh`)}`;
}

/** Sums of those asked, of interactions that began on `from` (the first of a month) or later, counted anew. */
export async function recountAsked(sql: Sql, from: string, { decisions }: Marks) {
	const monday = sql`date_trunc('week', ${from}::date)::date`;
	const day = sql`${from}::date`;
	await sql`delete from desk_asked where span = 'day' and starts >= ${day}`;
	await sql`
		insert into desk_asked (scope, value, span, starts, channel, kind, returned, interactions, asked, answered)
		select scope, s.value, 'day', day, coalesce(channel, ''), coalesce(kind, ''), returned, sum(interactions), sum(asked), sum(answered)
		from (
			${decided(sql, sql`d.number <= ${decisions}::bigint and i.started_at >= ${day}`)}
			union all
			${answering(sql, sql`select * from desk_answers where begun >= ${day} and answered_at >= ${day}`, sql`1`)}
		) counted cross join lateral ${scopes(sql)}
		where s.value is not null
		group by 1, 2, 3, 4, 5, 6, 7`;
	await sql`delete from desk_asked where span = 'week' and starts >= ${monday} or span = 'month' and starts >= ${day}`;
	// The first week may begin in the month before, whose days stand.
	await sql`
		insert into desk_asked (scope, value, span, starts, channel, kind, returned, interactions, asked, answered)
		select scope, value, p.span, p.starts, channel, kind, returned, sum(interactions), sum(asked), sum(answered)
		from desk_asked t cross join lateral (values ('week', date_trunc('week', t.starts)::date, ${monday}),
			('month', date_trunc('month', t.starts)::date, ${day})) p (span, starts, earliest)
		where t.span = 'day' and t.starts >= ${monday} and t.starts >= p.earliest
		group by 1, 2, 3, 4, 5, 6, 7`;
}
