// Which mails a member of staff gets.
import type { Sql } from '../database.ts';
import { listQualityStaff } from '../identity/identity.ts';

export interface QualityMails {
	alerts: boolean;
	digest: 'never' | 'daily' | 'weekly';
}

export async function qualityMailsOf(sql: Sql, staff: number): Promise<QualityMails> {
	const [row] = await sql<QualityMails[]>`select alerts, digest from quality_mails where staff = ${staff}`;
	return row ?? { alerts: false, digest: 'never' };
}

export async function qualityMails(sql: Sql, staff: number, { alerts, digest }: QualityMails) {
	await sql`insert into quality_mails (staff, alerts, digest) values (${staff}, ${alerts}, ${digest})
		on conflict (staff) do update set alerts = excluded.alerts, digest = excluded.digest`;
}

/** Staff who want these, still have an account, and may see what is in them. */
export async function mailsTo(sql: Sql, which: 'alerts' | 'daily' | 'weekly'): Promise<number[]> {
	const rows = await sql<{ staff: number }[]>`
		select staff::int from quality_mails where ${which === 'alerts' ? sql`alerts` : sql`digest = ${which}`}`;
	const wanting = new Set(rows.map(({ staff }) => staff));
	return (await listQualityStaff(sql)).map(({ id }) => id).filter((id) => wanting.has(id));
}
