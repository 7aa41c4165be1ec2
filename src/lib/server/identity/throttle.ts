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
	/** What the browser was given when this account signed in with it before. */
	known?: string | undefined;
	vault: Pick<Vault, 'fingerprint' | 'sign' | 'verify'>;
}

export const knownCookie = 'ungamed_known';

const knownText = (account: string, nonce: string) =>
	`known browser ${account.trim().toLowerCase()} ${nonce}`;

/** For a browser in which somebody has signed in: it is counted by itself from then on. */
export function rememberBrowser(vault: Pick<Vault, 'sign'>, account: string, random: Buffer): string {
	const nonce = random.toString('base64url');
	return `${nonce}.${vault.sign(knownText(account, nonce))}`;
}

/**
 * Whether a secret may be tried once more. Nobody who has signed in with a browser before is locked out of it by whoever
 * guesses, from the same place or from very many; those slow each other down.
 */
export async function mayTry(
	sql: Sql,
	{ purpose, account, address, known, vault }: Trying,
	now: Date
): Promise<boolean> {
	const [who, where] = [account.trim().toLowerCase(), networkOf(address)];
	const [nonce = '', signature = ''] = known?.split('.') ?? [];
	const limits: Limit[] = vault.verify(knownText(who, nonce), signature)
		? [{ what: `${purpose}:${who} in ${nonce}`, most: 10, seconds: quarter }]
		: [
				// The place first: accounts that somebody makes up cost no rows once it is full.
				{ what: `${purpose}:@${where}`, most: 60, seconds: quarter },
				{ what: `${purpose}:${who}@${where}`, most: 10, seconds: quarter },
				{ what: `${purpose}:${who}`, most: 200, seconds: 24 * 4 * quarter }
			];
	for (const limit of limits) if (!(await take(sql, limit, vault, now)).allowed) return false;
	return true;
}

/** Forgets what has drained. */
export async function sweepThrottles(sql: Sql, now: Date) {
	await sql`delete from throttles where free_at < ${now}`;
}
