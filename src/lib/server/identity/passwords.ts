// Passwords (argon2id).
import { hash, verify } from '@node-rs/argon2';
import { transaction, type Sql } from '../database.ts';
import { recordAction } from '../ledger/ledger.ts';
import { voidLetters } from './letters.ts';

export const shortestPassword = 10;

export function passwordProblem(password: string): string | undefined {
	if (password.length < shortestPassword)
		return `password: must have at least ${shortestPassword} characters`;
	if (password.length > 1000) return 'password: must have at most 1000 characters';
}

// Verified when the address is unknown, so that the time taken does not tell.
const nobody = hash('nobody has this password');

/** The staff id these credentials belong to. */
export async function checkPassword(
	sql: Sql,
	{ email, password }: { email: string; password: string }
): Promise<number | undefined> {
	const [staff] = await sql<{ id: number; password_hash: string | null }[]>`
		select id::int, password_hash from staff where lower(email) = lower(${email.trim()}) and ended_at is null`;
	const right = await verify(staff?.password_hash ?? (await nobody), password.slice(0, 1000));
	return staff?.password_hash && right ? staff.id : undefined;
}

/** Sets another password for who knows the present one; other sessions end. */
export async function changePassword(
	sql: Sql,
	input: { staff: number; email: string; present: string; next: string; session: number },
	now: Date
): Promise<{ refused: string } | 'changed'> {
	const problem = passwordProblem(input.next);
	if (problem) return { refused: problem };
	if ((await checkPassword(sql, { email: input.email, password: input.present })) !== input.staff)
		return { refused: 'The present password is another one.' };
	const passwordHash = await hash(input.next);
	return transaction(sql, async (sql) => {
		const { staff, session } = input;
		await sql`update staff set password_hash = ${passwordHash} where id = ${staff}`;
		await sql`delete from sessions where staff = ${staff} and number <> ${session}`;
		await voidLetters(sql, staff, now);
		await recordAction(sql, { staff, action: 'password_changed', subject: `staff ${staff}` }, now);
		return 'changed' as const;
	});
}

/** Somebody who only comes through the company's account has none. */
export async function hasPassword(sql: Sql, staff: number): Promise<boolean> {
	const rows = await sql`select from staff where id = ${staff} and password_hash is not null`;
	return rows.length > 0;
}
