// Recovery: putting one thing right with one customer. A case is the only way in which staff see how to reach somebody:
// they say why, and it is recorded before they see it.
import { transaction, type Sql } from '../database.ts';
import { recordAction } from '../ledger/ledger.ts';
import { readReason } from '../reason.ts';
import type { Vault } from '../vault.ts';
import { contactsOfCase, findCase, insertCase } from './queries.ts';

export { findCase, listCases, type CaseRow } from './queries.ts';

type Refused = { refused: string };

const tooShort = { refused: 'Say why in a few words; it is recorded.' };

/** Opens the case of an answer's interaction; there is one for each. */
export async function openCase(
	sql: Sql,
	{ answer, reason, staff }: { answer: number; reason: string; staff: number },
	now: Date
): Promise<Refused | { id: number }> {
	const because = readReason(reason);
	if (!because) return tooShort;
	return transaction(sql, async (sql) => {
		const id = await insertCase(sql, { answer, reason: because, staff }, now);
		if (id === undefined)
			return {
				refused: 'This answer has a case already, or was given for an interaction we never recorded.'
			};
		await recordAction(sql, { staff, action: 'case_opened', subject: `case ${id}` }, now);
		return { id };
	});
}

export interface Reachable {
	kind: 'email' | 'phone';
	value: string;
}

/** How to reach the customer of a case: recorded with the reason first, then shown. */
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
