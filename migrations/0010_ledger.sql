-- The ledger: every fact becomes a record nobody can take back unnoticed.

-- One record a fact, in the order of recording: the leaves of a Merkle tree (RFC 6962). A leaf's data are two salted
-- commitments, of what stays and of what is personal; of the latter the salt goes when the person is erased.
create table ledger (
	index bigint primary key check (index >= 0),
	kind text not null,
	number bigint not null,
	salt bytea not null,
	personal_salt bytea,
	personal bytea not null,
	-- SHA-256 (0x00 · fixed commitment · personal commitment)
	hash bytea not null,
	erasure bigint references erasures,
	unique (kind, number),
	check ((personal_salt is null) = (erasure is not null))
);

-- Inner nodes at every eighth level, so that a proof reads a few hundred hashes. Made from the leaves, never trusted.
create table ledger_nodes (
	level smallint not null check (level > 0 and level % 8 = 0),
	index bigint not null,
	hash bytea not null,
	primary key (level, index)
);

create table ledger_checkpoints (
	id bigint generated always as identity primary key,
	size bigint not null,
	root bytea not null,
	at timestamptz not null,
	-- Signed, as it was handed out.
	note text not null
);
create index ledger_checkpoints_size on ledger_checkpoints (size);

-- Up to where every fact of a kind has been recorded for certain. A fact below may be on its way as long as a
-- transaction from before "horizon" runs.
create table ledger_marks (
	kind text primary key,
	settled bigint not null default 0,
	candidate bigint,
	horizon xid8,
	noted_at timestamptz
);

-- In an order that is the same on every server.
alter table answer_words alter column key type text collate "C";
alter table set_aside_words alter column key type text collate "C";

-- What a record commits to, by kind. A view here never changes: a later release with more to record adds a kind.
-- Each is the text of an array, which quotes its fields the same way on every server; moments in UTC, bytes in hex.

create view recorded_decision as
select d.number,
	array['decision', d.number::text, d.interaction::text, d.outcome::text, d.contact::text, d.policy::text,
		d.draw::text, (d.decided_at at time zone 'UTC')::text, i.kind::text, i.rep::text, i.location::text,
		i.channel::text, (i.started_at at time zone 'UTC')::text, (i.ended_at at time zone 'UTC')::text,
		i.wait_minutes::text, i.outcome::text, (i.promise is not null)::text,
		(i.promise_due_at at time zone 'UTC')::text, i.sku::text, i.serial::text, i."return"::text, i.language::text,
		(i.received_at at time zone 'UTC')::text]::text as fixed,
	array[d.customer::text, i.customer::text, i.promise::text]::text as personal
from decisions d left join interactions i on i.id = d.interaction;

create view recorded_message as
select m.id as number,
	array['message', m.id::text, m.purpose::text, m.attempt::text, (m.created_at at time zone 'UTC')::text,
		v.id::text, v.interaction::text, v.contact::text, v.questionnaire::text, v.asked_by::text,
		(v.send_after at time zone 'UTC')::text, (v.expires_at at time zone 'UTC')::text,
		(v.created_at at time zone 'UTC')::text]::text as fixed,
	array[v.customer::text]::text as personal
from messages m left join invitations v on v.id = m.invitation;

create view recorded_outcome as
select number, array['outcome', number::text, message::text, outcome::text, detail::text, (at at time zone 'UTC')::text]::text as fixed, '' as personal
from message_outcomes;

create view recorded_answer as
select a.id as number,
	array['answer', a.id::text, a.interaction::text, a.invitation::text, a.imported_as::text,
		a.questionnaire::text, a.receipt::text, a.replies::text, (a.answered_at at time zone 'UTC')::text,
		(a.received_at at time zone 'UTC')::text, a.seconds::text, a.voice::text, a.digest::text]::text as fixed,
	array(select w.key || '=' || w.words from answer_words w where w.answer = a.id order by w.key)::text as personal
from answers a;

create view recorded_set_aside as
select s.id as number,
	array['set_aside', s.id::text, s.invitation::text, s.reasons::text, s.replies::text, s.seconds::text,
		(s.received_at at time zone 'UTC')::text]::text as fixed,
	array(select w.key || '=' || w.words from set_aside_words w where w.set_aside = s.id order by w.key)::text as personal
from set_aside s;

create view recorded_contact as
select id as number,
	array['contact', id::text, kind::text, (fingerprint = '')::text, (changed_at at time zone 'UTC')::text,
		changed_by::text, interaction::text, (received_at at time zone 'UTC')::text]::text as fixed,
	array[customer::text, encode(fingerprint, 'hex')]::text as personal
