// Where every interaction ended, counted: the recent days again and again, because they still change, and everything by night.
import { transaction, type Sql } from '../database.ts';

export interface EndingFilters {
	/** First and last day of beginning, inclusive. */
	from?: string;
	to?: string;
	location?: string;
	team?: string;
	kind?: string;
	sku?: string;
	rep?: string;
}

export const begun = (sql: Sql, { from, to, location, team, kind, sku, rep }: EndingFilters) => sql`true
	${from ? sql`and i.started_at >= ${from}::date` : sql``}
	${to ? sql`and i.started_at < ${to}::date + 1` : sql``}
	${location ? sql`and i.location = ${location}` : sql``}
	${team ? sql`and r.team = ${team}` : sql``}
	${kind ? sql`and i.kind = ${kind}` : sql``}
	${sku ? sql`and i.sku = ${sku}` : sql``}
	${rep ? sql`and i.rep = ${rep}` : sql``}`;

/** Every interaction with the one place where its way ended. Invitations after a voice are not of the draw. */
export const ended = (sql: Sql, filters: EndingFilters, now: Date) => sql`
	select i.id, i.kind, i.location, i.rep, r.team, i.sku, i.started_at, a.id as answer,
		case
			when a.imported_as is not null then 'answered_elsewhere'
			when a.id is not null and not a.voice then 'answered'
			when d.interaction is null then 'undecided'
			when d.outcome <> 'invited' then d.outcome
			when v.id is null or m.sent is null then 'to_be_sent'
			when m.refused and not m.sent then 'bounced'
			-- Failed so far: tried again until it expires.
			when not m.sent then case when v.expires_at > ${now} then 'to_be_sent' else 'bounced' end
			when exists (select from set_aside s where s.invitation = v.id) then 'set_aside'
			when exists (select from kept_drafts f where f.invitation = v.id) then 'opened'
			when v.expires_at <= ${now} then 'expired'
			else 'waiting'
		end as ending
	from interactions i
	left join decisions d on d.interaction = i.id
	left join invitations v on v.interaction = i.id and v.asked_by = 'draw'
	left join lateral (
		select bool_or(o.outcome = 'sent' and not back.came) as sent,
			bool_or(back.came or coalesce(o.detail ~ '^(?!EAUTH).* 5\\d\\d$', false)) as refused
		from messages m join message_outcomes o on o.message = m.id
		cross join lateral (
			select exists (select from delivery_reports r where r.message = m.id and r.report in ('bounced', 'failed')) as came
		) back
		where m.invitation = v.id
	) m on v.id is not null
	left join answers a on a.interaction = i.id
	left join reps r on r.id = i.rep
	where ${begun(sql, filters)}`;

const aDay = 86_400_000;
/** Beyond the life of a link, for what is reported late about its messages. */
const after = 14;
/** Counting costs at most this part of the time. */
const share = 1 / 100;
const atLeast = 5000;
/** Without any other change. */
const untilExpired = 15 * 60_000;

/** Counts the days that can still change, where something has changed and it was not done a moment ago. Whether it was done now. */
export async function countEndings(sql: Sql, now: Date): Promise<boolean> {
	const [mark] = await sql<{ at: Date | null; took: number | null; seen: string; days: number }[]>`
		select endings_at as at, (extract(epoch from endings_took) * 1000)::float8 as took, endings_seen as seen,
			(select max(expiry_days) from policies) as days
		from desk_marks`;
	const { at, took, seen, days } = mark!;
	const since = at ? Math.abs(now.getTime() - at.getTime()) : Infinity;
	if (since < Math.max(atLeast, (took ?? 0) / share)) return false;
	if (since < untilExpired && seen === (await versionOf(sql))) return false;
	const recent = new Date(now.getTime() - (days + after) * aDay);
	const late = at && (await earliestSince(sql, at));
	await recount(sql, at ? monday(late && late < recent ? late : recent) : undefined, now);
	return true;
}

/** Whatever ends an interaction's way, or brings one, moves it; but for time, which lets a link expire. */
async function versionOf(sql: Sql): Promise<string> {
	const [row] = await sql<{ version: string }[]>`
		select concat_ws(' ',
			(select max(number) from decisions), (select max(id) from invitations), (select max(number) from message_outcomes),
			(select max(number) from delivery_reports), (select max(id) from set_aside), (select max(id) from answers),
			(select max(saved_at) from kept_drafts),
			(select max(received_at) from interactions where received_at >= endings_at - interval '1 minute')) as version
		from desk_marks`;
	return row!.version;
}

/** When the earliest of what has come in since began: history counts as soon as it is here. */
async function earliestSince(sql: Sql, at: Date): Promise<Date | null> {
	// What was on its way at that moment carries the time at which it came.
	const since = new Date(at.getTime() - 60_000);
	const [row] = await sql<{ earliest: Date | null }[]>`
		select least(
			(select min(started_at) from interactions where received_at >= ${since}),
			(select min(begun)::timestamp at time zone 'UTC' from desk_answers where gathered_at >= ${since})) as earliest`;
	return row!.earliest;
}

/** By night: whatever came late about days long gone. */
export const countAllEndings = (sql: Sql, now: Date) => recount(sql, undefined, now);

function monday(moment: Date): string {
	const weekday = (moment.getUTCDay() + 6) % 7;
	return new Date(moment.getTime() - weekday * aDay).toISOString().slice(0, 10);
}

async function recount(sql: Sql, from: string | undefined, now: Date) {
	await transaction(sql, async (sql) => {
		// One at a time. Any fixed number.
		const [turn] = await sql<{ ours: boolean }[]>`select pg_try_advisory_xact_lock(7155217) as ours`;
		if (!turn!.ours) return;
		// Before counting: what comes meanwhile is a reason to count again.
		const version = await versionOf(sql);
		await sql`delete from desk_endings where ${from ? sql`starts >= ${from}::date` : sql`true`}`;
		await sql`
			insert into desk_endings (scope, value, starts, kind, ending, n)
			select s.scope, coalesce(s.value, ''), case when s.scope = 'rep' then date_trunc('week', day)::date else day end,
				case when s.scope = 'rep' then '' else kind end, ending, count(*)
			from (select e.*, (started_at at time zone 'UTC')::date as day from (${ended(sql, { from }, now)}) e) e
			cross join lateral (values ('all', ''), ('location', location), ('team', team), ('sku', sku), ('rep', rep)) s (scope, value)
			where s.value is not null or s.scope <> 'sku'
			group by 1, 2, 3, 4, 5`;
		await sql`
			update desk_marks set endings_at = ${now}, endings_took = clock_timestamp() - transaction_timestamp(), endings_seen = ${version}`;
	});
}
