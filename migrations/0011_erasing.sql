-- Erasing: append-only, whoever asks, except for what the functions below do.

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
