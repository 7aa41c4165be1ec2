// Sampling: who is asked. Every interaction gets exactly one decision, by rule and keyed draw, and the
// reason is recorded. Nobody can choose, cancel or exclude; the feeds never learn the outcome.
import { transaction, type Sql } from '../database.ts';
import { keepErasingOut } from '../erasing.ts';
import type { Queue } from '../queue.ts';
import type { Vault } from '../vault.ts';
import {
	currentPolicy,
	forgetWaiting,
	loadFacts,
	noteWaiting,
	recordDecisions,
	takeTurn,
	waitingOf,
	type Waiting
} from './queries.ts';
import { decide, patience, wayTo, type Decided, type Facts, type Outcome, type Policy } from './rules.ts';

export { currentPolicy, stoppedCustomers } from './queries.ts';
export { changePolicy, checkPolicy, policyNames } from './policy.ts';
export type { Channel, Outcome, Policy } from './rules.ts';
export { nextMoment } from './timing.ts';

export interface Deciding {
	interactions: string[];
	queue: Pick<Queue, 'enqueue'>;
	vault: Vault;
	hasSms: boolean;
}

/** Decides what has not been decided yet; invitations and waiting interactions become jobs in the same transaction. */
export async function decideInteractions(
	sql: Sql,
	{ interactions, queue, vault, hasSms }: Deciding,
	now: Date
): Promise<void> {
	await transaction(sql, async (sql) => {
		// One at a time: two interactions of one customer must not both find that nobody was asked lately.
		await keepErasingOut(sql);
		await takeTurn(sql);
		const policy = await currentPolicy(sql);
		const turnOf = (interaction: string) => vault.draw('turn', interaction);
		const facts = await loadFacts(sql, { interactions, undecided: true, vault }, now);
		// Of what is decided together, the best draw has the first word, whatever came first.
		facts.sort((a, b) => turnOf(a.interaction) - turnOf(b.interaction));
		const askedNow = new Map<string, Date>();
		const rivals = rivalsIn(await waitingOf(sql, customersOf(facts)), turnOf);
		const decided: Decided[] = [];
		const waiting: Waiting[] = [];

		for (const each of facts) {
			const { interaction, customer } = each;
			const draws = {
				ask: vault.draw('ask', interaction),
				delay: vault.draw('delay', interaction),
				turn: turnOf(interaction)
			};
			const around = { policy, hasSms, rivals: rivals.of(customer, interaction) };
			const lastAskedAt = askedNow.get(customer) ?? each.lastAskedAt;
			const result = decide({ ...each, lastAskedAt }, draws, around, now);
			if (result.outcome === 'wait') {
				const isDelayed = result.why === 'delay';
				waiting.push({ interaction, customer, until: isDelayed ? result.until : null });
				if (isDelayed) rivals.add(customer, interaction);
				continue;
			}
			rivals.remove(customer, interaction);
			if (result.outcome === 'invited') askedNow.set(customer, now);
			decided.push({ ...result, facts: each, draw: draws.ask });
		}

		const recorded = await recordDecisions(sql, decided, policy.version, now);
		const fresh = decided.filter(({ facts }) => recorded.has(facts.interaction));
		const invitations = invitationsOf(fresh, policy);
		if (invitations.length > 0) await queue.enqueue(sql, 'invite', [{ data: { invitations } }]);
		await forgetWaiting(sql, [...recorded]);
		const received = new Map(facts.map((each) => [each.interaction, each.receivedAt]));
		const again = { waiting, received, named: new Set(interactions) };
		const noted = await lookAgain(sql, again, queue, now);
		await announcePromises(sql, { facts, decided: recorded, noted }, queue);
	});
}

const customersOf = (facts: Facts[]) => [...new Set(facts.map(({ customer }) => customer))];

