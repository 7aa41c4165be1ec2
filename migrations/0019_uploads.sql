-- Feeds uploaded as CSV by staff: the file, how its columns are read, and what came of it.

create table uploads (
	id bigint generated always as identity primary key,
	feed text not null,
	file text not null check (length(file) between 1 and 200),
	bytes bigint not null,
	columns text[] not null,
	-- Column of the file → field of the feed; columns that stand not in it are left out.
	mapping jsonb,
	added_by bigint not null references staff,
	added_at timestamptz not null,
	-- Of the latest run.
	asked_at timestamptz,
	started_at timestamptz,
	finished_at timestamptz,
	read_bytes bigint not null default 0,
	accepted integer not null default 0,
	duplicates integer not null default 0,
	rejected integer not null default 0,
	stopped text,
	-- The file itself is kept for a week.
	forgotten_at timestamptz
);

-- Sealed: files hold addresses.
create table upload_parts (
	upload bigint not null references uploads,
	part integer not null,
	content bytea not null,
	primary key (upload, part)
);

create table upload_errors (
	id bigint generated always as identity primary key,
	upload bigint not null references uploads,
	line integer,
	record text,
	path text not null,
	message text not null
);
create index upload_errors_upload on upload_errors (upload, id);
