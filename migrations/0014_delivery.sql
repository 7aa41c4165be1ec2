-- Delivery: which channel a message takes and when it may leave, what came back about it, and who wants no more of them.

alter table policies
	-- Days from a message to the next reminder.
	add column reminder_days integer not null default 3 check (reminder_days between 1 and 60),
	add column sunday_from text not null default '12:00' check (sunday_from ~ '^\d\d:\d\d$'),
	-- Days without messages, "none" or such as "12-25 2026-04-03".
	add column holidays text not null default 'none',
	add column channels text not null default 'email sms' check (channels in ('email', 'sms', 'email sms', 'sms email')),
	-- Countries of phone numbers that may get an SMS: "all", or such as "GB IE".
	add column sms_countries text not null default 'all',
	-- Messages a minute, altogether and to one domain; 0: as fast as they go.
	add column drip integer not null default 600 check (drip >= 0),
	add column domain_drip integer not null default 120 check (domain_drip >= 0);

create view recorded_policy_delivery as
select version::bigint as number,
	array['policy_delivery', version::bigint::text, reminder_days::text, sunday_from::text, holidays::text, channels::text,
		sms_countries::text, drip::text, domain_drip::text]::text as fixed,
	'' as personal
from policies;

alter table decisions drop constraint decisions_outcome_check;
alter table decisions add constraint decisions_outcome_check check (outcome in (
	'invited', 'too_late', 'no_contact', 'contact_declined', 'no_channel', 'opted_out', 'undeliverable',
	'staff_contact', 'destination_shared', 'not_drawn', 'asked_recently'
));
alter table voice_outcomes drop constraint voice_outcomes_outcome_check;
alter table voice_outcomes add constraint voice_outcomes_outcome_check check (outcome in (
	'sent', 'sent_again', 'already_sent', 'answered', 'no_match', 'other_contact', 'no_interaction', 'too_late',
	'no_contact', 'contact_declined', 'no_channel', 'opted_out', 'undeliverable', 'staff_contact', 'destination_shared',
	'expired', 'limited', 'not_decided'
));

-- When what waits is decided: after the random delay, so that whatever else happens meanwhile takes part in the draw.
alter table waiting add column until timestamptz;

alter table customers add column channel text check (channel in ('email', 'sms'));
-- Of a phone number: two letters, for the cost and the law of writing to it.
alter table contacts add column country text check (country ~ '^[A-Z]{2}$');

-- The other address, should the first one turn out not to work.
alter table invitations add column fallback bigint references contacts;

alter table messages drop constraint messages_purpose_check;
alter table messages add constraint messages_purpose_check
	check (purpose in ('invite', 'voice', 'reminder', 'second_reminder'));
alter table messages
	add column channel text check (channel in ('email', 'sms')),
	-- The address it goes to.
	add column contact bigint references contacts;
create index messages_contact on messages (contact);

create view recorded_route as
select id as number, array['route', id::text, channel::text, contact::text]::text as fixed, '' as personal
from messages where contact is not null;

-- What came back about a message after it had left.
create table delivery_reports (
	number bigint generated always as identity primary key,
	message bigint not null references messages,
	-- bounced: never delivered, and nothing to this address will be; failed: given up for another reason; delayed: still on its way.
	report text not null check (report in ('delivered', 'delayed', 'failed', 'bounced', 'complained')),
	-- As the mail system or the phone network put it, such as 5.1.1 or 30005. No words: they quote addresses.
	status text check (status ~ '^[0-9.]{1,20}$'),
	at timestamptz not null,
	unique (message, report)
);

create view recorded_delivery_report as
select number, array['delivery_report', number::text, message::text, report::text, status::text, (at at time zone 'UTC')::text]::text as fixed,
	'' as personal
from delivery_reports;

-- Opting out can be undone, and done again: the latest counts.
alter table opt_outs drop constraint opt_outs_pkey;
alter table opt_outs drop constraint opt_outs_number_key;
alter table opt_outs add primary key (number);
alter table opt_outs
	add column stop boolean not null default true,
	-- page, one_click, word: an SMS or a reply that says so; complaint: a report of spam; import: an earlier list.
	add column source text not null default 'page' check (source in ('page', 'one_click', 'word', 'complaint', 'import'));
create index opt_outs_fingerprint on opt_outs (fingerprint, number desc);

create view recorded_opt_out_choice as
select number, array['opt_out_choice', number::text, stop::text, source::text]::text as fixed, '' as personal
from opt_outs;

-- Who wants no more questions: by fingerprint, of an address or of a customer as a whole.
create view stopped as
select fingerprint, at from (
	select distinct on (fingerprint) fingerprint, stop, at from opt_outs order by fingerprint, number desc
) latest where stop;

-- What has come in from a mailbox or a phone network, by a hash of its name there: whatever comes twice is done once.
create table incoming (
	reference bytea primary key,
	channel text not null check (channel in ('email', 'sms')),
	what text not null check (what in ('report', 'complaint', 'auto_reply', 'stop', 'start', 'help', 'reply', 'unknown')),
	at timestamptz not null
);
create index incoming_at on incoming (at);

-- When the next message may leave, altogether and to one domain (by a keyed hash).
create table drips (
	bucket text primary key,
	free_at timestamptz not null
);

-- The words of messages where they differ from ours, by brand and language. Every version is kept.
create table wordings (
	version integer generated always as identity primary key,
	content jsonb not null,
	proposal bigint unique references verdicts,
	set_at timestamptz not null
);

alter table proposals drop constraint proposals_change_check;
alter table proposals add constraint proposals_change_check check (change in (
	'exclude_answer', 'include_answer', 'questionnaire', 'policy', 'retention', 'wording', 'confirm_signal', 'explain_signal', 'reopen_signal'));

create view recorded_wording as
select version::bigint as number,
	array['wording', version::bigint::text, content::text, proposal::text, (set_at at time zone 'UTC')::text]::text as fixed,
	'' as personal
from wordings;

alter table notice_outcomes drop constraint notice_outcomes_outcome_check;
alter table notice_outcomes add constraint notice_outcomes_outcome_check
	check (outcome in ('begun', 'sent', 'failed', 'bounced'));

alter table api_keys drop constraint api_keys_scopes_check;
alter table api_keys add constraint api_keys_scopes_check
	check (scopes <@ array['feed', 'read', 'advice', 'mail'] and cardinality(scopes) > 0);

insert into ledger_marks (kind)
values ('policy_delivery'), ('route'), ('delivery_report'), ('opt_out_choice'), ('wording');

do $$
declare t text;
begin
	foreach t in array array['delivery_reports', 'wordings', 'incoming'] loop
		execute format('create trigger append_only before update or delete or truncate on %I
			for each statement execute function refuse_change()', t);
	end loop;
end $$;