from contacts;

create view recorded_opt_out as
select number, array['opt_out', number::text, (at at time zone 'UTC')::text]::text as fixed, array[encode(fingerprint, 'hex')]::text as personal
from opt_outs;

create view recorded_dispute as
select id as number, array['dispute', id::text, feed::text, record::text, fields::text, (received_at at time zone 'UTC')::text]::text as fixed,
	'' as personal
from disputes;

create view recorded_policy as
select version::bigint as number,
	array['policy', version::bigint::text, draw_rate::text, delay_min::text, delay_max::text, quiet_days::text,
		sending_window::text, expiry_days::text, reminders::text, proposal::text, (set_at at time zone 'UTC')::text]::text as fixed,
	'' as personal
from policies;

create view recorded_retention as
select version::bigint as number,
	array['retention', version::bigint::text, contact_days::text, word_days::text, set_aside_days::text,
		voice_days::text, proposal::text, (set_at at time zone 'UTC')::text]::text as fixed,
	'' as personal
from retentions;

create view recorded_questionnaire as
select version::bigint as number,
	array['questionnaire', version::bigint::text, content::text, published_by::text, proposal::text,
		(published_at at time zone 'UTC')::text]::text as fixed, '' as personal
from questionnaires;

create view recorded_look as
select version::bigint as number,
	array['look', version::bigint::text, name::text, colour::text, logo_type::text, encode(sha256(logo), 'hex'),
		set_by::text, (set_at at time zone 'UTC')::text]::text as fixed,
	'' as personal
from looks;

create view recorded_proposal as
select id as number,
	array['proposal', id::text, change::text, answer::text, content::text, proposed_by::text,
		(proposed_at at time zone 'UTC')::text]::text as fixed,
	array[reason::text]::text as personal
from proposals;

create view recorded_verdict as
select number, array['verdict', number::text, proposal::text, proposed_by::text, verdict::text, decided_by::text,
		(decided_at at time zone 'UTC')::text]::text as fixed,
	array[reason::text]::text as personal
from verdicts;

create view recorded_annotation as
select id as number, array['annotation', id::text, answer::text, mark::text, proposal::text, (at at time zone 'UTC')::text]::text as fixed, '' as personal
from annotations;

create view recorded_case as
select id as number, array['case', id::text, interaction::text, opened_by::text, (opened_at at time zone 'UTC')::text]::text as fixed,
	array[reason::text]::text as personal
from cases;

create view recorded_action as
select id as number, array['action', id::text, staff::text, action::text, subject::text, (at at time zone 'UTC')::text]::text as fixed,
	array[reason::text]::text as personal
from actions;

create view recorded_erasure as
select id as number, array['erasure', id::text, what::text, encode(customer, 'hex'), pseudonym::text, records::text,
		(at at time zone 'UTC')::text]::text as fixed,
	'' as personal
from erasures;

insert into ledger_marks (kind)
select substr(viewname, 10) from pg_views where schemaname = current_schema() and viewname like 'recorded\_%';

-- What a leaf commits to.
create function ledger_commitment(salt bytea, content text) returns bytea
language sql immutable parallel safe
as $$ select sha256(salt || convert_to(content, 'UTF8')) $$;

-- Records what has been committed and is not recorded yet; how many records were added. One at a time.
create function ledger_append() returns bigint
language plpgsql security definer
set search_path = pg_catalog, pg_temp set timezone = 'UTC' set datestyle = 'ISO, YMD' set extra_float_digits = 1 set jit = off
as $$
declare
	most constant integer := 20000;
	mark public.ledger_marks;
	next bigint;
	added bigint;
	total bigint := 0;
	safe xid8;
