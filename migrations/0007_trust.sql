-- Trust: who may sign in and how, what staff do, changes that need two people, rights of customers, and the
-- ledger in which all of it becomes a record nobody can take back unnoticed.

-- Staff ---------------------------------------------------------------------------------------------------------

-- Everybody signs in again: sessions now say whether a second factor was shown.
delete from sessions;
alter table sessions
	add column number bigint generated always as identity unique,
	add column created_at timestamptz not null,
	add column seen_at timestamptz not null,
	-- The browser as it calls itself, for its owner to recognise.
	add column browser text,
	add column second_factor boolean not null;

alter table staff
	-- null: invited and not joined yet, or signing in through the company's own identity provider only.
	alter column password_hash drop not null,
	add column joined_at timestamptz,
	add column ended_at timestamptz,
	-- Who they are at the identity provider, from the first sign-in through it.
	add column issuer text,
	add column subject text,
	-- The secret of the authenticator app, sealed; and the last time step whose code was used.
	add column totp bytea,
	add column totp_step bigint,
	add constraint staff_subject unique (issuer, subject),
	add check ((issuer is null) = (subject is null));
update staff set joined_at = created_at;

create table recovery_codes (
	hash bytea primary key,
	staff bigint not null references staff,
	used_at timestamptz
);
create index recovery_codes_staff on recovery_codes (staff);

-- Letters to staff that carry a one-time link: to join, or to set another password. staff is null where somebody asked
-- for a letter to an address nobody has, which nobody is told.
create table staff_letters (
	id bigint generated always as identity primary key,
	staff bigint references staff,
	purpose text not null check (purpose in ('join', 'reset')),
	created_at timestamptz not null,
	expires_at timestamptz not null,
	used_at timestamptz
);
create table staff_links (
	hash bytea primary key,
	letter bigint not null references staff_letters,
	minted_at timestamptz not null
);

-- How often something may be tried (a leaky bucket: when it would be empty). Keys are keyed fingerprints.
create table throttles (
	key bytea primary key,
	free_at timestamptz not null
);

alter table api_keys
	add column expires_at timestamptz,
	add column last_used_at timestamptz,
	-- null: the command line.
	add column created_by bigint references staff;

-- What staff did, apart from reading. staff is null for the command line and for the product itself.
create table actions (
	id bigint generated always as identity primary key,
	staff bigint references staff,
	action text not null check (action ~ '^[a-z_]+$'),
	-- Such as "answer 12" or "key 3"; customers by keyed fingerprint.
	subject text,
	reason text,
	at timestamptz not null
);
create index actions_subject on actions (subject);

-- Two people ------------------------------------------------------------------------------------------------------

create table proposals (
	id bigint generated always as identity primary key,
	change text not null check (change in ('exclude_answer', 'include_answer', 'questionnaire', 'policy', 'retention')),
	answer bigint references answers,
	-- What it would set.
	content jsonb not null,
	reason text not null check (length(reason) between 3 and 2000),
	proposed_by bigint not null references staff,
	proposed_at timestamptz not null,
	unique (id, proposed_by),
	check ((answer is not null) = (change in ('exclude_answer', 'include_answer')))
);

-- Another person's word on it. Whoever proposed can only withdraw.
create table verdicts (
	proposal bigint primary key,
	proposed_by bigint not null,
	verdict text not null check (verdict in ('approved', 'refused', 'withdrawn')),
	decided_by bigint not null references staff,
	reason text,
	decided_at timestamptz not null,
	number bigint generated always as identity unique,
	unique (proposal, verdict),
	foreign key (proposal, proposed_by) references proposals (id, proposed_by),
	check ((decided_by = proposed_by) = (verdict = 'withdrawn'))
);

-- Marks on answers; the newest counts. No mark without an approval: the constraint is the promise.
create table annotations (
	id bigint generated always as identity primary key,
	answer bigint not null references answers,
	mark text not null check (mark in ('excluded', 'included')),
	proposal bigint not null unique,
	verdict text not null default 'approved' check (verdict = 'approved'),
	at timestamptz not null,
	foreign key (proposal, verdict) references verdicts (proposal, verdict)
);
create index annotations_answer on annotations (answer, id desc);

create view excluded_answers as
select answer from (select distinct on (answer) answer, mark from annotations order by answer, id desc) newest
where mark = 'excluded';

