-- From an interaction to a link: the policy in force, the decision, the right to answer, the
-- messages that carry links. All of it append-only; what happens later is another row.

create table policies (
	version integer generated always as identity primary key,
	draw_rate double precision not null check (draw_rate between 0 and 1),
	delay_min integer not null check (delay_min >= 0),
	delay_max integer not null check (delay_max >= delay_min),
	quiet_days integer not null check (quiet_days >= 0),
	sending_window text not null check (sending_window = 'always' or sending_window ~ '^\d\d:\d\d-\d\d:\d\d$'),
	expiry_days integer not null check (expiry_days > 0),
	reminders integer not null check (reminders between 0 and 2),
	set_at timestamptz not null
);
insert into policies (draw_rate, delay_min, delay_max, quiet_days, sending_window, expiry_days, reminders, set_at)
values (1, 60, 1440, 14, '09:00-20:00', 14, 0, now());

-- The closed list of what can become of an interaction. Nobody chooses: rule and keyed draw do.
create table decisions (
	interaction text primary key,
	customer text not null,
	outcome text not null check (outcome in (
		'invited', 'too_late', 'no_contact', 'contact_declined', 'no_channel', 'opted_out',
		'staff_contact', 'destination_shared', 'not_drawn', 'asked_recently'
	)),
	-- The address as it stood when the interaction began.
	contact bigint references contacts,
	policy integer not null references policies,
	-- The keyed draw in [0, 1), kept so that the rule can be checked afterwards.
	draw double precision not null,
	decided_at timestamptz not null,
	check (outcome <> 'invited' or contact is not null)
);
create index decisions_invited on decisions (customer, decided_at) where outcome = 'invited';

-- Interactions whose customer's record has not arrived yet; gone once decided.
create table waiting (
	interaction text primary key,
	customer text not null
);
create index waiting_customer on waiting (customer);

create table questionnaires (
	version integer primary key,
	content json not null,
	published_at timestamptz not null
);

create table invitations (
	id bigint generated always as identity primary key,
	interaction text not null unique references decisions,
	customer text not null,
	contact bigint not null references contacts,
	questionnaire integer not null references questionnaires,
	send_after timestamptz not null,
	expires_at timestamptz not null,
	created_at timestamptz not null
);
create index invitations_customer on invitations (customer, created_at);
create index invitations_contact on invitations (contact);

create table messages (
	id bigint generated always as identity primary key,
	invitation bigint not null references invitations,
	purpose text not null check (purpose in ('invite', 'reminder')),
	attempt integer not null,
	created_at timestamptz not null,
	unique (invitation, purpose, attempt)
);

create table message_outcomes (
	message bigint primary key references messages,
	outcome text not null check (outcome in ('sent', 'failed')),
	-- What the server said, without the address.
	detail text,
	at timestamptz not null
);

-- A link is known by its SHA-256 only; the link itself exists inside the message that carries it.
create table links (
	hash bytea primary key,
	invitation bigint not null references invitations,
	message bigint not null references messages,
	minted_at timestamptz not null
);

-- Only the customer opts out. By fingerprint, so that it outlives the contact.
create table opt_outs (
	fingerprint bytea primary key,
	at timestamptz not null
);
