-- Rights of customers: keys of their own, and the register of erasures. Numbers in order of arrival for facts that are named
-- by something else.

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
