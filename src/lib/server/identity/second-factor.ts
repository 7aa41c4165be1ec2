// The second factor: codes of an authenticator app (TOTP, RFC 6238), and recovery codes for the day the phone is lost.
// A code counts once. The secret is sealed; recovery codes are kept as keyed fingerprints.
import { Secret, TOTP } from 'otpauth';
import { transaction, type Sql } from '../database.ts';
import { recordAction } from '../ledger/ledger.ts';
import type { Vault } from '../vault.ts';

const period = 30;
const secretBytes = 20;

const totpOf = (secret: string, email = '') =>
	new TOTP({ issuer: 'Ungamed', label: email, secret: Secret.fromBase32(secret), digits: 6, period });

/** The time step whose code this is, now or half a minute off; undefined for a wrong code. */
function stepOf(secret: string, code: string, now: Date): number | undefined {
	const token = code.replace(/\s/g, '');
	if (!/^\d{6}$/.test(token)) return undefined;
	const timestamp = now.getTime();
	const delta = totpOf(secret).validate({ token, timestamp, window: 1 });
	return delta === null ? undefined : Math.floor(timestamp / 1000 / period) + delta;
}

export interface Offer {
	/** What an authenticator app scans. */
	uri: string;
	/** The same to type. */
	secret: string;
	/** Comes back with the first code: sealed, and for this person only. */
	sealed: string;
}

/** A new secret to set up; nothing is stored before its first code is shown. */
export function offerSecondFactor(
	vault: Vault,
	{ staff, email, random }: { staff: number; email: string; random: Buffer }
): Offer {
	const bytes = Uint8Array.from(random.subarray(0, secretBytes));
	const secret = new Secret({ buffer: bytes.buffer }).base32;
	return offerOf(vault, { staff, email, secret });
}

/** The offer a posted form goes on with; undefined if it is not this person's. */
export function readOffer(
	vault: Vault,
	{ staff, email, sealed }: { staff: number; email: string; sealed: string }
): Offer | undefined {
	const secret = openOffer(vault, staff, sealed);
	return secret === undefined ? undefined : offerOf(vault, { staff, email, secret });
}

const offerOf = (
	vault: Vault,
	{ staff, email, secret }: { staff: number; email: string; secret: string }
) => ({
	uri: totpOf(secret, email).toString(),
	secret,
	sealed: vault.seal(`second factor ${staff} ${secret}`).toString('base64url')
});

function openOffer(vault: Vault, staff: number, sealed: string): string | undefined {
	try {
		const opened = vault.open(Buffer.from(sealed, 'base64url'));
		return new RegExp(`^second factor ${staff} ([A-Z2-7]{32})$`).exec(opened)?.[1];
	} catch {
		return undefined;
	}
}

const recoveryLetters = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';
const recoveryCount = 10;

/** Turns the second factor on with its first code; the recovery codes, shown once. */
export async function enrolSecondFactor(
	sql: Sql,
	input: { staff: number; sealed: string; code: string; vault: Vault; random(bytes: number): Buffer },
	now: Date
): Promise<{ recoveryCodes: string[] } | 'wrong code'> {
	const { staff, vault } = input;
	const secret = openOffer(vault, staff, input.sealed);
	const step = secret && stepOf(secret, input.code, now);
	if (!secret || step === undefined || step === '') return 'wrong code';
	return transaction(sql, async (sql) => {
		const sealed = vault.seal(`${staff} ${secret}`);
		await sql`update staff set totp = ${sealed}, totp_step = ${step} where id = ${staff}`;
		// Whoever was in with the phone that is replaced is out.
		await sql`delete from sessions where staff = ${staff}`;
		await recordAction(sql, { staff, action: 'second_factor_set', subject: `staff ${staff}` }, now);
		return { recoveryCodes: await renewRecoveryCodes(sql, input) };
	});
}

/** New recovery codes; the old ones count no longer. */
export async function renewRecoveryCodes(
	sql: Sql,
	{ staff, vault, random }: { staff: number; vault: Vault; random(bytes: number): Buffer }
): Promise<string[]> {
	const codes = Array.from({ length: recoveryCount }, () => {
		const letters = [...random(10)].map((byte) => recoveryLetters[byte & 31]).join('');
		return `${letters.slice(0, 5)}-${letters.slice(5)}`;
	});
	const hashes = codes.map((code) => recoveryHash(vault, staff, code));
	await transaction(sql, async (sql) => {
		// The row is the lock: of two at once the second replaces what the first made.
		await sql`select from staff where id = ${staff} for update`;
		await sql`delete from recovery_codes where staff = ${staff}`;
		await sql`insert into recovery_codes ${sql(hashes.map((hash) => ({ hash, staff })))}`;
	});
	return codes;
}

function recoveryHash(vault: Vault, staff: number, code: string): Buffer {
	const letters = code
		.toUpperCase()
		.replace(/[\s\p{Pd}]/gu, '')
		.slice(0, 20);
	return vault.fingerprint(`recovery:${staff}:${letters}`);
}

/** Takes a code of the app, or a recovery code; each counts once. */
export async function takeCode(
	sql: Sql,
	{ staff, code, vault }: { staff: number; code: string; vault: Vault },
	now: Date
): Promise<'right' | 'recovered' | 'wrong'> {
	const [row] = await sql<
		{ totp: Buffer | null }[]
	>`select totp from staff where id = ${staff} and ended_at is null`;
	if (!row?.totp) return 'wrong';
	const [owner, secret] = vault.open(row.totp).split(' ');
	const step = owner === `${staff}` && secret ? stepOf(secret, code, now) : undefined;
	if (step !== undefined) {
		const used = await sql`
			update staff set totp_step = ${step} where id = ${staff} and coalesce(totp_step, 0) < ${step} returning 1`;
		return used.length === 1 ? 'right' : 'wrong';
	}
	const recovered = await sql`
		update recovery_codes set used_at = ${now}
		where hash = ${recoveryHash(vault, staff, code)} and staff = ${staff} and used_at is null returning 1`;
	return recovered.length === 1 ? 'recovered' : 'wrong';
}

export async function countRecoveryCodes(sql: Sql, staff: number): Promise<number> {
	const [row] = await sql<{ left: number }[]>`
		select count(*)::int as left from recovery_codes where staff = ${staff} and used_at is null`;
	return row!.left;
}

/** Takes somebody's second factor away, for who has lost phone and codes. They set up another before they go on. */
export async function resetSecondFactor(
	sql: Sql,
	{ staff, by }: { staff: number; by: number },
	now: Date
): Promise<boolean> {
	return transaction(sql, async (sql) => {
		const reset = await sql`
			update staff set totp = null, totp_step = null where id = ${staff} and totp is not null returning 1`;
		if (reset.length === 0) return false;
		await sql`delete from recovery_codes where staff = ${staff}`;
		await sql`delete from sessions where staff = ${staff}`;
		await recordAction(sql, { staff: by, action: 'second_factor_reset', subject: `staff ${staff}` }, now);
		return true;
	});
}
