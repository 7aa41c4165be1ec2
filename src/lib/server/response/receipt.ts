// Receipts: what a customer keeps to ask later whether the answer is counted and unchanged. Never what it said,
// so that nobody can demand to see a score.
import type { Sql } from '../database.ts';
import type { Vault } from '../vault.ts';
import { proveRecord, type Proven } from '../ledger/ledger.ts';
import { fits } from './digest.ts';
import { findByReceipt } from './queries.ts';

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** From 12 random bytes, sixty bits in a form that can be read out on the phone: no I, L, O or U. */
export function receiptFrom(random: Uint8Array): string {
	return grouped([...random.subarray(0, 12)].map((byte) => letters[byte & 31]).join(''));
}

const grouped = (characters: string) => characters.match(/.{4}/g)!.join('-');

/** A receipt as somebody typed it, with the letters that look like digits; undefined if it cannot be one. */
export function readReceipt(typed: string): string | undefined {
	const characters = typed
		.normalize('NFKC')
		.toUpperCase()
		.replace(/[\s\p{Pd}]/gu, '')
		.replaceAll('O', '0')
		.replace(/[IL]/g, '1');
	return /^[0-9A-HJKMNP-TV-Z]{12}$/.test(characters) ? grouped(characters) : undefined;
}

export type Looked =
	| {
			state: 'counted' | 'changed' | 'unsealed';
			answeredAt: Date;
			timezone: string | null;
			/** Where it stands in the ledger. */
			record: Proven;
	  }
	| { state: 'unknown' };

export async function lookUpReceipt(sql: Sql, typed: string, vault: Vault): Promise<Looked> {
	const receipt = readReceipt(typed);
	const found = receipt && (await findByReceipt(sql, receipt));
	if (!found) return { state: 'unknown' };
	const { id, digest, timezone, wordsErased, ...answer } = found;
	const record = await proveRecord(sql, 'answer', id);
	// Answers from before there were digests have none. Whoever takes one away does not get a "counted, unchanged".
	const isUnchanged =
		digest !== null && fits(vault, answer, digest, { wordsErased }) && record.state !== 'changed';
	const isUnsealed = digest === null && record.state !== 'changed';
	const state = isUnsealed ? 'unsealed' : isUnchanged ? 'counted' : 'changed';
	return { state, answeredAt: found.answeredAt, timezone, record };
}
