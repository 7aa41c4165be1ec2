// Opting out: only the customer does it, through a link only they have. It holds for the address, so
// that it outlives the invitation and covers whoever else is asked through it. A mail program's one click
// (RFC 8058) counts by its words; on the page it takes a tick and a button, which no link scanner gives.
import type { Sql } from '../database.ts';
import { hashOf } from '../invitation/invitation.ts';
import type { Vault } from '../vault.ts';
import { findLink, insertOptOut } from './queries.ts';

export interface StopPage {
	/** The customer's, as it came from the feeds. */
	language: string | null;
	/** Signed: this page was fetched, and when. */
	ticket: string;
}

/** The page of a link that was sent; opening it changes nothing. */
export async function openStop(
	sql: Sql,
	{ link, vault }: { link: string; vault: Vault },
	now: Date
): Promise<StopPage | undefined> {
	const hash = hashOf(link);
	const found = hash && (await findLink(sql, hash));
	return found && { language: found.language, ticket: writeStopTicket(vault, link, now) };
}

export type Stopped = 'stopped' | 'unknown' | 'choose first';

/** Takes the page's form, or a mail program's one click. */
export async function takeStop(
	sql: Sql,
	{ link, form, vault }: { link: string; form: URLSearchParams; vault: Vault },
	now: Date
): Promise<Stopped> {
	const isOneClick = form.get('List-Unsubscribe') === 'One-Click';
	const shownAt = readStopTicket(vault, link, form.get('ticket'));
	const isPerson =
		form.get('stop') === 'yes' && shownAt !== undefined && now.getTime() - shownAt >= leastPause;
	if (isOneClick || isPerson) return (await optOut(sql, link, now)) ? 'stopped' : 'unknown';
	const hash = hashOf(link);
	return hash && (await findLink(sql, hash)) ? 'choose first' : 'unknown';
}

/** Nobody has read the page and pressed twice in less, in milliseconds. */
const leastPause = 1000;

const writeStopTicket = (vault: Vault, link: string, now: Date) =>
	`${now.getTime()}.${vault.sign(`stop\n${link}\n${now.getTime()}`)}`;

function readStopTicket(vault: Vault, link: string, ticket: string | null): number | undefined {
	const [at, signature] = ticket?.split('.') ?? [];
	return at && signature && vault.verify(`stop\n${link}\n${at}`, signature) ? Number(at) : undefined;
}

/** Stops all further questions to the address this link was sent to. False for an unknown link. */
export async function optOut(sql: Sql, link: string, now: Date): Promise<boolean> {
	const hash = hashOf(link);
	if (!hash || !(await findLink(sql, hash))) return false;
	await insertOptOut(sql, hash, now);
	return true;
}
