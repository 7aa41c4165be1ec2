-- From returns and answers to design flaws: what was found, when it first stood out, what was done about it.

-- Computed from here on, whole, by the analysis: a circle of replacements is one lineage, which no recursive view can tell.
drop view returns_in_lineage;
drop view lineages;

create table analyses (
	id bigint generated always as identity primary key,
	-- What had been recorded by the end of this day (UTC).
	as_of date not null,
	extent text not null check (extent in ('full', 'incremental')),
	started_at timestamptz not null,
	finished_at timestamptz not null,
	-- How much was looked at, and what the ratios of all cells look like.
	looked_at jsonb not null,
	-- What is wrong with the data, counted, and what it means for the findings.
	quality jsonb not null,
	-- Whether answers foretell returns, over all products.
	foretelling jsonb not null
);

-- What stands out, or once did: a product failing in one way.
create table findings (
	id bigint generated always as identity primary key,
	sku text not null,
	failure_mode text not null,
	found_at timestamptz not null,
	unique (sku, failure_mode)
);

-- A finding as each analysis saw it. No tier: it does not stand out any more.
create table measurements (
	finding bigint not null references findings,
	analysis bigint not null references analyses,
	tier text check (tier in ('watch', 'signal', 'confirmed')),
	cause text not null check (cause in ('design', 'lot', 'service', 'no_fault_found', 'handling')),
	lot text,
	observed integer not null,
	expected double precision not null,
	ebgm double precision not null,
	eb05 double precision not null,
	eb95 double precision not null,
	e_value double precision not null,
	since date,
	-- Sold and not given back.
	in_use integer not null,
	evidence jsonb not null,
	primary key (finding, analysis),
	check ((lot is not null) = (cause = 'lot'))
);
create index measurements_analysis on measurements (analysis);

-- The day on which a finding first reached a tier. Never rewritten: one row a tier, for good.
create table crossings (
	id bigint generated always as identity primary key,
	finding bigint not null references findings,
	tier text not null check (tier in ('watch', 'signal', 'confirmed')),
	crossed_on date not null,
	analysis bigint not null references analyses,
	noted_at timestamptz not null,
	unique (finding, tier)
);

-- What people did about it, one step after the other; the newest state and the newest owner count.
create table finding_steps (
	id bigint generated always as identity primary key,
	finding bigint not null references findings,
	staff bigint not null references staff,
	step text not null check (step in ('state', 'owner', 'note')),
	state text check (state in ('watching', 'investigating', 'confirmed', 'fix_shipped', 'dismissed')),
	-- Good from this lot on.
	fix_lot text,
	owner bigint references staff,
	note text check (length(note) between 1 and 2000),
	at timestamptz not null,
	check ((state is not null) = (step = 'state')),
	check ((fix_lot is not null) = (state is not null and state = 'fix_shipped')),
	-- Nothing is dismissed without a reason, and a note says something.
	check (note is not null or (step <> 'note' and state is distinct from 'dismissed'))
);
create index finding_steps_finding on finding_steps (finding, id desc);

-- The returns a finding rests on, as the last analysis counted them.
create table counted_returns (
	finding bigint not null references findings,
	"return" text not null,
	-- Whose word the failure mode is.
	source text not null check (source in ('customer', 'reason', 'desk')),
	answer bigint references answers,
	primary key (finding, "return")
);

-- What the pages show of each product, made by the last analysis.
create table product_reports (
	sku text primary key,
	analysis bigint not null references analyses,
	summary jsonb not null,
	content jsonb not null
);

alter table product_reports alter column content set storage external;

-- Analyses asked for, and how far they are.
create table analysis_runs (
	id bigint generated always as identity primary key,
	requested_by bigint references staff,
	requested_at timestamptz not null,
	started_at timestamptz,
	step text,
	share double precision,
	finished_at timestamptz,
	failed_at timestamptz
);

-- Who wants to hear of findings: at once when one reaches a tier, and once a week.
create table subscriptions (
	staff bigint primary key references staff,
	at_once boolean not null,
	weekly boolean not null
);

-- Facts in the form the analysis works on, so that a night only reads what is new. Derived; a full analysis makes them anew.
create table product_facts (
	sku text not null,
	part integer not null,
	units bytea not null,
	content bytea not null,
	primary key (sku, part)
);
alter table product_facts alter column units set storage external;
alter table product_facts alter column content set storage external;

create table fact_marks (
	single boolean primary key default true check (single),
	-- Everything received up to then is in.
	through timestamptz not null,
	parts integer not null,
	units bigint not null,
	interactions bigint not null,
	"returns" bigint not null,
	answers bigint not null,
	locations jsonb not null,
	made_at timestamptz not null
);

create view recorded_crossing as
select c.id as number,
	array['crossing', c.id::text, f.sku::text, f.failure_mode::text, c.tier::text, c.crossed_on::text,
		c.analysis::text, (c.noted_at at time zone 'UTC')::text]::text as fixed,
	'' as personal
from crossings c join findings f on f.id = c.finding;

create view recorded_finding_step as
select s.id as number,
	array['finding_step', s.id::text, f.sku::text, f.failure_mode::text, s.staff::text, s.step::text, s.state::text,
		s.fix_lot::text, s.owner::text, (s.at at time zone 'UTC')::text]::text as fixed,
	array[s.note::text]::text as personal
from finding_steps s join findings f on f.id = s.finding;

insert into ledger_marks (kind) values ('crossing'), ('finding_step');

do $$
declare t text;
begin
	foreach t in array array['analyses', 'findings', 'measurements', 'crossings', 'finding_steps'] loop
		execute format('create trigger append_only before update or delete or truncate on %I
			for each statement execute function refuse_change()', t);
	end loop;
end $$;

-- What arrived in a window of time is found without reading everything; rows lie in the order of their arrival.
create index units_received on units using brin (received_at) with (pages_per_range = 16, autosummarize = on);
create index interactions_received on interactions using brin (received_at) with (pages_per_range = 16, autosummarize = on);

-- Findings that stand: in the last measurement, and not dismissed since they last reached a tier.
create view standing_findings as
select f.id as finding, f.sku, f.failure_mode, m.tier, m.cause, m.lot
from findings f
join lateral (select tier, cause, lot from measurements where finding = f.id order by analysis desc limit 1) m on true
left join lateral (select state, at from finding_steps where finding = f.id and step = 'state' order by id desc limit 1) s on true
where m.tier is not null and (s.state is distinct from 'dismissed'
	or exists (select from crossings c where c.finding = f.id and c.noted_at > s.at));
