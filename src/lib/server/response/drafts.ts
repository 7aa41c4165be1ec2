// Half-finished answers, kept when the customer wants. Sealed: nobody reads what was not sent. Any link of the
// invitation continues them; they go with the answer or with the invitation.
import type { Sql } from '../database.ts';
import type { Vault } from '../vault.ts';
import { deleteStaleDrafts, upsertDraft } from './queries.ts';

export interface Draft {
	/** Form fields as they were filled in. */
	given: [name: string, value: string][];
	/** Seconds spent so far. */
	spent: number;
}

export async function keepDraft(
	sql: Sql,
	{ invitation, draft, vault }: { invitation: number; draft: Draft; vault: Vault },
	now: Date
) {
	await upsertDraft(sql, { invitation, sealed: vault.seal(JSON.stringify(draft)) }, now);
}

export function openDraft(vault: Vault, sealed: Buffer): Draft {
	return JSON.parse(vault.open(sealed));
}

/** Forgets what can no longer be sent. */
export async function sweepDrafts(sql: Sql, now: Date): Promise<void> {
	await deleteStaleDrafts(sql, now);
}
