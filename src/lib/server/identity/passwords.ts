// Passwords (argon2id).
import { hash, verify } from '@node-rs/argon2';
import type { Sql } from '../database.ts';
import { recordAction } from '../ledger/ledger.ts';

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
	await sql`update staff set password_hash = ${await hash(input.next)} where id = ${input.staff}`;
	await sql`delete from sessions where staff = ${input.staff} and number <> ${input.session}`;
	await recordAction(
		sql,
		{ staff: input.staff, action: 'password_changed', subject: `staff ${input.staff}` },
		now
	);
	return 'changed';
}
