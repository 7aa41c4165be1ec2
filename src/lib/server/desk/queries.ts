import { joined, type Fragment, type Sql } from '../database.ts';
import { figures, type Figure } from './figures.ts';

/** One process gathers at a time; held until the transaction ends. Any fixed number. */
export async function takeGatheringTurn(sql: Sql): Promise<boolean> {
	const [row] = await sql<{ ours: boolean }[]>`select pg_try_advisory_xact_lock(7155216) as ours`;
	return row!.ours;
}

/** The same, however long it takes. */
export async function waitForGatheringTurn(sql: Sql) {
	await sql`select pg_advisory_xact_lock(7155216)`;
}

export interface Marks {
	figures: string;
	answers: string;
	answersNext: string | null;
	decisions: string;
	decisionsNext: string | null;
	leftOutSeen: string;
	/** Whatever was on its way when the next marks were noted has been committed or is gone. */
	isPast: boolean;
}

/** A number is taken a moment before its transaction is known to run, hence the seconds; a horizon ahead comes from a backup. */
export async function readMarks(sql: Sql): Promise<Marks> {
	const [row] = await sql<Marks[]>`
		select figures, answers::text, answers_next::text as "answersNext", decisions::text, decisions_next::text as "decisionsNext",
			left_out_seen as "leftOutSeen",
			coalesce(horizon <= pg_snapshot_xmin(pg_current_snapshot()) and noted_at < clock_timestamp() - interval '10 seconds', false)
				or coalesce(horizon > pg_snapshot_xmax(pg_current_snapshot()), false) as "isPast"
		from desk_marks`;
	return row!;
}

export async function noteNext(sql: Sql) {
	await sql`
		update desk_marks set answers_next = coalesce((select max(answer) from desk_answers), 0),
			decisions_next = coalesce((select max(number) from decisions), 0),
			horizon = pg_snapshot_xmax(pg_current_snapshot()), noted_at = clock_timestamp()`;
}

export async function settleMarks(sql: Sql, { answersNext, decisionsNext }: Marks) {
	await sql`
		update desk_marks set answers = greatest(answers, ${answersNext}::bigint), decisions = greatest(decisions, ${decisionsNext}::bigint),
			answers_next = null, decisions_next = null, horizon = null, noted_at = null`;
}

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

/** For whoever remembers what was worked out from before. */
export async function moveRevision(sql: Sql) {
	await sql`update desk_marks set revision = revision + 1`;
}

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
const intoTallies = (sql: Sql, rows: Fragment) => {
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
const scopes = (sql: Sql) =>
	sql`(values ('all', ''), ('location', location), ('team', team), ('sku', sku)) s (scope, value)`;
const spans = (sql: Sql) => sql`(values ('day', day), ('week', date_trunc('week', day)::date),
	('month', date_trunc('month', day)::date)) p (span, starts)`;

/** Adds rows of: day, location, team, sku, channel, kind, returned, interactions, asked, answered. */
const intoAsked = (sql: Sql, rows: Fragment) => sql`
	insert into desk_asked as t (scope, value, span, starts, channel, kind, returned, interactions, asked, answered)
	select s.scope, s.value, p.span, p.starts, coalesce(channel, ''), coalesce(kind, ''), returned, sum(interactions), sum(asked),
		sum(answered)
	from (${rows}) given cross join lateral ${scopes(sql)} cross join lateral ${spans(sql)}
	where s.value is not null and day is not null
	group by 1, 2, 3, 4, 5, 6, 7
	on conflict (scope, value, span, starts, channel, kind, returned) do update set
		interactions = t.interactions + excluded.interactions, asked = t.asked + excluded.asked, answered = t.answered + excluded.answered`;

const decided = (sql: Sql, which: Fragment) => sql`
	select (i.started_at at time zone 'UTC')::date as day, i.location, r.team, i.sku, i.channel, i.kind,
		i."return" is not null or exists (select from returns back where back.interaction = i.id) as returned,
		count(*) as interactions, count(*) filter (where d.outcome in ('invited', 'too_late')) as asked, 0 as answered
	from decisions d join interactions i on i.id = d.interaction left join reps r on r.id = i.rep
	where ${which} group by 1, 2, 3, 4, 5, 6, 7`;

/** Of desk_answers: who answered what we asked. */
const answering = (sql: Sql, rows: Fragment, sign: Fragment) => sql`
	select begun as day, location, team, sku, channel, kind, returned, 0 as interactions, 0 as asked,
		sum(${sign}) filter (where not voice and not imported) as answered
	from (${rows}) given group by 1, 2, 3, 4, 5, 6, 7 having count(*) filter (where not voice and not imported) > 0`;

const fields = ['location', 'team', 'kind', 'channel', 'sku'] as const;
const intoValues = (sql: Sql, rows: Fragment) => sql`
	insert into desk_values (field, value)
	select distinct f.field, f.value from (${rows}) given cross join lateral (values ${joined(
		sql,
		fields.map((field) => sql`(${field}, ${sql(field)})`),
		', '
	)}) f (field, value)
	where f.value <> '' and not exists (select from desk_values v where v.field = f.field and v.value = f.value)
	on conflict do nothing`;

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

export async function gatherDecisions(sql: Sql, { decisions, decisionsNext }: Marks) {
	const which = sql`d.number > ${decisions}::bigint and d.number <= ${decisionsNext}::bigint`;
	await sql`
		with fresh as materialized (${decided(sql, which)}), noted as (${intoValues(sql, sql`select * from fresh`)})
		${intoAsked(sql, sql`select * from fresh`)}`;
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
