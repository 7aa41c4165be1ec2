// Who hears of findings, and what they are told: at once when one reaches a tier, and once a week.
import type { Sql } from '../database.ts';
import type { NewJob } from '../queue.ts';

export interface Subscription {
	atOnce: boolean;
	weekly: boolean;
}

export async function subscriptionOf(sql: Sql, staff: number): Promise<Subscription> {
	const [row] = await sql<Subscription[]>`
		select at_once as "atOnce", weekly from subscriptions where staff = ${staff}`;
	return row ?? { atOnce: false, weekly: false };
}

export async function subscribe(sql: Sql, staff: number, { atOnce, weekly }: Subscription) {
	await sql`insert into subscriptions (staff, at_once, weekly) values (${staff}, ${atOnce}, ${weekly})
		on conflict (staff) do update set at_once = excluded.at_once, weekly = excluded.weekly`;
}

/** Staff who want it and still have an account. */
async function subscribers(
	sql: Sql,
	which: 'at_once' | 'weekly'
): Promise<{ staff: number; email: string }[]> {
	return sql`select s.id::int as staff, s.email from subscriptions b join staff s on s.id = b.staff
		where ${sql(`b.${which}`)} and s.ended_at is null order by s.id`;
}

/** One mail each about what has just reached a tier; a watch is for the weekly digest. */
export async function noticesOf(sql: Sql, crossed: { finding: number; tier: string }[]): Promise<NewJob[]> {
	const findings = [...new Set(crossed.filter(({ tier }) => tier !== 'watch').map(({ finding }) => finding))];
	if (findings.length === 0) return [];
	return (await subscribers(sql, 'at_once')).map(({ staff }) => ({ data: { staff, findings } }));
}

export async function digestsDue(sql: Sql): Promise<NewJob[]> {
	return (await subscribers(sql, 'weekly')).map(({ staff }) => ({ data: { staff } }));
}
