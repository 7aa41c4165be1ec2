// How often something may be tried, counted in the database, so that it survives restarts and holds for all processes
// together. A leaky bucket in one row and one statement: bursts up to the limit, then one at a time as it drains.
import type { Sql } from '../database.ts';
import { networkOf } from '../network.ts';
import type { Vault } from '../vault.ts';

export interface Limit {
	/** What is counted: only a keyed fingerprint of it is stored. */
	what: string;
	most: number;
	/** In so many seconds. */
	seconds: number;
}

export interface Taken {
	allowed: boolean;
	most: number;
	/** How many more may follow at once. */
	remaining: number;
	/** Seconds until the next may follow; 0 if it may now. */
	wait: number;
}

/** Counts one try, unless there were too many: what is refused is not counted. */
export async function take(
	sql: Sql,
	{ what, most, seconds }: Limit,
	vault: Pick<Vault, 'fingerprint'>,
	now: Date
): Promise<Taken> {
	const key = vault.fingerprint(`throttle:${what}`);
	const [each, room] = [seconds / most, seconds - seconds / most];
	const after = (length: number) => new Date(now.getTime() + length * 1000);
	const [taken] = await sql<{ free_at: Date }[]>`
		insert into throttles (key, free_at) values (${key}, ${after(each)})
		on conflict (key) do update
			set free_at = greatest(throttles.free_at, ${now}) + ${each} * interval '1 second'
			where throttles.free_at <= ${after(room)}
		returning free_at`;
	const [full] = taken
		? [taken]
		: await sql<{ free_at: Date }[]>`select free_at from throttles where key = ${key}`;
	const ahead = Math.max(0, ((full?.free_at ?? now).getTime() - now.getTime()) / 1000);
	const remaining = Math.max(0, Math.floor((seconds - ahead) / each + 1e-6));
	return { allowed: !!taken, most, remaining, wait: Math.ceil(Math.max(0, ahead - room)) };
}

const quarter = 15 * 60;

export interface Trying {
	/** Such as "password" or "code". */
	purpose: string;
	/** Whose account, as typed. */
	account: string;
	/** The client's address. */
	address: string;
	vault: Pick<Vault, 'fingerprint'>;
}

/**
 * Whether a secret may be tried once more. Somebody at another place is not locked out by whoever guesses from one; only
 * guessing from very many places slows everybody down who tries this account.
 */
export async function mayTry(
	sql: Sql,
	{ purpose, account, address, vault }: Trying,
	now: Date
): Promise<boolean> {
	const [who, where] = [account.trim().toLowerCase(), networkOf(address)];
	const limits: Limit[] = [
		{ what: `${purpose}:${who}@${where}`, most: 10, seconds: quarter },
		{ what: `${purpose}:@${where}`, most: 60, seconds: quarter },
		{ what: `${purpose}:${who}`, most: 200, seconds: 24 * 4 * quarter }
	];
	for (const limit of limits) if (!(await take(sql, limit, vault, now)).allowed) return false;
	return true;
}

/** Forgets what has drained. */
export async function sweepThrottles(sql: Sql, now: Date) {
	await sql`delete from throttles where free_at < ${now}`;
}
