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
create index actions_at on actions (at desc, id desc);

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
-- Each is the text of a row, which quotes its fields; moments in UTC and bytes in hex, so that it is the same on every
-- server and after every restore.

create view recorded_decision as
select d.number,
	row('decision', d.number, d.interaction, d.outcome, d.contact, d.policy, d.draw, d.decided_at at time zone 'UTC',
		i.kind, i.rep, i.location, i.channel, i.started_at at time zone 'UTC', i.ended_at at time zone 'UTC', i.wait_minutes,
		i.outcome, i.promise is not null, i.promise_due_at at time zone 'UTC', i.sku, i.serial, i."return", i.language,
		i.received_at at time zone 'UTC')::text as fixed,
	row(d.customer, i.customer, i.promise)::text as personal
from decisions d left join interactions i on i.id = d.interaction;

create view recorded_message as
select m.id as number,
	row('message', m.id, m.purpose, m.attempt, m.created_at at time zone 'UTC', v.id, v.interaction, v.contact, v.questionnaire,
		v.asked_by, v.send_after at time zone 'UTC', v.expires_at at time zone 'UTC', v.created_at at time zone 'UTC')::text as fixed,
	row(v.customer)::text as personal
from messages m left join invitations v on v.id = m.invitation;

create view recorded_outcome as
select number, row('outcome', number, message, outcome, detail, at at time zone 'UTC')::text as fixed, '' as personal
from message_outcomes;

create view recorded_answer as
select a.id as number,
	row('answer', a.id, a.interaction, a.invitation, a.imported_as, a.questionnaire, a.receipt, a.replies,
		a.answered_at at time zone 'UTC', a.received_at at time zone 'UTC', a.seconds, a.voice, a.digest)::text as fixed,
	array(select row(w.key, w.words)::text from answer_words w where w.answer = a.id order by w.key)::text as personal
from answers a;

create view recorded_set_aside as
select s.id as number,
	row('set_aside', s.id, s.invitation, s.reasons, s.replies, s.seconds, s.received_at at time zone 'UTC')::text as fixed,
	array(select row(w.key, w.words)::text from set_aside_words w where w.set_aside = s.id order by w.key)::text as personal
from set_aside s;

create view recorded_contact as
select id as number,
	row('contact', id, kind, fingerprint = '', changed_at at time zone 'UTC', changed_by, interaction,
		received_at at time zone 'UTC')::text as fixed,
	row(customer, encode(fingerprint, 'hex'))::text as personal
from contacts;

create view recorded_opt_out as
select number, row('opt_out', number, at at time zone 'UTC')::text as fixed, row(encode(fingerprint, 'hex'))::text as personal
from opt_outs;

create view recorded_dispute as
select id as number, row('dispute', id, feed, record, fields, received_at at time zone 'UTC')::text as fixed,
	'' as personal
from disputes;

create view recorded_policy as
select version::bigint as number,
	row('policy', version::bigint, draw_rate, delay_min, delay_max, quiet_days, sending_window, expiry_days, reminders, proposal,
		set_at at time zone 'UTC')::text as fixed,
	'' as personal
from policies;

create view recorded_retention as
select version::bigint as number,
	row('retention', version::bigint, contact_days, word_days, set_aside_days, voice_days, proposal, set_at at time zone 'UTC')::text as fixed,
	'' as personal
from retentions;

create view recorded_questionnaire as
select version::bigint as number,
	row('questionnaire', version::bigint, content::text, published_by, proposal, published_at at time zone 'UTC')::text as fixed, '' as personal
from questionnaires;

create view recorded_look as
select version::bigint as number,
	row('look', version::bigint, name, colour, logo_type, encode(sha256(logo), 'hex'), set_by, set_at at time zone 'UTC')::text as fixed,
	'' as personal
from looks;

create view recorded_proposal as
select id as number,
	row('proposal', id, change, answer, content, proposed_by, proposed_at at time zone 'UTC')::text as fixed,
	row(reason)::text as personal
from proposals;

create view recorded_verdict as
select number, row('verdict', number, proposal, proposed_by, verdict, decided_by, decided_at at time zone 'UTC')::text as fixed,
	row(reason)::text as personal
from verdicts;

create view recorded_annotation as
select id as number, row('annotation', id, answer, mark, proposal, at at time zone 'UTC')::text as fixed, '' as personal
from annotations;

