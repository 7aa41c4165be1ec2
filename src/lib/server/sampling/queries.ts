import type { Sql } from '../database.ts';
import type { ContactFacts, Decided, Facts, Policy } from './rules.ts';

export async function currentPolicy(sql: Sql): Promise<Policy> {
	const [policy] = await sql<Policy[]>`
		select version, draw_rate, delay_min, delay_max, quiet_days, sending_window, expiry_days, reminders
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
	interactions: string[],
	{ undecided }: { undecided: boolean }
): Promise<Facts[]> {
	const rows = await sql<
		(Omit<Facts, 'email' | 'phone'> & { contacts: (ContactFacts & { kind: string })[] })[]
	>`
		select
			i.id as interaction, i.customer, c.id is not null as "customerKnown", c.timezone,
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
					'optedOut', exists (select from opt_outs where opt_outs.fingerprint = standing.fingerprint))
				from (
					select distinct on (kind) id, kind, fingerprint from contacts
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
	return rows.map(({ contacts, ...facts }) => ({
		...facts,
		email: contacts.find((contact) => contact.kind === 'email') ?? null,
		phone: contacts.find((contact) => contact.kind === 'phone') ?? null
	}));
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

/** Notes interactions whose customer is unknown so far; those that were not noted before. */
export async function noteWaiting(
	sql: Sql,
	waiting: { interaction: string; customer: string }[]
): Promise<Set<string>> {
	if (waiting.length === 0) return new Set();
	const rows = await sql<{ interaction: string }[]>`
		insert into waiting ${sql(waiting, 'interaction', 'customer')} on conflict do nothing returning interaction`;
	return new Set(rows.map((row) => row.interaction));
}

export async function forgetWaiting(sql: Sql, interactions: string[]) {
	await sql`delete from waiting where interaction = any(${interactions})`;
}
