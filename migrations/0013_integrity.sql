-- Signs of gaming: where answers came from, what an audit found, what two people made of it; and notices to customers
-- whose address was changed or who were promised something.

-- Where an answer came from, as keyed hashes, for ninety days at most: to see that many customers' answers came from one
-- place. Never shown. Imported answers bring what their survey tool knew.
create table answer_traces (
	answer bigint primary key references answers,
	-- One address; the block of addresses around it; one device on that network.
	network bytea,
	space bytea,
	device bytea,
	-- The branch or staff network it came from, as set at that moment.
	branch bigint,
	kept_at timestamptz not null
);
create index answer_traces_kept on answer_traces using brin (kept_at);

-- Networks of branches and staff. An ended one counts for what came before.
create table branch_networks (
	id bigint generated always as identity primary key,
	name text not null check (length(name) between 1 and 200),
	network cidr not null,
	location text,
	added_by bigint references staff,
	added_at timestamptz not null,
	ended_at timestamptz
);
alter table answer_traces add foreign key (branch) references branch_networks;

-- Somebody pressed "send" again, long after the answer was in. The first answer stands.
create table late_posts (
	answer bigint primary key references answers,
	at timestamptz not null
);

-- Notices to customers: that their address was changed, or what they were promised.
create table notices (
	id bigint generated always as identity primary key,
	kind text not null check (kind in ('contact_changed', 'promise')),
	-- The address it goes to: for a changed one, the one before.
	contact bigint not null references contacts,
	-- The changed address.
	about bigint unique references contacts,
	interaction text unique,
	created_at timestamptz not null,
	check ((about is not null) = (kind = 'contact_changed')),
	check ((interaction is not null) = (kind = 'promise'))
);
create index notices_contact on notices (contact);
-- What has just arrived is found without reading all.
create index contacts_received on contacts using brin (received_at) with (pages_per_range = 16, autosummarize = on);

create table notice_outcomes (
	notice bigint not null references notices,
	attempt integer not null,
	-- begun: its link exists, and it may have left.
	outcome text not null check (outcome in ('begun', 'sent', 'failed')),
	detail text,
	at timestamptz not null,
	primary key (notice, attempt, outcome)
);

-- As with invitations, a link is known by its SHA-256 only.
create table notice_links (
	hash bytea primary key,
	notice bigint not null references notices,
	minted_at timestamptz not null
);

-- "This was not me": the changed address is not used, and the change counts as evidence.
create table denials (
	notice bigint primary key references notices,
	at timestamptz not null
);

create table audits (
	id bigint generated always as identity primary key,
	extent text not null check (extent in ('full', 'incremental')),
	started_at timestamptz not null,
	finished_at timestamptz not null,
	looked_at jsonb not null,
	-- Detectors that failed, and how.
	failed jsonb not null
);

-- What stands out, or once did: one trace of one rep, location, member of staff or period.
create table signals (
	id bigint generated always as identity primary key,
	detector text not null check (detector ~ '^[a-z_]+$'),
	subject_type text not null check (subject_type in ('rep', 'location', 'staff', 'company')),
	subject text not null,
	found_at timestamptz not null,
	unique (detector, subject_type, subject)
);

create table signal_measurements (
	signal bigint not null references signals,
	audit bigint not null references audits,
	n bigint not null,
	observed bigint not null,
	expected double precision not null,
	-- 95 % interval of observed / n.
	low double precision not null,
	high double precision not null,
	eb05 double precision not null,
	p_value double precision not null,
	q_value double precision not null,
	since date not null,
	-- What else is tested together with it, peers, months.
	evidence jsonb not null,
	primary key (signal, audit)
);
create index signal_measurements_audit on signal_measurements (audit);

-- What a signal rests on, as the last audit counted it.
create table signal_cases (
	signal bigint not null references signals,
	-- An interaction, or a return that none explains.
	"case" text not null,
	answer bigint references answers,
	on_day date,
	primary key (signal, "case")
);
create index signal_cases_answer on signal_cases (answer) where answer is not null;

-- Tallies of what is settled, by detector, so that a night reads recent months only. Names of reps and places, no customer's.
-- Derived; a full audit makes them anew.
create table settled_tallies (
	detector text primary key,
	content jsonb not null
);
create table settled_marks (
	single boolean primary key default true check (single),
	-- Everything that began before is in the tallies.
	cut timestamptz not null,
	made_at timestamptz not null
);

