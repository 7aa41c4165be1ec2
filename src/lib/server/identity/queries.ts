import type { Sql } from '../database.ts';
import type { Role } from './identity.ts';

export const scopes = ['feed', 'read', 'advice'] as const;
export type Scope = (typeof scopes)[number];

export async function countStaff(sql: Sql): Promise<number> {
	const [row] = await sql<{ count: number }[]>`select count(*)::int as count from staff`;
	return row!.count;
}

export async function insertStaff(
	sql: Sql,
	{ email, role, passwordHash }: { email: string; role: Role; passwordHash: string },
	now: Date
): Promise<number | undefined> {
	const [row] = await sql<{ id: number }[]>`
		insert into staff (email, role, password_hash, created_at) values (${email}, ${role}, ${passwordHash}, ${now})
		on conflict do nothing
		returning id::int`;
	return row?.id;
}

export async function findStaff(
	sql: Sql,
	email: string
): Promise<{ id: number; password_hash: string } | undefined> {
	const [row] = await sql<{ id: number; password_hash: string }[]>`
		select id::int, password_hash from staff where lower(email) = lower(${email})`;
	return row;
}

export async function insertSetupLink(sql: Sql, hash: Buffer, now: Date) {
	await sql`insert into setup_links (hash, created_at) values (${hash}, ${now})`;
}

export async function findSetupLink(sql: Sql, hash: Buffer): Promise<boolean> {
	const rows = await sql`select from setup_links where hash = ${hash} and used_at is null`;
	return rows.length > 0;
}

export async function useSetupLink(sql: Sql, hash: Buffer, now: Date): Promise<boolean> {
	const rows =
		await sql`update setup_links set used_at = ${now} where hash = ${hash} and used_at is null returning 1`;
	return rows.length > 0;
}

export async function insertKey(
	sql: Sql,
	key: { name: string; scopes: Scope[]; prefix: string; hash: Buffer },
	now: Date
) {
	await sql`insert into api_keys (name, prefix, hash, scopes, created_at)
		values (${key.name}, ${key.prefix}, ${key.hash}, ${key.scopes}, ${now})`;
}

export async function findKey(sql: Sql, hash: Buffer): Promise<{ scopes: Scope[] } | undefined> {
	const [row] = await sql<
		{ scopes: Scope[] }[]
	>`select scopes from api_keys where hash = ${hash} and revoked_at is null`;
	return row;
}

export async function listKeys(sql: Sql) {
	return sql<{ name: string; prefix: string; scopes: Scope[]; created_at: Date; revoked_at: Date | null }[]>`
		select name, prefix, scopes, created_at, revoked_at from api_keys order by id`;
}

/** Revokes every key of this name; how many there were. */
export async function revokeKey(sql: Sql, name: string, now: Date): Promise<number> {
	const rows =
		await sql`update api_keys set revoked_at = ${now} where name = ${name} and revoked_at is null returning 1`;
	return rows.length;
}
