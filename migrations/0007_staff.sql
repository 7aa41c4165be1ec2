-- Staff: who may sign in and how; API keys that end; what staff do.

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
