// What staff did, written down in the transaction that does it.
import type { Sql } from '../database.ts';

export interface Action {
	/** null: the command line, or the product itself. */
	staff: number | null;
	action: string;
	/** Such as "answer 12"; never a contact, a link or a customer's own identifier. */
	subject?: string;
	reason?: string;
}

export async function recordAction(sql: Sql, { staff, action, subject, reason }: Action, now: Date) {
	await sql`insert into actions (staff, action, subject, reason, at)
		values (${staff}, ${action}, ${subject ?? null}, ${reason ?? null}, ${now})`;
}
