// How to reach the customer of a case.
import type { Sql } from '../database.ts';
import { recordAction } from '../ledger/ledger.ts';
import { readReason } from '../reason.ts';
import type { Vault } from '../vault.ts';
import { tooShort, type Refused } from './opening.ts';
import { contactsOfCase, findCase } from './queries.ts';

export interface Reachable {
	kind: 'email' | 'phone';
	value: string;
}

/** Recorded with the reason first, then shown. */
export async function showContact(
	sql: Sql,
	{ id, reason, staff, vault }: { id: number; reason: string; staff: number; vault: Vault },
	now: Date
): Promise<Refused | { contacts: Reachable[] }> {
	const because = readReason(reason);
	if (!because) return tooShort;
	if (!(await findCase(sql, id))) return { refused: 'There is no such case.' };
	await recordAction(sql, { staff, action: 'contact_shown', subject: `case ${id}`, reason: because }, now);
	const contacts = (await contactsOfCase(sql, id)).map(({ kind, sealed, salt }) => ({
		kind,
		value: vault.open(sealed, salt ?? undefined)
	}));
	return { contacts };
}