create view recorded_case as
select id as number, row('case', id, interaction, opened_by, opened_at at time zone 'UTC')::text as fixed,
	row(reason)::text as personal
from cases;

create view recorded_action as
select id as number, row('action', id, staff, action, subject, at at time zone 'UTC')::text as fixed,
	row(reason)::text as personal
from actions;

create view recorded_erasure as
select id as number, row('erasure', id, what, encode(customer, 'hex'), pseudonym, records, at at time zone 'UTC')::text as fixed,
	'' as personal
from erasures;

insert into ledger_marks (kind)
select substr(viewname, 10) from pg_views where schemaname = current_schema() and viewname like 'recorded\_%';

-- What a leaf commits to.
create function ledger_commitment(salt bytea, content text) returns bytea
language sql immutable parallel safe
return sha256(salt || convert_to(content, 'UTF8'));

-- Records what has been committed and is not recorded yet; how many records were added. One at a time.
create function ledger_append() returns bigint
language plpgsql security definer
set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' set datestyle = 'ISO, YMD' set extra_float_digits = 1
as $$
declare
	most constant integer := 20000;
	mark public.ledger_marks;
	next bigint;
	added bigint;
	total bigint := 0;
begin
	perform pg_advisory_xact_lock(7155204);
	select coalesce(max(index), -1) + 1 into next from public.ledger;
	for mark in select * from public.ledger_marks order by kind loop
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
		if mark.horizon <= pg_snapshot_xmin(pg_current_snapshot()) and mark.noted_at < clock_timestamp() - interval '10 seconds' then
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

-- Leaf hashes made again from the facts, for the records of one kind from "first" up to (not including) "last": 8 bytes
-- of index and 32 of hash each; of a fact that is gone, zeros. A record whose personal half was erased needs the
-- erasure that names it.
create function ledger_recomputed(wanted text, first bigint, last bigint) returns bytea
language plpgsql stable security definer
set search_path = pg_catalog, public, pg_temp set timezone = 'UTC' set datestyle = 'ISO, YMD' set extra_float_digits = 1
as $$
declare
	result bytea;
	least bigint;
	most bigint;
