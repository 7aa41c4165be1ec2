-- What the desk reads: one row an answer and sums of them, gathered off the way of an answer. All of it is derived and can be
-- made anew from the answers at any time.

-- Words as they can be searched: by the grammar of their language; where words are not parted by spaces, sign by sign.
create function desk_grammar(language text) returns regconfig language sql immutable parallel safe
as $$
	select case split_part(lower(language), '-', 1)
		when 'en' then 'english' when 'de' then 'german' when 'fr' then 'french' when 'es' then 'spanish'
		when 'pt' then 'portuguese' when 'ar' then 'arabic' else 'simple' end::regconfig
$$;
create function desk_signs_apart(words text) returns text language sql immutable parallel safe
as $$ select regexp_replace(words, '([⺀-〿ぁ-ヿ㐀-䶿一-鿿豈-﫿])', ' \1 ', 'g') $$;
create function desk_document(language text, words text) returns tsvector language sql immutable parallel safe
as $$ select to_tsvector(desk_grammar(language), desk_signs_apart(words)) $$;
-- Signs that stood together have to stand together.
create function desk_query(language text, words text) returns tsquery language sql immutable parallel safe
as $$
	select websearch_to_tsquery(desk_grammar(language),
		desk_signs_apart(regexp_replace(words, '([⺀-〿ぁ-ヿ㐀-䶿一-鿿豈-﫿]+)', '"\1"', 'g')))
$$;

create table desk_answers (
	answer bigint primary key,
	answered_at timestamptz not null,
	-- Days in UTC: of the answer, and of the beginning of what it is about; null where nobody told us of that.
	day date not null,
	begun date,
	location text,
	team text,
	kind text,
	channel text,
	sku text,
	language text,
	returned boolean not null,
	imported boolean not null,
	voice boolean not null,
	-- One bit a figure: whether it is true, and whether its question applied.
	yes integer not null,
	counted integer not null,
	-- Out of which figures it is left in the adjusted ones.
	left_out text check (left_out in ('excluded', 'signal', 'score')),
	-- Every coded reply as "question=code".
	said text[] not null,
	words tsvector,
	gathered_at timestamptz not null
);
create index desk_answers_newest on desk_answers (answered_at desc, answer desc);
create index desk_answers_location on desk_answers (location, answered_at desc, answer desc);
create index desk_answers_team on desk_answers (team, answered_at desc, answer desc);
create index desk_answers_sku on desk_answers (sku, answered_at desc, answer desc);
create index desk_answers_kind on desk_answers (kind, answered_at desc, answer desc);
create index desk_answers_channel on desk_answers (channel, answered_at desc, answer desc);
create index desk_answers_voice on desk_answers (answered_at desc, answer desc) where voice;
create index desk_answers_imported on desk_answers (answered_at desc, answer desc) where imported;
create index desk_answers_said on desk_answers using gin (said);
create index desk_answers_words on desk_answers using gin (words) where words is not null;
create index desk_answers_left_out on desk_answers (answer) where left_out is not null;
create index desk_answers_gathered on desk_answers using brin (gathered_at);

-- Words that are erased can be searched no more.
create function forget_desk_words() returns trigger language plpgsql security definer set search_path = pg_catalog, pg_temp
as $$
begin
	update public.desk_answers d set words = null from (select distinct answer from gone) g
	where d.answer = g.answer and d.words is not null;
	return null;
end $$;
create trigger forget_desk_words after delete on answer_words
	referencing old table as gone for each statement execute function forget_desk_words();
revoke all on function forget_desk_words() from public;

-- Sums over a day, a week from Monday, a month; of everything, a location, a team, a product; each by channel, kind, and whether
-- something came back, which is how answers are weighted.
create table desk_tallies (
	scope text not null check (scope in ('all', 'location', 'team', 'sku')),
	value text not null,
	span text not null check (span in ('day', 'week', 'month')),
	starts date not null,
	channel text not null,
	kind text not null,
	returned boolean not null,
	answers integer not null,
	imported integer not null,
	voices integer not null,
	excluded integer not null,
	under_signals integer not null,
	-- By figure; those left out of the adjusted figures are among them, and once more apart: empty where there are none.
	yes integer[] not null,
	counted integer[] not null,
	left_yes integer[] not null,
	left_counted integer[] not null,
	primary key (scope, value, span, starts, channel, kind, returned)
) with (fillfactor = 80);

-- The same of interactions, by the day on which they began: all that were decided, those that were asked, those that answered.
create table desk_asked (
	scope text not null check (scope in ('all', 'location', 'team', 'sku')),
	value text not null,
	span text not null check (span in ('day', 'week', 'month')),
	starts date not null,
	channel text not null,
	kind text not null,
	returned boolean not null,
	interactions integer not null,
	asked integer not null,
	answered integer not null,
	primary key (scope, value, span, starts, channel, kind, returned)
) with (fillfactor = 80);

-- Where interactions ended (see reports/coverage.ts), by the day on which they began; of reps by the week from Monday, of all kinds together.
create table desk_endings (
	scope text not null check (scope in ('all', 'location', 'team', 'sku', 'rep')),
	value text not null,
	starts date not null,
	kind text not null,
	ending text not null,
	n integer not null,
	primary key (scope, value, starts, kind, ending)
);
create index desk_endings_starts on desk_endings (scope, starts);

-- What can be chosen from.
create table desk_values (
	field text not null check (field in ('location', 'team', 'kind', 'channel', 'sku')),
	value text not null,
	primary key (field, value)
);

-- Up to where everything has been gathered for certain (as in ledger_marks), and what the sums were made with.
create table desk_marks (
	single boolean primary key default true check (single),
	figures text not null default '',
	-- Moves with everything that is gathered.
	revision bigint not null default 0,
	answers bigint not null default 0,
	answers_next bigint,
	decisions bigint not null default 0,
	decisions_next bigint,
	horizon xid8,
	noted_at timestamptz,
	-- Verdicts, audits and states of signals that "left_out" knows of.
	left_out_seen text not null default '',
	-- When the endings were counted last, how long it took, and what there was by then.
	endings_at timestamptz,
	endings_took interval,
	endings_seen text not null default ''
);
insert into desk_marks default values;

create function desk_sum(one integer[], other integer[]) returns integer[] language sql immutable parallel safe
as $$ select array(select coalesce(a, 0) + coalesce(b, 0) from unnest(one, other) with ordinality as both_of(a, b, n) order by n) $$;

create index answer_marks_mark on answer_marks (mark, answer desc);

-- What staff call an answer, to find it again.
create table answer_tags (
	tag text not null check (length(tag) between 1 and 40),
	answer bigint not null references answers,
	tagged_by bigint not null references staff,
	tagged_at timestamptz not null,
	primary key (tag, answer)
);
create index answer_tags_answer on answer_tags (answer);

-- What happened on a day, for the trends: written by staff.
create table happenings (
	id bigint generated always as identity primary key,
	day date not null,
	words text not null check (length(words) between 3 and 200),
	-- null: everywhere.
	location text,
	noted_by bigint not null references staff,
	noted_at timestamptz not null
);

-- A page of the desk with its filters, under a name.
create table saved_views (
	id bigint generated always as identity primary key,
	staff bigint not null references staff on delete cascade,
	name text not null check (length(name) between 1 and 80),
	page text not null check (page in ('/quality', '/quality/answers')),
	-- As in the address, without the question mark.
	search text not null check (length(search) <= 2000),
	-- For everybody, or for its owner.
	shared boolean not null,
	saved_at timestamptz not null,
	unique (staff, name)
);
