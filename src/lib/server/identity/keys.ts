// API keys of other systems: shown once, kept as hashes, for what they are scoped to, until they expire or are revoked.
import { createHash } from 'node:crypto';
import { transaction, type Sql } from '../database.ts';
import { recordAction } from '../ledger/ledger.ts';
import type { Vault } from '../vault.ts';
import { take, type Taken } from './throttle.ts';

export const scopes = ['feed', 'read', 'advice', 'mail'] as const;
export type Scope = (typeof scopes)[number];

const digest = (key: string) => createHash('sha256').update(key).digest();

export interface NewKey {
	name: string;
	scopes: Scope[];
	random: Buffer;
	expiresAt?: Date | null;
	/** null: the command line. */
	by?: number | null;
}

/** Creates an API key; the result is the only time it is readable. */
export async function addKey(
	sql: Sql,
	{ name, scopes, random, expiresAt = null, by = null }: NewKey,
	now: Date
): Promise<string> {
	const key = `ung_${random.toString('base64url')}`;
	await transaction(sql, async (sql) => {
		const [row] = await sql<{ id: number }[]>`
			insert into api_keys (name, prefix, hash, scopes, created_at, expires_at, created_by)
			values (${name}, ${key.slice(0, 10)}, ${digest(key)}, ${scopes}, ${now}, ${expiresAt}, ${by}) returning id::int`;
		const subject = `key ${row!.id} ${scopes.join(' ')}`;
		await recordAction(sql, { staff: by, action: 'key_added', subject }, now);
	});
	return key;
}

export type KeyCheck =
	| { state: 'missing' | 'unknown' | 'expired' | 'wrong scope' }
	| { state: 'ok' | 'too many'; key: number; taken: Taken };

/** Requests one key may make in a minute. */
export const perMinute = 600;

const fiveMinutes = 300_000;

/** Checks an Authorization header for a scope, and counts the request. */
export async function checkKey(
	sql: Sql,
	{
		authorization,
		scope,
		vault
	}: { authorization: string | null; scope: Scope; vault: Pick<Vault, 'fingerprint'> },
	now: Date
): Promise<KeyCheck> {
	const key = /^Bearer (\S+)$/i.exec(authorization ?? '')?.[1];
	if (!key) return { state: 'missing' };
	const [found] = await sql<
		{ id: number; scopes: Scope[]; expiresAt: Date | null; lastUsedAt: Date | null }[]
	>`
		select id::int, scopes, expires_at as "expiresAt", last_used_at as "lastUsedAt"
		from api_keys where hash = ${digest(key)} and revoked_at is null`;
	if (!found) return { state: 'unknown' };
	if (found.expiresAt && found.expiresAt <= now) return { state: 'expired' };
	if (!found.scopes.includes(scope)) return { state: 'wrong scope' };
	const taken = await take(sql, { what: `key:${found.id}`, most: perMinute, seconds: 60 }, vault, now);
	if (now.getTime() - (found.lastUsedAt?.getTime() ?? 0) > fiveMinutes)
		await sql`update api_keys set last_used_at = ${now} where id = ${found.id}`;
	return { state: taken.allowed ? 'ok' : 'too many', key: found.id, taken };
}

export interface KeyRow {
	id: number;
	name: string;
	prefix: string;
	scopes: Scope[];
	createdAt: Date;
	createdBy: string | null;
	expiresAt: Date | null;
	lastUsedAt: Date | null;
	revokedAt: Date | null;
}

export async function listKeys(sql: Sql): Promise<KeyRow[]> {
	return sql<KeyRow[]>`
		select k.id::int, name, prefix, scopes, k.created_at as "createdAt", staff.email as "createdBy",
			expires_at as "expiresAt", last_used_at as "lastUsedAt", revoked_at as "revokedAt"
		from api_keys k left join staff on staff.id = k.created_by
		order by revoked_at is not null, k.id`;
}

/** Revokes every key of this name, or the one with this number; how many there were. */
export async function revokeKey(
	sql: Sql,
	{ by = null, ...which }: ({ name: string } | { id: number }) & { by?: number | null },
	now: Date
): Promise<number> {
	return transaction(sql, async (sql) => {
		const rows = await sql<{ id: number }[]>`
			update api_keys set revoked_at = ${now}
			where ${'id' in which ? sql`id = ${which.id}` : sql`name = ${which.name}`} and revoked_at is null returning id::int`;
		for (const { id } of rows)
			await recordAction(sql, { staff: by, action: 'key_revoked', subject: `key ${id}` }, now);
		return rows.length;
	});
}
