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
	takeTurn
} from './queries.ts';
import { askFrom, decide, obstacleOf, sendAfter, type Decided, type Outcome, type Policy } from './rules.ts';

export { currentPolicy } from './queries.ts';
export { changePolicy, checkPolicy, policyNames } from './policy.ts';
export type { Outcome, Policy } from './rules.ts';

export interface Deciding {
	interactions: string[];
	queue: Pick<Queue, 'enqueue'>;
	vault: Vault;
}

/** Decides what has not been decided yet; invitations and waiting interactions become jobs in the same transaction. */
export async function decideInteractions(
	sql: Sql,
	{ interactions, queue, vault }: Deciding,
	now: Date
): Promise<void> {
	await transaction(sql, async (sql) => {
		// One at a time: two interactions of one customer must not both find that nobody was asked lately.
		await keepErasingOut(sql);
		await takeTurn(sql);
		const policy = await currentPolicy(sql);
		const askedNow = new Map<string, Date>();
		const decided: Decided[] = [];
		const waiting: Waiting[] = [];

		for (const facts of await loadFacts(sql, interactions, { undecided: true })) {
			const drawn = vault.draw('ask', facts.interaction);
			const result = decide(
				{ ...facts, lastAskedAt: askedNow.get(facts.customer) ?? facts.lastAskedAt },
				policy,
				drawn,
				now
			);
			if (result.outcome === 'wait') {
				waiting.push({ interaction: facts.interaction, customer: facts.customer, until: result.until });
				continue;
			}
			if (result.outcome === 'invited') askedNow.set(facts.customer, now);
			decided.push({ ...result, facts, draw: drawn });
		}

		const recorded = await recordDecisions(sql, decided, policy.version, now);
		const invitations = invitationsOf(
			decided.filter(({ facts }) => recorded.has(facts.interaction)),
			policy,
			vault,
			now
		);
		if (invitations.length > 0) await queue.enqueue(sql, 'invite', [{ data: { invitations } }]);
		const promised = decided.filter(({ facts }) => facts.hasPromise && recorded.has(facts.interaction));
		if (promised.length > 0)
			await queue.enqueue(sql, 'notices', [
				{ data: { promises: promised.map(({ facts }) => facts.interaction) } }
			]);
		await forgetWaiting(sql, [...recorded]);
		await lookAgain(sql, waiting, queue, now);
	});
}

interface Waiting {
	interaction: string;
	customer: string;
	until: Date;
}

/**
 * The customer's record wakes what waits for it. Once it is looked soon after being noted, in case both
 * crossed on the way, and once when patience ends.
 */
async function lookAgain(sql: Sql, waiting: Waiting[], queue: Deciding['queue'], now: Date) {
	const noted = await noteWaiting(sql, waiting);
	const fresh = waiting.filter(({ interaction }) => noted.has(interaction));
	if (fresh.length === 0) return;
	const interactions = fresh.map(({ interaction }) => interaction);
	const patienceEnds = new Date(Math.max(...fresh.map(({ until }) => until.getTime())));
	const data = { interactions };
	await queue.enqueue(sql, 'decide', [
		{ data, after: new Date(now.getTime() + 30_000) },
		{ data, after: patienceEnds }
	]);
}

function invitationsOf(decided: Decided[], policy: Policy, vault: Vault, now: Date) {
	return decided
		.filter(({ outcome }) => outcome === 'invited')
		.map(({ facts, contact }) => {
			const from = askFrom(facts.promiseDueAt, now);
			const at = sendAfter(policy, vault.draw('delay', facts.interaction), facts.timezone, from);
			const expiresAt = new Date(at.getTime() + policy.expiry_days * 86_400_000);
			return { interaction: facts.interaction, contact, sendAfter: at, expiresAt };
		});
}

/** The contact as it stood when an interaction began, or why nothing can be sent to it. */
export async function contactOnRecord(
	sql: Sql,
	interaction: string
): Promise<{ contact: number } | { obstacle: Outcome }> {
	const [facts] = await loadFacts(sql, [interaction], { undecided: false });
	const obstacle = facts ? obstacleOf(facts) : 'no_contact';
	return obstacle ? { obstacle } : { contact: facts!.email!.id };
}