begin
	perform pg_advisory_xact_lock(7155204);
	select coalesce(max(index), -1) + 1 into next from public.ledger;
	for mark in select * from public.ledger_marks order by kind loop
		-- Before looking: what is still on its way now may be missed by the look.
		safe := pg_snapshot_xmin(pg_current_snapshot());
		loop
			execute format($sql$
				with fresh as materialized (
					select r.number, r.fixed, r.personal,
						uuid_send(gen_random_uuid()) as salt, uuid_send(gen_random_uuid()) as personal_salt
					from public.recorded_%1$s r
					where r.number > $1 and not exists (select from public.ledger l where l.kind = %2$L and l.number = r.number)
					order by r.number
					limit $2
				), committed as materialized (
					select number, salt, personal_salt, public.ledger_commitment(salt, fixed) as fixed,
						public.ledger_commitment(personal_salt, personal) as personal
					from fresh
				)
				insert into public.ledger (index, kind, number, salt, personal_salt, personal, hash)
				select $3 - 1 + row_number() over (order by number), %2$L, number, salt, personal_salt, personal,
					sha256('\x00'::bytea || fixed || personal)
				from committed
			$sql$, mark.kind, mark.kind) using mark.settled, most, next;
			get diagnostics added = row_count;
			next := next + added;
			total := total + added;
			exit when added < most;
			select max(number) into mark.settled from public.ledger where kind = mark.kind;
			-- Only within this run: an earlier number may still be on its way.
		end loop;

		-- A number is taken a moment before its transaction is known to run, hence the ten seconds. A horizon
		-- from the future comes from another server: the database has been restored.
		if mark.candidate is not null and mark.horizon <= safe and mark.noted_at < clock_timestamp() - interval '10 seconds' then
			update public.ledger_marks set settled = mark.candidate, candidate = null, horizon = null where kind = mark.kind;
			mark.candidate := null;
		end if;
		if mark.candidate is null or mark.horizon > pg_snapshot_xmax(pg_current_snapshot()) then
			update public.ledger_marks m
			set candidate = newest.number, horizon = pg_snapshot_xmax(pg_current_snapshot()), noted_at = clock_timestamp()
			from (select max(number) as number from public.ledger where kind = mark.kind) newest
			where m.kind = mark.kind and newest.number > m.settled;
		end if;
	end loop;
	return total;
end $$;

-- Facts that should have been recorded and were not: numbers nobody could have drawn, or marks moved past them.
create function ledger_unrecorded() returns table (kind text, number bigint)
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp
as $$
declare
	mark public.ledger_marks;
	due bigint;
	facts bigint;
	records bigint;
begin
	for mark in select * from public.ledger_marks m order by m.kind loop
		due := greatest(mark.settled, 0);
		-- Every record has its fact, as the rest of the verification finds: with as many facts, every fact has its record.
		execute format('select count(*) from public.recorded_%s r where r.number <= $1', mark.kind) into facts using due;
		select count(*) into records from public.ledger l where l.kind = mark.kind and l.number <= due;
		continue when facts <= records;
		return query execute format($sql$
			select %2$L::text, min(r.number) from public.recorded_%1$s r
			where r.number <= $1 and not exists (select from public.ledger l where l.kind = %2$L and l.number = r.number)
			having min(r.number) is not null
		$sql$, mark.kind, mark.kind) using due;
	end loop;
end $$;

-- Leaf hashes made again from the facts, for the records of one kind from "first" up to (not including) "last": 8 bytes
-- of index and 32 of hash each; of a fact that is gone, zeros. A record whose personal half was erased needs the
-- erasure that names it.
create function ledger_recomputed(wanted text, first bigint, last bigint) returns bytea
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp set timezone = 'UTC' set datestyle = 'ISO, YMD' set extra_float_digits = 1 set jit = off
as $$
declare
	result bytea;
	least bigint;
	most bigint;
begin
	if not exists (select from public.ledger_marks where kind = wanted) then return ''; end if;
	-- So that the facts are read as one range, not one by one.
	select min(number), max(number) into least, most
	from (select number from public.ledger where kind = wanted and index >= first and index < last offset 0) slice;
	execute format($sql$
		select string_agg(int8send(l.index) || coalesce(
			sha256('\x00'::bytea || public.ledger_commitment(l.salt, r.fixed) || case
				when l.personal_salt is not null then public.ledger_commitment(l.personal_salt, r.personal)
				-- Words cannot come back under an answer whose words were erased.
				when $1 not in ('answer', 'set_aside') or r.personal = '{}' then
					(select l.personal from public.erasures e where e.id = l.erasure and l.index = any(e.records))
			end), decode(repeat('00', 32), 'hex')), '')
		from public.ledger l
		left join (select * from public.recorded_%1$s where number >= $4 and number <= $5) r on r.number = l.number
		where l.kind = $1 and l.index >= $2 and l.index < $3
	$sql$, wanted) into result using wanted, first, last, least, most;
	return coalesce(result, '');
end $$;

-- After the restore of an older backup the checkpoints in it are no longer what was handed out. Leaves them as they are in
-- number, and says from where on a new series begins.
alter table ledger_checkpoints add column superseded_at timestamptz;
create function forget_checkpoints() returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
	perform set_config('ungamed.erasing', 'on', true);
	update public.ledger_checkpoints set superseded_at = now() where superseded_at is null;
	perform set_config('ungamed.erasing', 'off', true);
end $$;
