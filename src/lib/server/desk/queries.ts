import type { Fragment, Sql } from '../database.ts';
import { answering, decided, intoAsked, intoValues } from './asked-queries.ts';
import { figures, type Figure } from './figures.ts';
import { intoTallies } from './tally-queries.ts';

const bits = (sql: Sql, condition: (figure: Figure) => Fragment) =>
	figures.reduce<Fragment>(
		(sum, figure, at) => sql`${sum} | case when ${condition(figure)} then ${1 << at} else 0 end`,
		sql`0`
	);

const isYes = (sql: Sql, { key, yes, several }: Figure) =>
	several
		? sql`a.replies -> ${key}::text ?| ${yes}::text[]`
		: sql`a.replies ->> ${key}::text = any(${yes}::text[])`;
const counts = (sql: Sql, { key, ignored }: Figure) =>
	sql`a.replies ? ${key}::text and not coalesce(a.replies ->> ${key}::text = any(${ignored}::text[]), false)`;

/** Rows of desk_answers as they ought to be, of the answers `which` (conditions on `a`). */
const asGathered = (sql: Sql, which: Fragment, gatheredAt: Fragment) => sql`
	select a.id as answer, a.answered_at, (a.answered_at at time zone 'UTC')::date as day,
		(i.started_at at time zone 'UTC')::date as begun, i.location, r.team, i.kind, i.channel, p.sku,
		split_part(lower(coalesce(i.language, c.language)), '-', 1) as language,
		coalesce(i."return" is not null or exists (select from returns back where back.interaction = i.id), false) as returned,
		a.imported_as is not null as imported, a.voice,
		${bits(sql, (figure) => isYes(sql, figure))} as yes,
		${bits(sql, (figure) => counts(sql, figure))} as counted,
		null::text as left_out,
		array(select each.key || '=' || code from jsonb_each(a.replies) each, lateral jsonb_array_elements_text(
			case jsonb_typeof(each.value) when 'array' then each.value else jsonb_build_array(each.value) end) code) as said,
		(select desk_document(coalesce(i.language, c.language), string_agg(w.words, ' · ' order by w.key))
			from answer_words w where w.answer = a.id) as words,
		${gatheredAt} as gathered_at
	from answers a
	left join interactions i on i.id = a.interaction
	left join customers c on c.id = i.customer
	left join reps r on r.id = i.rep
	left join answered_products p on p.answer = a.id
	where ${which}`;

/** The answers that came since `mark` and were gathered now, at most `most`. */
export async function gatherFresh(sql: Sql, mark: string, most: number, now: Date): Promise<Gathered[]> {
	const which = sql`a.id = any(array(
		select f.id from answers f where f.id > ${mark}::bigint and not exists (select from desk_answers d where d.answer = f.id)
		order by f.id limit ${most}))`;
	return addGathered(sql, which, now);
}

export interface Gathered {
	answer: number;
	imported: boolean;
}

async function addGathered(sql: Sql, which: Fragment, now: Date): Promise<Gathered[]> {
	return sql<Gathered[]>`
		with fresh as (insert into desk_answers ${asGathered(sql, which, sql`${now}::timestamptz`)} returning *),
		tallied as (${intoTallies(sql, sql`select *, 1 as sign from fresh`)}),
		noted as (${intoValues(sql, sql`select * from fresh`)}),
		answered as (${intoAsked(sql, answering(sql, sql`select * from fresh`, sql`1`))})
		select answer::int, imported from fresh`;
}

/** Given through a link, and recent. */
export async function recentAnswers(sql: Sql, since: Date): Promise<number[]> {
	const rows = await sql<{ answer: number }[]>`
		select answer::int from desk_answers where answered_at >= ${since} and not imported`;
	return rows.map(({ answer }) => answer);
}

/** What is left out, and why: the strongest reason of each answer. */
const wanted = (sql: Sql) => sql`
	select answer, (array['excluded', 'signal', 'score'])[min(rank)] as left_out from (
		select answer, 1 as rank from excluded_answers
		union all select answer, 2 from unadjusted_answers
		union all select answer, 3 from influenced_answers) reasons
	group by answer`;