-- null: a release, or the command line.
alter table policies add column proposal bigint unique references verdicts;
alter table questionnaires add column proposal bigint unique references verdicts;

-- How long personal data is kept, in days.
create table retentions (
	version integer generated always as identity primary key,
	-- After a customer's last interaction.
	contact_days integer not null check (contact_days between 30 and 3650),
	word_days integer not null check (word_days between 30 and 3650),
	set_aside_days integer not null check (set_aside_days between 7 and 3650),
	voice_days integer not null check (voice_days between 7 and 3650),
	proposal bigint unique references verdicts,
	set_at timestamptz not null
);
insert into retentions (contact_days, word_days, set_aside_days, voice_days, set_at) values (730, 1095, 90, 90, now());

-- Putting something right with one customer; the reason staff may see how to reach them.
create table cases (
	id bigint generated always as identity primary key,
	interaction text not null unique references decisions,
	reason text not null check (length(reason) between 3 and 2000),
	opened_by bigint not null references staff,
	opened_at timestamptz not null
);

-- Rights ----------------------------------------------------------------------------------------------------------

-- Half of the key a customer's contacts are sealed with; the other half is the product's. Without it they are noise.
create table subject_keys (
	customer text primary key,
	salt bytea not null default uuid_send(gen_random_uuid())
);

-- An erased contact has a fingerprint of nobody and no address.
alter table contacts drop constraint contacts_check;
alter table contacts add constraint contacts_declined_or_sealed check (fingerprint <> '' or sealed = '');

-- What was erased, so that it can be erased again after the restore of an older backup.
create table erasures (
	id bigint generated always as identity primary key,
	what text not null check (what in ('customer', 'retention')),
	-- Keyed fingerprint of the customer's id, and what stands in its place.
	customer bytea,
	pseudonym text,
	-- The records of the ledger whose personal half can no longer be recomputed.
	records bigint[] not null,
	-- Keyed signature: nobody who only has the database can call a deletion of their own an erasure.
	seal text not null unique,
	at timestamptz not null,
	check ((what = 'customer') = (customer is not null)),
	check ((customer is null) = (pseudonym is null))
);
create index erasures_customer on erasures (customer);

-- Numbers in order of arrival, for facts that are named by something else.
alter table decisions add column number bigint generated always as identity unique;
alter table message_outcomes add column number bigint generated always as identity unique;
alter table opt_outs add column number bigint generated always as identity unique;

-- The ledger ------------------------------------------------------------------------------------------------------

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
set search_path = pg_catalog, pg_temp set timezone = 'UTC' set datestyle = 'ISO, YMD' set extra_float_digits = 1
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
		if mark.horizon <= safe and mark.noted_at < clock_timestamp() - interval '10 seconds' then
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
begin
	for mark in select * from public.ledger_marks m order by m.kind loop
		return query execute format($sql$
			select %2$L::text, min(r.number) from public.recorded_%1$s r
			where r.number <= $1 and not exists (select from public.ledger l where l.kind = %2$L and l.number = r.number)
			having min(r.number) is not null
		$sql$, mark.kind, mark.kind) using greatest(mark.settled, 0);
	end loop;
end $$;

-- Leaf hashes made again from the facts, for the records of one kind from "first" up to (not including) "last": 8 bytes
-- of index and 32 of hash each; of a fact that is gone, zeros. A record whose personal half was erased needs the
-- erasure that names it.
create function ledger_recomputed(wanted text, first bigint, last bigint) returns bytea
language plpgsql stable security definer
set search_path = pg_catalog, pg_temp set timezone = 'UTC' set datestyle = 'ISO, YMD' set extra_float_digits = 1
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

-- Erasing ----------------------------------------------------------------------------------------------------------

-- Append-only, whoever asks, except for what the functions below do.
create or replace function refuse_change() returns trigger language plpgsql as $$
begin
	if tg_op <> 'TRUNCATE' and current_setting('ungamed.erasing', true) = 'on' then return null; end if;
	raise exception '% is append-only: % refused', tg_table_name, tg_op;
end $$;

