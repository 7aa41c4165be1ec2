// Letters to staff with a one-time link: to join, or to set another password. As with customers' links, the link is
// minted while its mail is being sent, and only its hash is kept. Whoever asks for a letter hears the same
// whether or not somebody has that address.
import { createHash } from 'node:crypto';
import { hash } from '@node-rs/argon2';
import { transaction, type Sql } from '../database.ts';
import { recordAction } from '../ledger/ledger.ts';
import type { Queue } from '../queue.ts';
import { passwordProblem } from './passwords.ts';

export type LetterPurpose = 'join' | 'reset';

const validDays: Record<LetterPurpose, number> = { join: 7, reset: 0.25 };

const digest = (token: string) => createHash('sha256').update(token).digest();

interface Writing {
	staff: number | null;
	purpose: LetterPurpose;
	queue: Pick<Queue, 'enqueue'>;
}

export async function writeLetter(sql: Sql, { staff, purpose, queue }: Writing, now: Date) {
	const expiresAt = new Date(now.getTime() + validDays[purpose] * 86_400_000);
	const [row] = await sql<{ id: number }[]>`
		insert into staff_letters (staff, purpose, created_at, expires_at)
		values (${staff}, ${purpose}, ${now}, ${expiresAt}) returning id::int`;
	await queue.enqueue(sql, 'staff_letter', [{ data: { letter: row!.id } }]);
}

/** Somebody forgot a password. Nobody is told whether the address is one of ours. */
export async function askForReset(
	sql: Sql,
	{ email, queue }: { email: string; queue: Writing['queue'] },
	now: Date
) {
	await transaction(sql, async (sql) => {
		const [row] = await sql<{ id: number }[]>`
			select id::int from staff where lower(email) = lower(${email.trim()}) and ended_at is null`;
		await writeLetter(sql, { staff: row?.id ?? null, purpose: 'reset', queue }, now);
	});
}

export interface Letter {
	to: string;
	purpose: LetterPurpose;
	role: string;
	token: string;
	expiresAt: Date;
}

/** For the moment of sending: the letter with a new link. Undefined if there is nobody to send it to any more. */
export async function openLetter(
	sql: Sql,
	{ letter, random }: { letter: number; random: Buffer },
	now: Date
): Promise<Letter | undefined> {
	const [row] = await sql<Omit<Letter, 'token'>[]>`
		select staff.email as to, purpose, role, expires_at as "expiresAt"
		from staff_letters join staff on staff.id = staff_letters.staff
		where staff_letters.id = ${letter} and used_at is null and expires_at > ${now} and ended_at is null`;
	if (!row) return undefined;
	const token = random.subarray(0, 16).toString('base64url');
	await sql`insert into staff_links (hash, letter, minted_at) values (${digest(token)}, ${letter}, ${now})`;
	return { ...row, token };
}

/** What a link in a letter leads to. */
export async function readLetter(
	sql: Sql,
	token: string,
	now: Date
): Promise<{ letter: number; staff: number; email: string; purpose: LetterPurpose } | undefined> {
	const [row] = await sql<{ letter: number; staff: number; email: string; purpose: LetterPurpose }[]>`
		select w.id::int as letter, staff.id::int as staff, staff.email, w.purpose
		from staff_links join staff_letters w on w.id = staff_links.letter join staff on staff.id = w.staff
		where hash = ${digest(token)} and used_at is null and expires_at > ${now} and ended_at is null`;
	return row;
}

/** Sets the password a letter asked for; other sessions end. */
export async function answerLetter(
	sql: Sql,
	{ token, password }: { token: string; password: string },
	now: Date
): Promise<{ staff: number } | { refused: string }> {
	const problem = passwordProblem(password);
	if (problem) return { refused: problem };
	const outdated = { refused: 'This link has been used, or is too old.' };
	// Before the hash, which costs more than guessing may.
	if (!(await readLetter(sql, token, now))) return outdated;
	const passwordHash = await hash(password);
	return transaction(sql, async (sql) => {
		const found = await readLetter(sql, token, now);
		const used =
			found &&
			(await sql`update staff_letters set used_at = ${now} where id = ${found.letter} and used_at is null returning 1`);
		if (!found || used?.length !== 1) return outdated;
		const { staff, purpose } = found;
		await sql`update staff set password_hash = ${passwordHash}, joined_at = coalesce(joined_at, ${now}) where id = ${staff}`;
		await sql`delete from sessions where staff = ${staff}`;
		await voidLetters(sql, staff, now);
		const action = purpose === 'join' ? 'joined' : 'password_reset';
		await recordAction(sql, { staff, action, subject: `staff ${staff}` }, now);
		return { staff };
	});
}

/** Letters sent earlier are good for nothing any more. */
export async function voidLetters(sql: Sql, staff: number, now: Date) {
	await sql`update staff_letters set used_at = ${now} where staff = ${staff} and used_at is null`;
}
