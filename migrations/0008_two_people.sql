-- Changes that take two people, marks on answers, how long data is kept, cases.

create table proposals (
	id bigint generated always as identity primary key,
	change text not null check (change in ('exclude_answer', 'include_answer', 'questionnaire', 'policy', 'retention')),
	answer bigint references answers,
	-- What it would set.
	content jsonb not null,
	reason text not null check (length(reason) between 3 and 2000),
	proposed_by bigint not null references staff,
	proposed_at timestamptz not null,
	unique (id, proposed_by),
	check ((answer is not null) = (change in ('exclude_answer', 'include_answer')))
);

-- Another person's word on it. Whoever proposed can only withdraw.
create table verdicts (
	proposal bigint primary key,
	proposed_by bigint not null,
	verdict text not null check (verdict in ('approved', 'refused', 'withdrawn')),
	decided_by bigint not null references staff,
	reason text,
	decided_at timestamptz not null,
	number bigint generated always as identity unique,
	unique (proposal, verdict),
	foreign key (proposal, proposed_by) references proposals (id, proposed_by),
	check ((decided_by = proposed_by) = (verdict = 'withdrawn'))
);

-- Marks on answers; the newest counts. No mark without an approval: the constraint is the promise.
create table annotations (
	id bigint generated always as identity primary key,
	answer bigint not null references answers,
	mark text not null check (mark in ('excluded', 'included')),
	proposal bigint not null unique,
	verdict text not null default 'approved' check (verdict = 'approved'),
	at timestamptz not null,
	foreign key (proposal, verdict) references verdicts (proposal, verdict)
);
create index annotations_answer on annotations (answer, id desc);

create view excluded_answers as
select answer from (select distinct on (answer) answer, mark from annotations order by answer, id desc) newest
where mark = 'excluded';

-- null: a release, or the command line.
alter table policies add column proposal bigint unique references verdicts;
alter table questionnaires add column proposal bigint unique references verdicts;

-- How long personal data is kept, in days.
create table retentions (
	version integer generated always as identity primary key,
	-- After a customer's last interaction.
	contact_days integer not null check (contact_days between 30 and 3650),
	word_days integer not null check (word_days between 30 and 3650),
	set_aside_days integer not null check (set_aside_days between 7 and 3650),
	voice_days integer not null check (voice_days between 7 and 3650),
	proposal bigint unique references verdicts,
	set_at timestamptz not null
);
insert into retentions (contact_days, word_days, set_aside_days, voice_days, set_at) values (730, 1095, 90, 90, now());

-- Putting something right with one customer; the reason staff may see how to reach them.
create table cases (
	id bigint generated always as identity primary key,
	interaction text not null unique references decisions,
	reason text not null check (length(reason) between 3 and 2000),
	opened_by bigint not null references staff,
	opened_at timestamptz not null
);
