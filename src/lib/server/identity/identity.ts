// Identity: staff with roles, their sessions, and API keys of other systems. Secrets are stored as
// hashes only, and shown once. Reps are not users.
import { createHash } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { transaction, type Sql } from '../database.ts';
import {
	countStaff,
	findKey,
	findSetupLink,
	findStaff,
	insertKey,
	insertSetupLink,
	insertStaff,
	useSetupLink,
	type Scope
} from './queries.ts';

export { createSessions, sessionCookie, type SignedIn } from './sessions.ts';
export { listKeys, revokeKey, scopes, type Scope } from './queries.ts';

export const roles = ['admin', 'quality', 'product'] as const;
export type Role = (typeof roles)[number];

export const shortestPassword = 10;
const digest = (secret: string) => createHash('sha256').update(secret).digest();

export type NewStaff = { email: string; role: Role; password: string };

/** Adds a member of staff. Refusals name the field. */
export async function addStaff(
	sql: Sql,
	{ email, role, password }: NewStaff,
	now: Date
): Promise<{ id: number } | { refused: string }> {
	if (!/^[^\s@]+@[^\s@]+$/.test(email) || email.length > 320)
		return { refused: 'email: must be an e-mail address' };
	if (password.length < shortestPassword)
		return { refused: `password: must have at least ${shortestPassword} characters` };
	if (password.length > 1000) return { refused: 'password: must have at most 1000 characters' };
	const id = await insertStaff(sql, { email: email.trim(), role, passwordHash: await hash(password) }, now);
	return id === undefined ? { refused: 'email: somebody with this address exists already' } : { id };
}

// Verified when the address is unknown, so that the time taken does not tell.
const nobody = hash('nobody has this password');

/** The staff id these credentials belong to. */
export async function checkPassword(
	sql: Sql,
	{ email, password }: { email: string; password: string }
): Promise<number | undefined> {
	const staff = await findStaff(sql, email);
	const right = await verify(staff?.password_hash ?? (await nobody), password.slice(0, 1000));
	return staff && right ? staff.id : undefined;
}

/** A one-time link for the first admin, as long as there is no staff. */
export async function offerSetup(sql: Sql, random: Buffer, now: Date): Promise<string | undefined> {
	if ((await countStaff(sql)) > 0) return undefined;
	const token = random.toString('base64url');
	await insertSetupLink(sql, digest(token), now);
	return token;
}

export async function isSetupOpen(sql: Sql, token: string): Promise<boolean> {
	return (await countStaff(sql)) === 0 && (await findSetupLink(sql, digest(token)));
}

/** Uses the set-up link: creates the first admin. */
export async function completeSetup(
	sql: Sql,
	{ token, email, password }: { token: string; email: string; password: string },
	now: Date
): Promise<{ id: number } | { refused: string }> {
	return transaction(sql, async (sql) => {
		if (!(await isSetupOpen(sql, token))) return { refused: 'link: has been used already' };
		const result = await addStaff(sql, { email, password, role: 'admin' }, now);
		if ('id' in result && !(await useSetupLink(sql, digest(token), now)))
			return { refused: 'link: has been used already' };
		return result;
	});
}

/** Creates an API key; the result is the only time it is readable. */
export async function addKey(
	sql: Sql,
	{ name, scopes, random }: { name: string; scopes: Scope[]; random: Buffer },
	now: Date
): Promise<string> {
	const key = `ung_${random.toString('base64url')}`;
	await insertKey(sql, { name, scopes, prefix: key.slice(0, 10), hash: digest(key) }, now);
	return key;
}

export type KeyCheck = 'ok' | 'missing' | 'unknown' | 'wrong scope';

/** Checks an Authorization header for a scope. */
export async function checkKey(sql: Sql, authorization: string | null, scope: Scope): Promise<KeyCheck> {
	const key = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
	if (!key) return 'missing';
	const found = await findKey(sql, digest(key));
	if (!found) return 'unknown';
	return found.scopes.includes(scope) ? 'ok' : 'wrong scope';
}
