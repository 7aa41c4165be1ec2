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

export interface ActionRow {
	id: number;
	at: Date;
	by: string | null;
	action: string;
	subject: string | null;
	reason: string | null;
}

const pageSize = 50;

/** One page of actions below the id `before`, newest first. */
export async function listActions(
	sql: Sql,
	before?: number
): Promise<{ rows: ActionRow[]; next: number | null }> {
	const rows = await sql<ActionRow[]>`
		select a.id::int, a.at, staff.email as by, a.action, a.subject, a.reason
		from actions a left join staff on staff.id = a.staff
		${before ? sql`where a.id < ${before}` : sql``}
		order by a.id desc
		limit ${pageSize + 1}`;
	const shown = rows.slice(0, pageSize);
	return { rows: shown, next: rows.length > pageSize ? shown.at(-1)!.id : null };
}
