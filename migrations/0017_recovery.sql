-- Service recovery: cases opened by rules, a clock, what was done, a reply, and three questions once it is closed.

-- null: opened by the rules.
alter table cases alter column opened_by drop not null;
alter table cases
	add column rules text[] not null default '{}',
	add column answer bigint references answers,
	-- null: from before there was a clock.
	add column acknowledge_by timestamptz,
	add check (opened_by is not null or rules <> '{}');

-- Which answers open a case, and how long it may take until somebody has taken it up. Every version is kept.
create table recovery_rules (
	version integer generated always as identity primary key,
	low_eased boolean not null,
	promise_broken boolean not null,
	wants_contact boolean not null,
	failed_again boolean not null,
	-- Of working time.
	minutes integer not null check (minutes between 5 and 2880),
	hours text not null check (hours ~ '^\d\d:\d\d-\d\d:\d\d$'),
	-- Monday is 1.
	days text not null check (days ~ '^1?2?3?4?5?6?7?$' and days <> ''),
	timezone text not null,
	-- How long after closing the customer is asked whether it helped.
	follow_up_hours integer not null check (follow_up_hours between 0 and 720),
	set_by bigint references staff,
	set_at timestamptz not null
);
insert into recovery_rules (low_eased, promise_broken, wants_contact, failed_again, minutes, hours, days, timezone, follow_up_hours, set_at)
values (true, true, true, true, 60, '09:00-18:00', '123456', 'UTC', 24, now());

create table case_steps (
	id bigint generated always as identity primary key,
	"case" bigint not null references cases,
	step text not null check (step in ('owner', 'acknowledged', 'note', 'remedy', 'reply', 'escalated', 'closed', 'reopened')),
	-- null: the product itself.
	staff bigint references staff,
	owner bigint references staff,
	remedies text[] not null default '{}',
	-- What staff wrote about or to the customer.
	words text check (length(words) between 1 and 4000),
	at timestamptz not null,
	check (staff is not null or step = 'escalated'),
	check ((cardinality(remedies) > 0) = (step = 'remedy')),
	check (words is not null or step in ('owner', 'acknowledged', 'remedy', 'escalated'))
);
create index case_steps_case on case_steps ("case", id);
create index case_steps_told on case_steps (at) where step in ('escalated', 'closed');

-- Where a case stands: what its steps come to.
create table case_standings (
	"case" bigint primary key references cases,
	location text,
	kind text not null,
	opened_at timestamptz not null,
	acknowledge_by timestamptz,
	owner bigint references staff,
	acknowledged_at timestamptz,
	escalated_at timestamptz,
	remedies text[] not null default '{}',
	closed_at timestamptz
);
create index case_standings_open on case_standings (acknowledge_by, "case") where closed_at is null;
create index case_standings_opened on case_standings (opened_at desc, "case" desc);
insert into case_standings ("case", location, kind, opened_at)
select c.id, i.location, i.kind, c.opened_at from cases c join interactions i on i.id = c.interaction;

-- First replies as staff begin them.
create table reply_templates (
	name text primary key check (length(name) between 1 and 80),
	words text not null check (length(words) between 1 and 4000),
	set_by bigint not null references staff,
	set_at timestamptz not null
);

-- Did we ease your inconvenience? Asked once, after a case is closed, at the address the interaction was asked about.
create table follow_ups (
	id bigint generated always as identity primary key,
	"case" bigint not null unique references cases,
	contact bigint not null references contacts,
	created_at timestamptz not null,
	expires_at timestamptz not null
);
create table follow_up_links (
	hash bytea primary key,
	follow_up bigint not null references follow_ups,
	minted_at timestamptz not null
);
create table follow_up_answers (
	number bigint generated always as identity primary key,
	follow_up bigint not null unique references follow_ups,
	eased text check (eased in ('1', '2', '3', '4', '5', 'no_inconvenience')),
	resolved text check (resolved in ('yes', 'partly', 'no')),
	stay text check (stay in ('yes', 'unsure', 'no')),
	answered_at timestamptz not null
);

-- What became of replies and of follow-ups on their way: an attempt is begun, then sent or failed.
create table recovery_outcomes (
	what text not null check (what in ('reply', 'follow_up')),
	-- Of the step, or of the follow-up.
	number bigint not null,
	attempt integer not null,
	-- failed: to be tried again; refused: for good.
	outcome text not null check (outcome in ('begun', 'sent', 'failed', 'refused')),
	-- What the server said, without the address.
	detail text,
	at timestamptz not null,
	primary key (what, number, attempt, outcome)
);

-- Who hears at once of cases that open, and of those whose clock has run out.
create table case_watchers (
	staff bigint primary key references staff on delete cascade,
	opened boolean not null,
	escalated boolean not null
);

create view recorded_case_terms as
select id as number,
	array['case_terms', id::text, rules::text, answer::text, (acknowledge_by at time zone 'UTC')::text]::text as fixed, '' as personal
from cases where rules <> '{}' or answer is not null;
create view recorded_case_step as
select id as number,
	array['case_step', id::text, "case"::text, step::text, staff::text, owner::text, remedies::text, (at at time zone 'UTC')::text]::text as fixed,
	array[words::text]::text as personal
from case_steps;
create view recorded_follow_up as
select id as number,
	array['follow_up', id::text, "case"::text, contact::text, (created_at at time zone 'UTC')::text, (expires_at at time zone 'UTC')::text]::text as fixed,
	'' as personal
from follow_ups;
create view recorded_follow_up_answer as
select number,
	array['follow_up_answer', number::text, follow_up::text, eased::text, resolved::text, stay::text, (answered_at at time zone 'UTC')::text]::text as fixed,
	'' as personal
from follow_up_answers;
create view recorded_recovery_rules as
select version::bigint as number,
	array['recovery_rules', version::text, low_eased::text, promise_broken::text, wants_contact::text, failed_again::text, minutes::text,
		hours::text, days::text, timezone::text, follow_up_hours::text, set_by::text, (set_at at time zone 'UTC')::text]::text as fixed,
	'' as personal
from recovery_rules;
insert into ledger_marks (kind) values ('case_terms'), ('case_step'), ('follow_up'), ('follow_up_answer'), ('recovery_rules');

do $$
declare t text;
begin
	foreach t in array array['recovery_rules', 'case_steps', 'follow_ups', 'follow_up_links', 'follow_up_answers', 'recovery_outcomes', 'happenings'] loop
		execute format('create trigger append_only before update or delete or truncate on %I
			for each statement execute function refuse_change()', t);
	end loop;
end $$;

-- An erasure takes what staff wrote in steps with it.
create or replace function records_of_customer(who text, who_fingerprint bytea) returns bigint[]
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
		select 'case_step', s.id from public.case_steps s join opened on opened.id = s."case"
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

create or replace function erase_customer(who text, who_fingerprint bytea, stand_in text, of_records bigint[], signed text, now timestamptz) returns void
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
	update public.case_steps s set words = '(erased)' from public.cases c, public.interactions i
	where s.words is not null and c.id = s."case" and i.id = c.interaction and i.customer = who;
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