begin
	if not exists (select from public.ledger_marks where kind = wanted) then return ''; end if;
	-- So that the facts are read as one range, not one by one.
	select min(number), max(number) into least, most from public.ledger
	where kind = wanted and index >= first and index < last;
	execute format($sql$
		select string_agg(int8send(l.index) || coalesce(
			sha256('\x00'::bytea || public.ledger_commitment(l.salt, r.fixed) || case
				when l.personal_salt is not null then public.ledger_commitment(l.personal_salt, r.personal)
				else (select l.personal from public.erasures e where e.id = l.erasure and l.index = any(e.records))
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
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
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
		'annotations', 'retentions', 'cases', 'erasures', 'ledger', 'ledger_checkpoints'] loop
		execute format('create trigger append_only before update or delete or truncate on %I
			for each statement execute function refuse_change()', t);
	end loop;
end $$;

-- From here on the personal half of these records is known by its commitment alone.
create function begin_erasure(about text, fingerprint bytea, name text, of_records bigint[], signed text, now timestamptz) returns bigint
language plpgsql set search_path = pg_catalog, public, pg_temp
as $$
declare
	created bigint;
begin
	perform set_config('ungamed.erasing', 'on', true);
	insert into public.erasures (what, customer, pseudonym, records, seal, at)
	values (about, fingerprint, name, of_records, signed, now) returning id into created;
	update public.ledger set personal_salt = null, erasure = created where index = any(of_records) and erasure is null;
	return created;
end $$;

-- Who this customer was is gone; what happened stays, under a name that leads nowhere. False if there was nothing; the
-- erasure is noted all the same.
create function erase_customer(who text, who_fingerprint bytea, stand_in text, signed text, now timestamptz) returns boolean
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
	touched bigint[];
	addresses bytea[];
	found boolean;
begin
	-- Nothing of this customer may change under us, or slip past unrecorded.
	perform public.ledger_append();
	found := exists (select from public.customers where id = who)
		or exists (select from public.contacts where customer = who)
		or exists (select from public.interactions where customer = who)
		or exists (select from public.returns where customer = who)
		or exists (select from public.units where customer = who);
	select array_agg(l.index order by l.index) into touched
	from public.ledger l
	where (l.kind, l.number) in (
		select 'decision', d.number from public.decisions d where d.customer = who
		union all
		select 'message', m.id from public.messages m join public.invitations v on v.id = m.invitation where v.customer = who
		union all
		select 'answer', a.id from public.answers a join public.interactions i on i.id = a.interaction where i.customer = who
		union all
		select 'set_aside', s.id from public.set_aside s join public.invitations v on v.id = s.invitation where v.customer = who
		union all
		select 'case', c.id from public.cases c join public.interactions i on i.id = c.interaction where i.customer = who
		union all
		select 'contact', k.id from public.contacts k where k.customer = who
	);
	select array_agg(fingerprint) into addresses from public.contacts where customer = who and fingerprint <> '';
	perform public.begin_erasure('customer', who_fingerprint, stand_in, coalesce(touched, '{}'), signed, now);

	delete from public.answer_words w using public.answers a, public.interactions i
	where w.answer = a.id and a.interaction = i.id and i.customer = who;
	delete from public.set_aside_words w using public.set_aside s, public.invitations v
	where w.set_aside = s.id and s.invitation = v.id and v.customer = who;
	delete from public.drafts d using public.invitations v where d.invitation = v.id and v.customer = who;
	update public.cases c set reason = '(erased)' from public.interactions i where i.id = c.interaction and i.customer = who;
	update public.voice_requests set number = '', contact = uuid_send(gen_random_uuid()) where contact = any(addresses);
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
	return found;
end $$;

-- The rules of retention: contacts, words and posts older than these moments are forgotten, at most "most" of each
-- kind at a time; how many were.
create function forget_old(contacts_before timestamptz, words_before timestamptz, set_aside_before timestamptz,
	voices_before timestamptz, most integer, signed text, now timestamptz) returns integer
language plpgsql security definer set search_path = pg_catalog, public, pg_temp
as $$
declare
	old_contacts bigint[];
	old_answers bigint[];
	old_posts bigint[];
	touched bigint[];
	forgotten integer;
begin
	perform public.ledger_append();
	select coalesce(array_agg(id), '{}') into old_contacts from (
		select k.id from public.contacts k
		where k.sealed <> '' and k.received_at < contacts_before
			and not exists (select from public.interactions i where i.customer = k.customer and i.started_at >= contacts_before)
		limit most) old;
	select coalesce(array_agg(id), '{}') into old_answers from (
		select a.id from public.answers a
		where a.answered_at < words_before and exists (select from public.answer_words w where w.answer = a.id)
		limit most) old;
	select coalesce(array_agg(id), '{}') into old_posts from (
		select s.id from public.set_aside s
		where s.received_at < set_aside_before and exists (select from public.set_aside_words w where w.set_aside = s.id)
		limit most) old;
	select array_agg(l.index order by l.index) into touched
	from public.ledger l
	where (l.kind = 'contact' and l.number = any(old_contacts)) or (l.kind = 'answer' and l.number = any(old_answers))
		or (l.kind = 'set_aside' and l.number = any(old_posts));
	perform set_config('ungamed.erasing', 'on', true);
	if touched is not null then perform public.begin_erasure('retention', null, null, touched, signed, now); end if;

	delete from public.answer_words where answer = any(old_answers);
	delete from public.set_aside_words where set_aside = any(old_posts);
	update public.contacts set sealed = '', fingerprint = uuid_send(gen_random_uuid()) where id = any(old_contacts);
	delete from public.subject_keys s
	where not exists (select from public.contacts k where k.customer = s.customer and k.sealed <> '');
	update public.customers c set email = null, phone = null
	where (email is not null or phone is not null)
		and exists (select from public.contacts k where k.customer = c.id and k.id = any(old_contacts))
		and not exists (select from public.contacts k where k.customer = c.id and k.sealed <> '');
	with gone as (
		update public.voice_requests set number = '', contact = '', network = ''
		where received_at < voices_before and contact <> '' returning 1
	)
	select count(*) into forgotten from gone;
	perform set_config('ungamed.erasing', 'off', true);
	return forgotten + cardinality(old_contacts) + cardinality(old_answers) + cardinality(old_posts);
end $$;
