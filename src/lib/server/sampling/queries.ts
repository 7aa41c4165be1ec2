import type { Sql } from '../database.ts';
import type { Vault } from '../vault.ts';
import type { ContactFacts, Decided, Facts, Policy } from './rules.ts';

export async function currentPolicy(sql: Sql): Promise<Policy> {
	const [policy] = await sql<Policy[]>`
		select version, draw_rate, delay_min, delay_max, quiet_days, sending_window, sunday_from, holidays, expiry_days,
			reminders, reminder_days, channels, sms_countries, drip, domain_drip
		from policies order by version desc limit 1`;
	return policy!;
}

export async function insertPolicy(
	sql: Sql,
	policy: Policy & { proposal: number | null },
	now: Date
): Promise<number> {
	const { version: _, ...values } = policy;
	const [row] = await sql<{ version: number }[]>`
		insert into policies ${sql({ ...values, set_at: now })} returning version`;
	return row!.version;
}

/** Held until the transaction ends. Any fixed number. */
export async function takeTurn(sql: Sql) {
	await sql`select pg_advisory_xact_lock(7155202)`;
}

/** What the rules need about each of the interactions. */
export async function loadFacts(
	sql: Sql,
	{ interactions, undecided, vault }: { interactions: string[]; undecided: boolean; vault: Vault },
	now: Date
): Promise<Facts[]> {
	const rows = await sql<
		(Omit<Facts, 'email' | 'phone' | 'stopped'> & { contacts: (ContactFacts & { kind: string })[] })[]
	>`
		select
			i.id as interaction, i.customer, c.id is not null as "customerKnown", c.timezone, c.channel as prefers,
			i.started_at as "startedAt", coalesce(i.ended_at, i.started_at) as "endedAt", i.received_at as "receivedAt",
			i.promise is not null as "hasPromise", i.promise_due_at as "promiseDueAt",
			(select max(decided_at) from decisions d where d.customer = i.customer and d.outcome = 'invited') as "lastAskedAt",
			array(
				select json_build_object(
					'kind', standing.kind,
					'id', standing.id,
					'declined', standing.fingerprint = '',
					'staff', exists (select from reps where standing.fingerprint in (reps.email, reps.phone)),
					'customers', (select count(distinct same.customer) from contacts same
						where same.fingerprint = standing.fingerprint and standing.fingerprint <> ''),
					'optedOut', exists (select from stopped where stopped.fingerprint = standing.fingerprint),
					'bounced', exists (select from contacts same join messages m on m.contact = same.id
						join delivery_reports r on r.message = m.id
						where same.fingerprint = standing.fingerprint and r.report = 'bounced' and r.at > ${now}::timestamptz - interval '180 days'),
					'country', standing.country)
				from (
					select distinct on (kind) id, kind, fingerprint, country from contacts
					where contacts.customer = i.customer and changed_at <= i.started_at
						-- Not those whose address has been erased.
						and (sealed <> '' or fingerprint = '')
						-- Nor those of which the customer says that it was not them.
						and not exists (select from notices n join denials x on x.notice = n.id join contacts denied on denied.id = n.about
							where denied.customer = contacts.customer and denied.fingerprint = contacts.fingerprint)
						-- Nor one a rep backdated to before the interaction, where another was known long before it came.
						and not (coalesce(changed_by, 'system') not in ('customer', 'system')
							and received_at > changed_at + interval '2 days' and received_at > i.started_at
							and exists (select from contacts known where known.customer = contacts.customer and known.kind = contacts.kind
								and known.fingerprint <> '' and known.received_at < contacts.received_at - interval '2 days'))
					order by kind, changed_at desc, id desc
				) standing
			) as contacts
		from interactions i
		left join customers c on c.id = i.customer
		where i.id = any(${interactions})
			${undecided ? sql`and not exists (select from decisions where decisions.interaction = i.id)` : sql``}
		order by i.started_at, i.id`;
	const stopped = await stoppedCustomers(
		sql,
		rows.map(({ customer }) => customer),
		vault
	);
	return rows.map(({ contacts, ...facts }) => ({
		...facts,
		stopped: stopped.has(facts.customer),
		email: contacts.find((contact) => contact.kind === 'email') ?? null,
		phone: contacts.find((contact) => contact.kind === 'phone') ?? null
	}));
}

/** Those who want no questions at whatever address. */
export async function stoppedCustomers(sql: Sql, customers: string[], vault: Vault): Promise<Set<string>> {
	const known = new Map(
		customers.map((customer) => [vault.fingerprint(`customer:${customer}`).toString('hex'), customer])
	);
	const rows = await sql<{ fingerprint: string }[]>`
		select encode(fingerprint, 'hex') as fingerprint from stopped
		where fingerprint in (select decode(hex, 'hex') from unnest(${[...known.keys()]}::text[]) hex)`;
	return new Set(rows.map(({ fingerprint }) => known.get(fingerprint)!));
}

/** The interactions whose decision was recorded now. */
export async function recordDecisions(
	sql: Sql,
	decided: Decided[],
	policy: number,
	now: Date
): Promise<Set<string>> {
	if (decided.length === 0) return new Set();
	const rows = decided.map(({ facts: { interaction, customer }, outcome, contact, draw }) => ({
		interaction,
		customer,
		outcome,
		contact,
		draw
	}));
	const recorded = await sql<{ interaction: string }[]>`
		insert into decisions (interaction, customer, outcome, contact, policy, draw, decided_at)
		select interaction, customer, outcome, contact, ${policy}, draw, ${now}
		from json_to_recordset(${JSON.stringify(rows)}::text::json)
			as decided (interaction text, customer text, outcome text, contact bigint, draw double precision)
		on conflict do nothing
		returning interaction`;
	return new Set(recorded.map((row) => row.interaction));
}

export interface Waiting {
	interaction: string;
	customer: string;
	/** When its delay passes; null: its customer is unknown so far. */
	until: Date | null;
}

/** Notes what waits; what was not noted before, or waits for something else now. */
export async function noteWaiting(sql: Sql, waiting: Waiting[]): Promise<Set<string>> {
	if (waiting.length === 0) return new Set();
	const rows = await sql<{ interaction: string }[]>`
		insert into waiting (interaction, customer, until)
		select interaction, customer, until from json_to_recordset(${JSON.stringify(waiting)}::text::json)
			as noted (interaction text, customer text, until timestamptz)
		on conflict (interaction) do update set until = excluded.until
			where waiting.until is distinct from excluded.until
		returning interaction`;
	return new Set(rows.map((row) => row.interaction));
}

/** What could be asked about and waits for its delay to pass, of these customers. */
export async function waitingOf(
	sql: Sql,
	customers: string[]
): Promise<{ interaction: string; customer: string }[]> {
	return sql<{ interaction: string; customer: string }[]>`
		select interaction, customer from waiting where until is not null and customer = any(${customers})`;
}

export async function forgetWaiting(sql: Sql, interactions: string[]) {
	await sql`delete from waiting where interaction = any(${interactions})`;
}
