-- Who may use the product: staff with passwords and sessions, other systems with API keys.
-- Every secret is stored as a hash; reading this database gives nobody a way in.

create table staff (
	id bigint generated always as identity primary key,
	email text not null,
	role text not null check (role in ('admin', 'quality', 'product')),
	password_hash text not null,
	created_at timestamptz not null
);
create unique index staff_email on staff (lower(email));

create table sessions (
	id_hash bytea primary key,
	staff bigint not null references staff on delete cascade,
	expires_at timestamptz not null
);
create index sessions_staff on sessions (staff);

-- The one-time link printed at first start, with which the first admin sets a password.
create table setup_links (
	hash bytea primary key,
	created_at timestamptz not null,
	used_at timestamptz
);

create table api_keys (
	id bigint generated always as identity primary key,
	name text not null,
	prefix text not null,
	hash bytea not null unique,
	scopes text[] not null check (scopes <@ array['feed', 'read', 'advice'] and cardinality(scopes) > 0),
	created_at timestamptz not null,
	revoked_at timestamptz
);