/** Interactions that wait for their turn, by customer. */
function rivalsIn(
	waiting: { interaction: string; customer: string }[],
	turnOf: (interaction: string) => number
) {
	const byCustomer = new Map<string, Set<string>>();
	const add = (customer: string, interaction: string) =>
		byCustomer.set(customer, (byCustomer.get(customer) ?? new Set()).add(interaction));
	for (const { customer, interaction } of waiting) add(customer, interaction);
	return {
		add,
		remove: (customer: string, interaction: string) => byCustomer.get(customer)?.delete(interaction),
		of: (customer: string, but: string) =>
			[...(byCustomer.get(customer) ?? [])].filter((other) => other !== but).map(turnOf)
	};
}

/** What was promised is put in writing as soon as its customer is known, whether or not it is asked about. */
async function announcePromises(
	sql: Sql,
	{ facts, decided, noted }: { facts: Facts[]; decided: Set<string>; noted: Set<string> },
	queue: Deciding['queue']
) {
	const promises = facts
		.filter(({ hasPromise, customerKnown }) => hasPromise && customerKnown)
		.map(({ interaction }) => interaction)
		.filter((interaction) => decided.has(interaction) || noted.has(interaction));
	if (promises.length > 0) await queue.enqueue(sql, 'notices', [{ data: { promises } }]);
}

/**
 * What waits for its delay is looked at when that has passed. What waits for its customer is woken by the customer's record;
 * once it is looked at soon after being noted, in case both crossed on the way, and once when patience ends. A job that came too
 * early – it goes by the database's clock, which may be ahead of ours – is followed by another one.
 */
async function lookAgain(
	sql: Sql,
	{ waiting, received, named }: { waiting: Waiting[]; received: Map<string, Date>; named: Set<string> },
	queue: Deciding['queue'],
	now: Date
): Promise<Set<string>> {
	const noted = await noteWaiting(sql, waiting);
	const fresh = waiting.filter(({ interaction }) => noted.has(interaction));
	const early = waiting.filter(({ interaction }) => !noted.has(interaction) && named.has(interaction));
	const strangers = fresh.filter(({ until }) => until === null).map(({ interaction }) => interaction);
	const jobs = [...fresh, ...early]
		.filter(({ until }) => until !== null)
		.map(({ interaction, until }) => ({
			data: { interactions: [interaction] },
			after: notBefore(until!, now)
		}));
	for (const { interaction } of early.filter(({ until }) => until === null)) {
		const end = new Date(received.get(interaction)!.getTime() + patience);
		// The job that looks soon after noting finds another one at the end.
		if (end.getTime() - now.getTime() < patience / 2)
			jobs.push({ data: { interactions: [interaction] }, after: notBefore(end, now) });
	}
	if (strangers.length > 0) {
		const latest = Math.max(...strangers.map((interaction) => received.get(interaction)!.getTime()));
		const data = { interactions: strangers };
		jobs.push(
			{ data, after: new Date(now.getTime() + 30_000) },
			{ data, after: new Date(latest + patience) }
		);
	}
	if (jobs.length > 0) await queue.enqueue(sql, 'decide', jobs);
	return noted;
}

/** At once would be too early again. */
const notBefore = (moment: Date, now: Date) => new Date(Math.max(moment.getTime(), now.getTime() + 1000));

function invitationsOf(decided: Decided[], policy: Policy) {
	return decided
		.filter(({ outcome }) => outcome === 'invited')
		.map(({ facts, contact, fallback, sendAfter }) => {
			const expiresAt = new Date(sendAfter.getTime() + policy.expiry_days * 86_400_000);
			return { interaction: facts.interaction, contact, fallback, sendAfter, expiresAt };
		});
}

/** The contact as it stood when an interaction began, or why nothing can be sent to it. */
export async function contactOnRecord(
	sql: Sql,
	{ interaction, vault, hasSms }: { interaction: string; vault: Vault; hasSms: boolean },
	now: Date
): Promise<{ contact: number; fallback: number | null } | { obstacle: Outcome }> {
	const [facts] = await loadFacts(sql, { interactions: [interaction], undecided: false, vault }, now);
	if (!facts) return { obstacle: 'no_contact' };
	return wayTo(facts, { policy: await currentPolicy(sql), hasSms });
}
