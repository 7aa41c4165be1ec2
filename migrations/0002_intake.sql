-- Everything that arrives from other systems, as it arrived. Tables and columns carry the names of
-- the feeds. References between feeds are the sender's own identifiers without foreign keys, because
-- records may arrive in any order. A record as first received stands; a differing one is refused
-- and kept in "disputes", because rewriting the past is itself a trace of gaming.
--
-- Imports bring millions of rows: the big tables carry no index beyond their key that nobody reads by.

create table reps (
	id text primary key,
	team text,
	location text,
	joined_on date,
	-- Fingerprints only: a rep's address is needed to recognise it, never to write to it.
	email bytea,
	phone bytea,
	received_at timestamptz not null
);
create index reps_email on reps (email) where email is not null;
create index reps_phone on reps (phone) where phone is not null;

create table customers (
	id text primary key,
	language text,
	timezone text,
	since date,
	contact_set_by text,
	contact_set_at timestamptz,
	-- Fingerprints of what came with the customer, to tell a repeated record from a differing one.
	email bytea,
	phone bytea,
	received_at timestamptz not null
);

-- A customer's addresses over time. Never updated: the address an interaction is answered through
-- is the one that stood when the interaction began.
create table contacts (
	id bigint generated always as identity primary key,
	customer text not null,
	kind text not null check (kind in ('email', 'phone')),
	-- Both empty: the customer (or somebody in their name) declined to give one.
	fingerprint bytea not null,
	sealed bytea not null,
	-- -infinity: on record since before anybody noted when.
	changed_at timestamptz not null,
	changed_by text,
	interaction text,
	received_at timestamptz not null,
	check ((fingerprint = '') = (sealed = '')),
	unique (customer, kind, changed_at, fingerprint)
);
create index contacts_fingerprint on contacts (fingerprint) where fingerprint <> '';

create table products (
	sku text primary key,
	name text,
	category text,
	supplier text,
	launched_on date,
	-- [{"code": "battery", "label": "Battery does not hold charge"}, …]
	failure_modes jsonb,
	received_at timestamptz not null
);

create table units (
	serial text primary key,
	sku text not null,
	lot text,
	version text,
	supplier text,
	sold_at timestamptz,
	customer text,
	location text,
	replaces text,
	received_at timestamptz not null
);
create index units_replaces on units (replaces) where replaces is not null;

create table interactions (
	id text primary key,
	kind text not null,
	customer text not null,
	rep text,
	location text,
	channel text,
	started_at timestamptz not null,
	ended_at timestamptz,
	wait_minutes double precision,
	outcome text,
	promise text,
	promise_due_at timestamptz,
	sku text,
	serial text,
	"return" text,
	language text,
	received_at timestamptz not null
);

create table reasons (
	reason text primary key,
	meaning text not null check (meaning in ('failed', 'changed_mind', 'other')),
	failure_mode text,
	received_at timestamptz not null
);

create table returns (
	id text primary key,
	sku text not null,
	serial text,
	customer text,
	rep text,
	location text,
	returned_at timestamptz not null,
	recorded_at timestamptz,
	reason text,
	disposition text check (disposition in ('repaired', 'replaced', 'refunded', 'no_fault_found', 'rejected')),
	replacement_serial text,
	interaction text,
	received_at timestamptz not null
);

create table counts (
	location text not null,
	date date not null,
	kind text not null,
	source text not null,
	count integer not null check (count >= 0),
	received_at timestamptz not null,
	primary key (location, date, kind, source)
);

-- Attempts to send a record again with another content: which fields, when. Contacts appear as
-- the word "changed" only.
create table disputes (
	id bigint generated always as identity primary key,
	feed text not null,
	record text not null,
	fields text[] not null,
	received_at timestamptz not null
);
