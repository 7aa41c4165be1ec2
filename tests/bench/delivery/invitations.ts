// Invitations that are due, each to an address of its own, and the jobs that send them.
import type { Pool } from '#lib/server/database.ts';
import { feeds } from '#lib/server/feeds.ts';
import { receive } from '#lib/server/intake/intake.ts';
import { openQueue } from '#lib/server/queue.ts';
import { createVault } from '#lib/server/vault.ts';
import { createLog } from '#lib/server/log.ts';
import { secretKey } from '../prepare.ts';

const nothing = { async enqueue() {} };

/** Called `${batch}1`, `${batch}2`, …; the addresses are `${batch}1@mail.example` and so on. */
export async function makeInvitations(sql: Pool, count: number, batch: string) {
	const value = (n: number) => ({ id: `${batch}${n + 1}`, email: `${batch}${n + 1}@mail.example` });
	const records = [Array.from({ length: count }, (_, index) => ({ index, value: value(index) }))];
	const vault = createVault(secretKey);
	await receive(sql, { feed: feeds.customers, records, queue: nothing, vault }, new Date());
	await sql`
		with due as (
			select c.id as contact, c.customer from contacts c where starts_with(c.customer, ${batch})
		), met as (
			insert into interactions (id, kind, customer, started_at, received_at)
			select customer, 'repair', customer, now() - interval '1 hour', now() from due
		), decided as (
			insert into decisions (interaction, customer, outcome, contact, policy, draw, decided_at)
			select customer, customer, 'invited', contact, 1, 0, now() from due returning interaction, customer, contact
		)
		insert into invitations (interaction, customer, contact, questionnaire, send_after, expires_at, created_at)
		select interaction, customer, contact, 1, now(), now() + interval '14 days', now() from decided`;
	await sql`analyze`;
}

export async function enqueueAll(sql: Pool, url: string, batch: string) {
	const queue = await openQueue(url, createLog('silent'), { supervise: false });
	const rows = await sql<{ id: number }[]>`
		select id::int from invitations where starts_with(interaction, ${batch}) order by id`;
	for (let from = 0; from < rows.length; from += 5000)
		await queue.enqueue(
			sql,
			'send',
			rows.slice(from, from + 5000).map(({ id }) => ({ data: { invitation: id } }))
		);
	await queue.stop();
}
