// Invitations with links that we know, because we made them: thousands in one statement.
import { createHash, randomBytes } from 'node:crypto';
import type { Pool, Sql } from '../../src/lib/server/database.ts';
import { hashOf, linkFrom } from '../../src/lib/server/invitation/invitation.ts';

export interface About {
	kind?: string;
	product?: boolean;
	promise?: boolean;
	/** Of the customer. */
	language?: string;
	daysLeft?: number;
}

export const failureModes = [
	{ code: 'battery', label: 'Battery drains' },
	{ code: 'screen', label: 'Screen goes dark' }
];

/** Interactions are called `${batch}1`, `${batch}2`, … and belong to the customer `batch`. */
export async function makeLinks(
	sql: Pool,
	count: number,
	batch: string,
	{ kind = 'repair', product = true, promise = true, language, daysLeft = 1 }: About = {}
): Promise<string[]> {
	const links = Array.from({ length: count }, () => randomBytes(16).toString('base64url'));
	const hashes = links.map((link) => createHash('sha256').update(link).digest('hex'));
	const now = new Date();
	const expiresAt = new Date(now.getTime() + daysLeft * 86_400_000);
	await sql`insert into contacts (customer, kind, fingerprint, sealed, changed_at, received_at)
		values (${batch}, 'email', ${randomBytes(16)}, '\\x01', '-infinity', ${now}) on conflict do nothing`;
	await sql`
		insert into products (sku, name, failure_modes, received_at)
		values ('PH-1', 'Phone One', ${JSON.stringify(failureModes)}::text::jsonb, ${now})
		on conflict do nothing`;
	await sql`
		with given as (
			select ${batch} || n as id, decode(hash, 'hex') as hash from unnest(${hashes}::text[]) with ordinality as each (hash, n)
		), met as (
			insert into interactions (id, kind, customer, started_at, sku, promise, language, received_at)
			select id, ${kind}, ${batch}, ${now}, ${product ? 'PH-1' : null}, ${promise ? 'A call by Friday' : null}, ${language ?? null}, ${now}
			from given
		), decided as (
			insert into decisions (interaction, customer, outcome, contact, policy, draw, decided_at)
			select given.id, ${batch}, 'invited', contacts.id, 1, 0, ${now} from given, contacts where customer = ${batch}
			returning interaction, contact
		), invited as (
			insert into invitations (interaction, customer, contact, questionnaire, send_after, expires_at, created_at)
			select interaction, ${batch}, contact, 1, ${now}, ${expiresAt}, ${now} from decided returning id, interaction
		), sent as (
			insert into messages (invitation, purpose, attempt, created_at)
			select id, 'invite', 1, ${now} from invited returning id, invitation
		)
		insert into links (hash, invitation, message, minted_at)
		select given.hash, invited.id, sent.id, ${now}
		from given join invited on invited.interaction = given.id join sent on sent.invitation = invited.id`;
	// A planner that believes these tables empty reads all of them for every answer.
	if (count > 500) await sql`analyze`;
	return links;
}

/** One more link to an invitation, in the name of a message that has one. */
export async function anotherLink(sql: Sql, about: { invitation: number; message: number }): Promise<string> {
	const link = linkFrom(randomBytes(16));
	await sql`insert into links ${sql({ hash: hashOf(link)!, ...about, minted_at: new Date() })}`;
	return link;
}
