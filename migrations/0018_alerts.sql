-- Alerts on figures, what other systems are told as it happens, and digests by mail.

create table alert_rules (
	id bigint generated always as identity primary key,
	name text not null check (length(name) between 1 and 80),
	figure text not null,
	-- below, above: the threshold, beyond doubt; worse: than as many days before, beyond doubt.
	condition text not null check (condition in ('below', 'above', 'worse')),
	threshold double precision check (threshold between 0 and 1),
	days integer not null check (days between 1 and 366),
	-- Fewer answers say nothing.
	least integer not null check (least between 5 and 100000),
	-- Of answers: location, team, kind, channel, sku.
	filters jsonb not null,
	added_by bigint not null references staff,
	added_at timestamptz not null,
	ended_at timestamptz,
	check ((threshold is null) = (condition = 'worse'))
);

-- A rule that holds; ended once it holds no more.
create table alerts (
	id bigint generated always as identity primary key,
	rule bigint not null references alert_rules,
	raised_at timestamptz not null,
	sentence text not null,
	ended_at timestamptz
);
create unique index alerts_standing on alerts (rule) where ended_at is null;

-- Who gets a mail when an alert is raised, and how often a digest.
create table quality_mails (
	staff bigint primary key references staff on delete cascade,
	alerts boolean not null,
	digest text not null check (digest in ('never', 'daily', 'weekly'))
);

create table hooks (
	id bigint generated always as identity primary key,
	name text not null check (length(name) between 1 and 80),
	-- signed: Standard Webhooks; slack: a sentence, as Slack, Mattermost and others take it.
	kind text not null check (kind in ('signed', 'slack')),
	-- Sealed: an address of Slack is a secret by itself.
	url bytea not null,
	-- Sealed; of the signed ones.
	secret bytea,
	previous_secret bytea,
	rotated_at timestamptz,
	events text[] not null check (cardinality(events) > 0),
	added_by bigint not null references staff,
	added_at timestamptz not null,
	ended_at timestamptz,
	check ((secret is not null) = (kind = 'signed'))
);

-- What happened that others may be told; once for each thing.
create table hook_events (
	id bigint generated always as identity primary key,
	type text not null,
	subject bigint not null,
	data jsonb not null,
	sentence text not null,
	at timestamptz not null,
	unique (type, subject)
);
create index hook_events_at on hook_events (at);

-- Every attempt to hand one over.
create table hook_deliveries (
	id bigint generated always as identity primary key,
	hook bigint not null references hooks,
	event bigint not null references hook_events,
	-- null: no answer.
	status integer,
	detail text,
	milliseconds integer not null,
	at timestamptz not null
);
create index hook_deliveries_hook on hook_deliveries (hook, at desc);
create index hook_deliveries_event on hook_deliveries (event, hook);

do $$
declare t text;
begin
	foreach t in array array['hook_events', 'hook_deliveries'] loop
		execute format('create trigger append_only before update or delete or truncate on %I
			for each statement execute function refuse_change()', t);
	end loop;
end $$;
