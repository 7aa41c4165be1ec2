// Opting out: only the customer does it, through a link only they have. It holds for the address, so
// that it outlives the invitation and covers whoever else is asked through it.
import type { Sql } from '../database.ts';
import { hashOf } from '../invitation/invitation.ts';
import { insertOptOut, isKnownLink } from './queries.ts';

/** Whether the link was ever sent; opening the page changes nothing. */
export async function canOptOut(sql: Sql, link: string): Promise<boolean> {
	const hash = hashOf(link);
	return hash !== undefined && isKnownLink(sql, hash);
}

/** Stops all further questions to the address this link was sent to. False for an unknown link. */
export async function optOut(sql: Sql, link: string, now: Date): Promise<boolean> {
	const hash = hashOf(link);
	if (!hash || !(await isKnownLink(sql, hash))) return false;
	await insertOptOut(sql, hash, now);
	return true;
}