-- What is odd about single answers. Made anew by every audit, but for those whose trace has been forgotten.
create table answer_marks (
	answer bigint not null references answers,
	mark text not null check (mark in (
		'branch_network', 'shared_network', 'shared_device', 'burst', 'fast', 'same_words', 'hollow_top',
		'rep_set_contact', 'young_contact', 'shared_destination', 'denied_contact', 'late_post'
	)),
	primary key (answer, mark)
);

-- What two people made of a signal; the newest counts. An explanation covers what was seen when it was given.
alter table proposals drop constraint proposals_change_check;
alter table proposals add constraint proposals_change_check check (change in (
	'exclude_answer', 'include_answer', 'questionnaire', 'policy', 'retention', 'confirm_signal', 'explain_signal', 'reopen_signal'));
alter table proposals add column signal bigint references signals;
alter table proposals add constraint proposals_signal_check check ((signal is not null) = (change in ('confirm_signal', 'explain_signal', 'reopen_signal')));
create index proposals_signal on proposals (signal) where signal is not null;

create table signal_states (
	id bigint generated always as identity primary key,
	signal bigint not null references signals,
	state text not null check (state in ('open', 'confirmed', 'explained')),
	-- How much had been observed by then.
	observed bigint not null,
	proposal bigint not null unique,
	verdict text not null default 'approved' check (verdict = 'approved'),
	at timestamptz not null,
	foreign key (proposal, verdict) references verdicts (proposal, verdict)
);
create index signal_states_signal on signal_states (signal, id desc);

-- Signals of the last audit, with their state. What was explained opens again when it has doubled since.
create view standing_signals as
select s.id as signal, s.detector, s.subject_type, s.subject, m.observed,
	case
		when t.state = 'explained' and m.observed >= 2 * t.observed then 'open'
		else coalesce(t.state, 'open')
	end as state,
	t.state is not distinct from 'explained' and m.observed >= 2 * t.observed as reopened
from signals s
join signal_measurements m on m.signal = s.id and m.audit = (select max(id) from audits)
left join lateral (select state, observed from signal_states where signal = s.id order by id desc limit 1) t on true;

-- Answers that count neither in adjusted figures nor for product flaws: those two people excluded, and those that an open or
-- confirmed signal says are not the customer's own. What a customer says of a rep who pressed them is their own word.
create view unadjusted_answers as
select answer from excluded_answers
union
select c.answer from signal_cases c join standing_signals s on s.signal = c.signal
where c.answer is not null and s.state <> 'explained'
	and s.detector in ('self_answered', 'shared_destinations', 'swapped_contacts');

-- Their own words with a score somebody asked for, paid for or taught: left out of the adjusted headline score alone.
create view influenced_answers as
select distinct c.answer from signal_cases c join standing_signals s on s.signal = c.signal
where c.answer is not null and s.state <> 'explained'
	and s.detector in ('asked_for_score', 'hollow_scores', 'pressure', 'offers', 'watched');

-- Whose page was opened and is kept for later; not what stands in it.
create view kept_drafts as select invitation, saved_at from drafts;

create view recorded_signal as
select id as number,
	array['signal', id::text, detector::text, subject_type::text, subject::text, (found_at at time zone 'UTC')::text]::text as fixed,
	'' as personal
from signals;

create view recorded_signal_state as
select id as number,
	array['signal_state', id::text, signal::text, state::text, observed::text, proposal::text, (at at time zone 'UTC')::text]::text as fixed,
	'' as personal
from signal_states;

create view recorded_notice as
select id as number,
	array['notice', id::text, kind::text, contact::text, about::text, interaction::text, (created_at at time zone 'UTC')::text]::text as fixed,
	'' as personal
from notices;

create view recorded_denial as
select notice as number, array['denial', notice::text, (at at time zone 'UTC')::text]::text as fixed, '' as personal
from denials;

insert into ledger_marks (kind) values ('signal'), ('signal_state'), ('notice'), ('denial');

do $$
declare t text;
begin
	foreach t in array array['audits', 'signals', 'signal_measurements', 'signal_states', 'notices', 'notice_outcomes', 'notice_links',
		'denials', 'late_posts'] loop
		execute format('create trigger append_only before update or delete or truncate on %I
			for each statement execute function refuse_change()', t);
	end loop;
end $$;
