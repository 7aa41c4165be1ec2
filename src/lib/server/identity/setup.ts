// The one-time link printed at first start, with which the first admin sets a password.
import { createHash } from 'node:crypto';
import { transaction, type Sql } from '../database.ts';
import { addStaff } from './staff.ts';

const digest = (token: string) => createHash('sha256').update(token).digest();

async function isEmpty(sql: Sql): Promise<boolean> {
	return (await sql`select from staff limit 1`).length === 0;
}

/** A one-time link for the first admin, as long as there is no staff. */
export async function offerSetup(sql: Sql, random: Buffer, now: Date): Promise<string | undefined> {
	if (!(await isEmpty(sql))) return undefined;
	const token = random.toString('base64url');
	await sql`insert into setup_links (hash, created_at) values (${digest(token)}, ${now})`;
	return token;
}

export async function isSetupOpen(sql: Sql, token: string): Promise<boolean> {
	if (!(await isEmpty(sql))) return false;
	const rows = await sql`select from setup_links where hash = ${digest(token)} and used_at is null`;
	return rows.length > 0;
}

/** Uses the set-up link: creates the first admin. */
export async function completeSetup(
	sql: Sql,
	{ token, email, password }: { token: string; email: string; password: string },
	now: Date
): Promise<{ id: number } | { refused: string }> {
	return transaction(sql, async (sql) => {
		// The row is the lock: of two at once the second finds it used.
		const open =
			await sql`select from setup_links where hash = ${digest(token)} and used_at is null for update`;
		if (open.length === 0 || !(await isEmpty(sql))) return { refused: 'link: has been used already' };
		const result = await addStaff(sql, { email, password, role: 'admin' }, now);
		if ('id' in result) await sql`update setup_links set used_at = ${now} where hash = ${digest(token)}`;
		return result;
	});
}
