// What an audit reads: statements for COPY, whose columns the comments name in order.
import type { Fragment, Sql } from '../database.ts';

/** COPY takes no parameters; moments of ours are safe as text. */
const literal = (sql: Sql, at: Date) => sql.unsafe(`timestamptz '${at.toISOString()}'`);
const milliseconds = (sql: Sql, column: string) =>
	sql.unsafe(`(extract(epoch from ${column}) * 1000)::bigint`);

/** A number of 53 bits in the stead of a text: equal for equal ones, and for two others once in a thousand companies. */
const numbered = (sql: Sql, text: Fragment) => sql`hashtextextended(${text}, 0) & 9007199254740991`;

export interface Span {
	from: Date;
	until: Date;
}

/**
 * id, rep, location, kind, customer, started, minutes, hours until received, outcome, wait, has a return, days until back, days since the
 * same rep, decision, reach, destination, changed, removed, young, denied, sent, bounced, rewritten
 * fields.
 */
export function encounterRows(sql: Sql, { from, until }: Span): Fragment {
	return sql`
		with began as materialized (
			-- What ended before the first decision is history: nobody was late with it.
			select coalesce(min(decided_at), 'infinity') as at from decisions
		), entered as materialized (
			-- Addresses a rep entered around an interaction of their own, and whether there was another before.
			select i.id, bool_or(c.fingerprint = '') as removed, bool_or(c.fingerprint <> '' and c.had_before) as changed,
				max(encode(c.fingerprint, 'hex')) filter (where c.fingerprint <> '') as destination,
				bool_or(exists (select from notices n join denials d on d.notice = n.id where n.about = c.id)) as denied
			from (
				select c.*, exists (select from contacts earlier where earlier.customer = c.customer and earlier.kind = c.kind
					and (earlier.changed_at, earlier.id) < (c.changed_at, c.id) and earlier.fingerprint <> ''
					and earlier.fingerprint <> c.fingerprint) as had_before
				from contacts c
				where c.changed_by is not null and c.changed_by not in ('customer', 'system')
			) c
			join interactions i on i.customer = c.customer and i.rep = c.changed_by
				and (c.interaction = i.id or c.interaction is null and (
					c.changed_at between i.started_at - interval '1 hour' and coalesce(i.ended_at, i.started_at) + interval '2 days'
					-- Backdated: what counts is when it came.
					or c.received_at > (select at from began) + interval '1 day'
						and c.received_at between i.started_at - interval '1 hour' and coalesce(i.ended_at, i.started_at) + interval '2 days'))
			where c.had_before
			group by i.id
		), shared as materialized (
			select fingerprint from contacts where fingerprint <> '' group by 1 having count(distinct customer) > 2
		), staffed as materialized (
			select email as fingerprint from reps where email is not null union select phone from reps where phone is not null
		), around as materialized (
			select id,
				extract(epoch from lead(started_at) over own - coalesce(ended_at, started_at)) / 86400 as back_after,
				case when lag(rep) over own = rep then extract(epoch from started_at - lag(started_at) over own) / 86400 end as met_before
			from interactions window own as (partition by customer order by started_at, id)
		), returned as materialized (
			select distinct interaction as id from returns where interaction is not null
		), rewritten as materialized (
			select record as id, string_agg(distinct field, ' ') as fields
			from disputes, unnest(fields) field where feed = 'interactions' group by 1
		), delivered as materialized (
			select v.interaction as id, bool_or(o.outcome = 'sent') as sent, (bool_or(o.detail ~ '^(?!EAUTH).* 5\\d\\d$') and not bool_or(o.outcome = 'sent')
				-- Or sent, and it came back.
				or bool_or(r.message is not null)) as bounced
			from invitations v join messages m on m.invitation = v.id join message_outcomes o on o.message = m.id
				left join delivery_reports r on r.message = m.id and r.report = 'bounced'
			where v.send_after < ${literal(sql, new Date(until.getTime() - 7 * 86_400_000))}
			group by 1
		)
		select i.id, i.rep, coalesce(i.location, ''), i.kind, ${numbered(sql, sql`i.customer`)}, ${milliseconds(sql, 'i.started_at')},
			round(extract(epoch from i.ended_at - i.started_at) / 60),
			case when coalesce(i.ended_at, i.started_at) >= began.at then round(extract(epoch from i.received_at - coalesce(i.ended_at, i.started_at)) / 3600) end,
			lower(coalesce(i.outcome, '')), round(i.wait_minutes), i."return" is not null or returned.id is not null,
			around.back_after, around.met_before, d.outcome,
			case d.outcome
				when 'no_contact' then 'none'
				when 'undeliverable' then 'none'
				when 'contact_declined' then 'declined'
				when 'staff_contact' then 'staff'
				when 'destination_shared' then 'shared'
				-- Decided without a look at the address: by what is known of it today.
				when 'too_late' then case
					when k.id is null then 'none'
					when k.fingerprint = '' then 'declined'
					when staffed.fingerprint is not null then 'staff'
					when shared.fingerprint is not null then 'shared'
					else 'reachable' end
				else case when d.outcome is not null then 'reachable' end
			end,
			${numbered(sql, sql`coalesce(entered.destination, nullif(encode(k.fingerprint, 'hex'), ''))`)},
			coalesce(entered.changed, false), coalesce(entered.removed, false),
			k.changed_by = i.rep and (k.changed_at > i.started_at - interval '14 days'
				or k.received_at > began.at + interval '1 day' and k.received_at > i.started_at - interval '14 days'),
			coalesce(entered.denied, false),
			coalesce(delivered.sent, false), coalesce(delivered.bounced, false), rewritten.fields
		from interactions i
		cross join began
		left join decisions d on d.interaction = i.id
		left join contacts k on k.id = d.contact
		left join staffed on staffed.fingerprint = k.fingerprint
		left join shared on shared.fingerprint = k.fingerprint
		left join entered on entered.id = i.id
		left join around on around.id = i.id
		left join returned on returned.id = i.id
		left join delivered on delivered.id = i.id
		left join rewritten on rewritten.id = i.id
		where i.started_at >= ${literal(sql, from)} and i.received_at <= ${literal(sql, until)}`;
}

