-- Questionnaires by staff, the company's look, unfinished and suspicious answers, and customers who say
-- that nobody asked them.

-- null: the default of a release.
alter table questionnaires add column published_by bigint references staff;

-- The one next version being written. Published versions never change.
create sequence next_questionnaire_revisions as integer;
create table next_questionnaire (
	single boolean primary key default true check (single),
	-- Never used twice, so that nobody's outdated form fits by chance.
	revision integer not null default nextval('next_questionnaire_revisions'),
	based_on integer not null references questionnaires,
	content json not null,
	changed_at timestamptz not null,
	changed_by bigint references staff on delete set null
);

-- How the company looks to its customers. Every version is kept.
create table looks (
	version integer generated always as identity primary key,
	-- null: the name in MAIL_FROM.
	name text,
	-- "#rrggbb"; null: ours.
	colour text check (colour ~ '^#[0-9a-f]{6}$'),
	logo bytea check (length(logo) <= 6144),
	logo_type text check (logo_type in ('image/png', 'image/jpeg', 'image/webp', 'image/svg+xml')),
	set_at timestamptz not null,
	set_by bigint references staff,
	check ((logo is null) = (logo_type is null))
);

-- An invitation comes from the draw, or from a customer who said that nobody asked.
alter table invitations add column asked_by text not null default 'draw' check (asked_by in ('draw', 'voice'));
alter table messages drop constraint messages_purpose_check;
alter table messages add constraint messages_purpose_check check (purpose in ('invite', 'reminder', 'voice'));

-- How an answer came: through a link we sent by ourselves, or one the customer asked for. Counted apart.
alter table answers add column voice boolean not null default false;
-- A keyed digest over the answer as accepted: whether it is still what it was. Imported answers have none.
alter table answers add column digest text;

-- Half-finished answers a customer wanted kept. Not answers: sealed, replaced at will, gone with the answer or the
-- invitation.
create table drafts (
	invitation bigint primary key references invitations,
	sealed bytea not null,
	saved_at timestamptz not null
);

-- Posts that look automatic. They spend nothing: the invitation stays open for the person.
create table set_aside (
	id bigint generated always as identity primary key,
	invitation bigint not null references invitations,
	reasons text[] not null check (cardinality(reasons) > 0),
	replies jsonb not null,
	seconds double precision,
	received_at timestamptz not null
);
create index set_aside_invitation on set_aside (invitation);

-- Free words apart, where they can be erased.
create table set_aside_words (
	set_aside bigint not null references set_aside,
	key text not null,
	words text not null,
	primary key (set_aside, key)
);

-- "I was not asked." What was typed is kept only as a number and as keyed fingerprints.
create table voice_requests (
	id bigint generated always as identity primary key,
	number text not null,
	contact bytea not null,
	network bytea not null,
	received_at timestamptz not null
);
create index voice_requests_network on voice_requests (network, received_at);
create index voice_requests_contact on voice_requests (contact, received_at);

-- A number on paper may be the return's.
create index interactions_return on interactions ("return") where "return" is not null;

create table voice_outcomes (
	request bigint primary key references voice_requests,
	outcome text not null check (outcome in (
		'sent', 'sent_again', 'already_sent', 'answered', 'no_match', 'other_contact', 'no_interaction', 'too_late',
		'no_contact', 'contact_declined', 'no_channel', 'opted_out', 'staff_contact', 'destination_shared', 'expired', 'limited', 'not_decided'
	)),
	interaction text,
	-- The return named, where nobody ever recorded an interaction about it.
	"return" text,
	at timestamptz not null
);
create index voice_outcomes_interaction on voice_outcomes (interaction);

do $$
declare t text;
begin
	foreach t in array array['looks', 'set_aside', 'voice_requests', 'voice_outcomes'] loop
		execute format('create trigger append_only before update or delete or truncate on %I
			for each statement execute function refuse_change()', t);
	end loop;
end $$;