/** Changes whenever an answer may be left out that was not, or the other way round. */
export async function leftOutVersion(sql: Sql): Promise<string> {
	const [row] = await sql<{ version: string }[]>`
		select concat_ws(' ', (select max(id) from annotations), (select max(id) from audits), (select max(id) from signal_states)) as version`;
	return row!.version;
}

export async function gatherLeftOut(sql: Sql, version: string) {
	await sql`
		with changed as materialized (
			select d.answer, w.left_out from desk_answers d join (${wanted(sql)}) w on w.answer = d.answer
			where d.left_out is distinct from w.left_out
			union all
			select d.answer, null from desk_answers d
			where d.left_out is not null and not exists (select from (${wanted(sql)}) w where w.answer = d.answer)
		), before as materialized (
			select d.* from desk_answers d join changed using (answer)
		), after as (
			update desk_answers d set left_out = c.left_out from changed c where c.answer = d.answer returning d.*
		)
		${intoTallies(sql, sql`select *, -1 as sign from before union all select *, 1 from after`)}`;
	await sql`update desk_marks set left_out_seen = ${version}, revision = revision + 1`;
}

/** Answers since whose gathering (from `since` on) what they are about has become known or known otherwise: gathered anew. */
export async function gatherAgain(sql: Sql, since: Date, now: Date): Promise<number> {
	const rows = await sql<{ answer: string }[]>`
		select d.answer from desk_answers d
		join (${asGathered(sql, sql`a.id = any(array(select answer from desk_answers where gathered_at >= ${since}))`, sql`null::timestamptz`)}) w
			on w.answer = d.answer
		where (d.begun, d.location, d.team, d.kind, d.channel, d.sku, d.returned, d.language)
			is distinct from (w.begun, w.location, w.team, w.kind, w.channel, w.sku, w.returned, w.language)
		limit 50000`;
	const those = rows.map(({ answer }) => answer);
	if (those.length === 0) return 0;
	const which = sql`select * from desk_answers where answer = any(${those}::bigint[])`;
	await sql`${intoTallies(sql, sql`select *, -1 as sign from (${which}) old`)}`;
	await sql`${intoAsked(sql, answering(sql, which, sql`-1`))}`;
	await sql`delete from desk_answers where answer = any(${those}::bigint[])`;
	await addGathered(sql, sql`a.id = any(${those}::bigint[])`, now);
	return those.length;
}

/** Forgets everything gathered, then gathers all there is in one go. */
export async function remakeEverything(sql: Sql, figuresVersion: string, now: Date) {
	await sql`delete from desk_answers`;
	await sql`delete from desk_tallies`;
	await sql`delete from desk_asked`;
	// As if each had been gathered when it came: the night looks again at what is recent.
	await sql`insert into desk_answers ${asGathered(sql, sql`true`, sql`least(a.received_at, ${now})`)}`;
	await sql`${intoTallies(sql, sql`select *, 1 as sign from desk_answers`)}`;
	const [{ mark }] = (await sql<{ mark: string }[]>`
		select coalesce(max(number), 0)::text as mark from decisions`) as unknown as [{ mark: string }];
	await sql`${intoAsked(sql, decided(sql, sql`d.number <= ${mark}::bigint`))}`;
	await sql`${intoAsked(sql, answering(sql, sql`select * from desk_answers`, sql`1`))}`;
	// The sums know them all, and are fewer than the answers.
	await sql`
		insert into desk_values (field, value)
		select field, value from (
			select distinct scope as field, value from desk_tallies union select distinct scope, value from desk_asked
			union select distinct 'kind', kind from desk_asked union select distinct 'channel', channel from desk_asked
			union select distinct 'kind', kind from desk_tallies union select distinct 'channel', channel from desk_tallies
		) known
		where field <> 'all' and value <> '' and not exists (select from desk_values v where v.field = known.field and v.value = known.value)`;
	await sql`
		update desk_marks set figures = ${figuresVersion}, revision = revision + 1, left_out_seen = '', answers_next = null, decisions_next = null, horizon = null,
			noted_at = null, decisions = ${mark}::bigint,
			-- What was on its way meanwhile has a number near the last one.
			answers = greatest(0, coalesce((select max(answer) from desk_answers), 0) - 10000)`;
}