/**
 * interaction, id, answered, seconds, replies, overall, eased, resolved, promise kept, respected, asked for score, network, block,
 * device, from a branch, words, posted again, marks kept.
 */
export function answerRows(sql: Sql, { from, until }: Span): Fragment {
	return sql`
		select a.interaction, a.id, ${milliseconds(sql, 'a.answered_at')}, a.seconds,
			(select count(*) from jsonb_object_keys(a.replies)), a.replies ->> 'overall', a.replies ->> 'eased', a.replies ->> 'resolved',
			a.replies ->> 'promise_kept', a.replies ->> 'respected',
			(select string_agg(code, ' ') from jsonb_array_elements_text(
				case jsonb_typeof(a.replies -> 'asked_for_score') when 'array' then a.replies -> 'asked_for_score' else '[]' end) code),
			${numbered(sql, sql`encode(t.network, 'hex')`)}, ${numbered(sql, sql`encode(t.space, 'hex')`)},
			${numbered(sql, sql`encode(t.device, 'hex')`)}, t.branch is not null,
			(select ${numbered(sql, sql`string_agg(lower(btrim(words)), ' ' order by key)`)} from answer_words w where w.answer = a.id having sum(length(words)) >= 15),
			exists (select from late_posts l where l.answer = a.id),
			case when t.answer is null or t.kept_at < ${literal(sql, new Date(until.getTime() - 60 * 86_400_000))}
				then (select string_agg(mark, ' ') from answer_marks m where m.answer = a.id) end
		from answers a
		join interactions i on i.id = a.interaction
		left join answer_traces t on t.answer = a.id
		where i.started_at >= ${literal(sql, from)} and a.received_at <= ${literal(sql, until)} and not a.voice`;
}

/** id, rep, location, returned, explained, no fault found, came back, mode of the reason, mode of the customer. */
export function returnRows(sql: Sql, { from, until }: Span): Fragment {
	return sql`
		with again as materialized (
			select id, lead(returned_at) over (partition by serial order by returned_at, id) - returned_at < interval '90 days' as soon
			from returns where serial is not null
		)
		select r.id, r.rep, coalesce(r.location, ''), ${milliseconds(sql, 'r.returned_at')},
			exists (select from interactions i where i.id = r.interaction) or exists (select from interactions i where i."return" = r.id),
			r.disposition is not distinct from 'no_fault_found', coalesce(again.soon, false), reasons.failure_mode, said.mode
		from returns r
		left join again on again.id = r.id
		left join reasons on reasons.reason = r.reason
		left join lateral (
			select a.replies ->> 'failure_mode' as mode from answers a where a.interaction = r.interaction
		) said on true
		where r.returned_at >= ${literal(sql, from)} and r.received_at <= ${literal(sql, until)}`;
}

/** location, kind, day, counted, logged. Of several sources the one that counted most; the last two days may be on their way. */
export function countRows(sql: Sql, { from, until }: Span): Fragment {
	return sql`
		select c.location, c.kind, ${milliseconds(sql, 'c.date')}, least(max(c.count), 1000000), max(coalesce(logged.n, 0))
		from counts c
		left join (
			select location, kind, started_at::date as day, count(*) as n from interactions group by 1, 2, 3
		) logged on logged.location = c.location and logged.kind = c.kind and logged.day = c.date
		where c.date >= ${literal(sql, from)} and c.date < ${literal(sql, until)}::date - 2
		group by 1, 2, c.date`;
}