do $$
declare t text;
begin
	foreach t in array array['contacts', 'opt_outs', 'answer_words', 'set_aside_words', 'actions', 'proposals', 'verdicts',
		'annotations', 'retentions', 'cases', 'erasures', 'ledger', 'ledger_nodes', 'ledger_checkpoints'] loop
		execute format('create trigger append_only before update or delete or truncate on %I
			for each statement execute function refuse_change()', t);
	end loop;
end $$;

-- One erasure at a time, and none while a feed, a decision or an invitation that may name the same customer is on its
-- way: those hold the shared half of this lock (see erasing.ts).
create function take_erasing_turn() returns void
language sql set search_path = pg_catalog, pg_temp
as $$ select pg_advisory_xact_lock(7155207) $$;

-- From here on the personal half of these records is known by its commitment alone.
create function begin_erasure(about text, fingerprint bytea, name text, of_records bigint[], signed text, now timestamptz) returns void
language plpgsql set search_path = pg_catalog, pg_temp
as $$
declare
	created bigint;
begin
	perform set_config('ungamed.erasing', 'on', true);
	insert into public.erasures (what, customer, pseudonym, records, seal, at)
	values (about, fingerprint, name, of_records, signed, now) returning id into created;
	update public.ledger set personal_salt = null, erasure = created where index = any(of_records) and erasure is null;
end $$;

-- The records that hold something personal of a customer, after recording what is new. First half of an erasure: the
-- product signs them, and comes back in the same transaction.
create function records_of_customer(who text, who_fingerprint bytea) returns bigint[]
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
	result bigint[];
begin
	perform public.take_erasing_turn();
	perform public.ledger_append();
	with met as (
		select id from public.interactions where customer = who
	), answered as (
		select a.id from public.answers a join met on met.id = a.interaction
	), opened as (
		select c.id from public.cases c join met on met.id = c.interaction
	), proposed as (
		select p.id from public.proposals p join answered on answered.id = p.answer
	), personal (kind, number) as (
		select 'decision', d.number from public.decisions d where d.customer = who
		union all
		select 'message', m.id from public.messages m join public.invitations v on v.id = m.invitation where v.customer = who
		union all
		select 'answer', id from answered
		union all
		select 'set_aside', s.id from public.set_aside s join public.invitations v on v.id = s.invitation where v.customer = who
		union all
		select 'contact', k.id from public.contacts k where k.customer = who
		union all
		select 'case', id from opened
		union all
		select 'proposal', id from proposed
		union all
		select 'verdict', v.number from public.verdicts v join proposed on proposed.id = v.proposal
		union all
		select 'action', a.id from public.actions a
		where a.subject in (select 'case ' || id from opened) or a.subject = 'customer ' || encode(who_fingerprint, 'hex')
	)
	select array_agg(l.index order by l.index) into result
	from public.ledger l join personal p on p.kind = l.kind and p.number = l.number
	where l.erasure is null;
	return coalesce(result, '{}');
end $$;

-- Who this customer was is gone; what happened stays, under a name that leads nowhere. Doing it again changes nothing.
create function erase_customer(who text, who_fingerprint bytea, stand_in text, of_records bigint[], signed text, now timestamptz) returns void
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
	addresses bytea[];
begin
	perform public.take_erasing_turn();
	if exists (select from public.erasures where seal = signed or pseudonym = stand_in) then return; end if;
	if of_records <> public.records_of_customer(who, who_fingerprint) then
		raise exception 'the records of this customer are not those that were signed';
	end if;
	select array_agg(fingerprint) into addresses from public.contacts where customer = who and fingerprint <> '';
	perform public.begin_erasure('customer', who_fingerprint, stand_in, of_records, signed, now);

	delete from public.answer_words w using public.answers a, public.interactions i
	where w.answer = a.id and a.interaction = i.id and i.customer = who;
	delete from public.set_aside_words w using public.set_aside s, public.invitations v
	where w.set_aside = s.id and s.invitation = v.id and v.customer = who;
	delete from public.drafts d using public.invitations v where d.invitation = v.id and v.customer = who;
	-- What staff wrote about them.
	update public.actions a set reason = '(erased)'
	where reason is not null and (subject = 'customer ' || encode(who_fingerprint, 'hex') or subject in (
		select 'case ' || c.id from public.cases c join public.interactions i on i.id = c.interaction where i.customer = who));
	update public.cases c set reason = '(erased)' from public.interactions i where i.id = c.interaction and i.customer = who;
	update public.verdicts v set reason = '(erased)'
	from public.proposals p, public.answers a, public.interactions i
	where v.reason is not null and v.proposal = p.id and p.answer = a.id and a.interaction = i.id and i.customer = who;
	update public.proposals p set reason = '(erased)'
	from public.answers a, public.interactions i where p.answer = a.id and a.interaction = i.id and i.customer = who;
	update public.voice_requests set number = '', contact = uuid_send(gen_random_uuid()), network = uuid_send(gen_random_uuid())
	where contact = any(addresses);
	update public.contacts set customer = stand_in, sealed = '',
		fingerprint = case when fingerprint = '' then '' else uuid_send(gen_random_uuid()) end where customer = who;
	update public.customers set id = stand_in, email = null, phone = null, language = null, timezone = null, since = null,
		contact_set_by = null, contact_set_at = null where id = who;
	update public.interactions set customer = stand_in, promise = case when promise is not null then '(erased)' end where customer = who;
	update public.decisions set customer = stand_in where customer = who;
	update public.invitations set customer = stand_in where customer = who;
	update public.returns set customer = stand_in where customer = who;
	update public.units set customer = stand_in where customer = who;
	delete from public.waiting where customer = who;
	delete from public.subject_keys where customer = who;
	perform set_config('ungamed.erasing', 'off', true);
end $$;

-- Records of words that the rules of retention say to forget, a bounded number at a time, after recording what is new.
create function records_past_retention() returns bigint[]
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
	rules public.retentions;
	most constant integer := 10000;
	result bigint[];
begin
	perform public.take_erasing_turn();
	perform public.ledger_append();
	select * into rules from public.retentions order by version desc limit 1;
	with old (kind, number) as (
		(select 'answer', a.id from public.answers a
		where a.answered_at < clock_timestamp() - rules.word_days * interval '1 day'
			and exists (select from public.answer_words w where w.answer = a.id)
		limit most)
		union all
		(select 'set_aside', s.id from public.set_aside s
		where s.received_at < clock_timestamp() - rules.set_aside_days * interval '1 day'
			and exists (select from public.set_aside_words w where w.set_aside = s.id)
		limit most)
	)
	select array_agg(l.index order by l.index) into result
	from public.ledger l join old on old.kind = l.kind and old.number = l.number
	where l.erasure is null;
	return coalesce(result, '{}');
end $$;

-- Forgets those words, and addresses and voices past their time. The keyed fingerprint of an address stays, so that the
-- same address sent again is recognised as what was forgotten. How many were forgotten.
create function forget_old(of_records bigint[], signed text, now timestamptz) returns integer
language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
declare
	rules public.retentions;
	addresses integer;
	voices integer;
begin
	perform public.take_erasing_turn();
	if of_records <> public.records_past_retention() then raise exception 'these records are not those that were signed'; end if;
	select * into rules from public.retentions order by version desc limit 1;
	perform set_config('ungamed.erasing', 'on', true);
	if of_records <> '{}' then perform public.begin_erasure('retention', null, null, of_records, signed, now); end if;
	delete from public.answer_words w using public.ledger l
	where l.kind = 'answer' and l.number = w.answer and l.index = any(of_records);
	delete from public.set_aside_words w using public.ledger l
	where l.kind = 'set_aside' and l.number = w.set_aside and l.index = any(of_records);
	with old as (
		select k.id, k.customer from public.contacts k
		where k.sealed <> '' and k.received_at < clock_timestamp() - rules.contact_days * interval '1 day'
			and not exists (select from public.interactions i where i.customer = k.customer
				and i.started_at >= clock_timestamp() - rules.contact_days * interval '1 day')
		limit 50000
	), forgotten as (
		update public.contacts k set sealed = '' from old where k.id = old.id returning old.customer, k.id
	), unlocked as (
		delete from public.subject_keys s using (select distinct customer from forgotten) gone
		where s.customer = gone.customer and not exists (select from public.contacts k
			where k.customer = s.customer and k.sealed <> '' and k.id not in (select id from forgotten))
	)
	select count(*) into addresses from forgotten;
	with gone as (
		update public.voice_requests set number = '', contact = '', network = ''
		where received_at < clock_timestamp() - rules.voice_days * interval '1 day' and contact <> '' returning 1
	)
	select count(*) into voices from gone;
	perform set_config('ungamed.erasing', 'off', true);
	return cardinality(of_records) + addresses + voices;
end $$;

-- Functions run with their owner's rights: nobody but the product's role is let in (see roles.ts).
do $$
declare each regprocedure;
begin
	for each in
		select p.oid::regprocedure from pg_proc p
		where pronamespace = current_schema()::regnamespace
			and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
	loop
		execute format('revoke all on function %s from public', each);
	end loop;
end $$;
