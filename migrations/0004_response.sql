-- Accepted answers. One per interaction whatever the way in: the unique constraint is the promise. (An
-- invitation belongs to one interaction, so this covers invitations without a second index, whose
-- conflict a racing insert would meet as an error instead of as "already answered".)

create table answers (
	id bigint generated always as identity primary key,
	interaction text not null unique,
	-- null: history imported from an earlier survey tool.
	invitation bigint references invitations,
	imported_as text unique,
	questionnaire integer not null references questionnaires,
	receipt text not null unique,
	-- Coded replies by question key; free words are kept apart, where they can be erased.
	replies jsonb not null,
	answered_at timestamptz not null,
	received_at timestamptz not null,
	seconds double precision,
	check ((invitation is null) <> (imported_as is null))
);
create index answers_answered_at on answers (answered_at desc, id desc);

create table answer_words (
	answer bigint not null references answers,
	key text not null,
	words text not null,
	primary key (answer, key)
);

-- Append-only, whoever asks: corrections are new rows elsewhere.
create function refuse_change() returns trigger language plpgsql as $$
begin
	raise exception '% is append-only: % refused', tg_table_name, tg_op;
end $$;

do $$
declare t text;
begin
	foreach t in array array['policies', 'decisions', 'questionnaires', 'invitations', 'messages',
		'message_outcomes', 'links', 'answers', 'interactions', 'returns', 'disputes'] loop
		execute format('create trigger append_only before update or delete or truncate on %I
			for each statement execute function refuse_change()', t);
	end loop;
end $$;
