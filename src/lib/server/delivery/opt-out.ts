// Opting out: only the customer does it, through a link, a number or a mailbox only they have; and undoes it the same way. It holds
// for an address, so that it outlives the invitation and covers whoever else is asked through it, or for the
// customer altogether; both as keyed hashes, which stay when the customer is erased. A mail program's one click (RFC 8058)
// counts by its words; on the page a button does, which link scanners press at once or fill in too much.
import { transaction, type Sql } from '../database.ts';
import { hashOf } from '../invitation/invitation.ts';
import { isPressed, writeShown } from '../pressing.ts';
import type { Vault } from '../vault.ts';
import { findContact, findLink, findMessage, insertOptOut, isStopped, type FoundLink } from './queries.ts';

export type StopState = 'asked' | 'stopped' | 'stopped everywhere';

export interface StopPage {
	/** The customer's, as it came from the feeds. */
	language: string | null;
	state: StopState;
	/** Signed: this page was fetched, and when. */
	ticket: string;
}

const ofCustomer = (vault: Vault, customer: string) => vault.fingerprint(`customer:${customer}`);

/** The page of a link that was sent; opening it changes nothing. */
export async function openStop(
	sql: Sql,
	{ link, vault }: { link: string; vault: Vault },
	now: Date
): Promise<StopPage | undefined> {
	const found = await find(sql, link, vault);
	if (!found) return undefined;
	const [here, everywhere] = await isStopped(sql, [found.fingerprint, ofCustomer(vault, found.customer)]);
	const state = everywhere ? 'stopped everywhere' : here ? 'stopped' : 'asked';
	return { language: found.language, state, ticket: writeShown(vault, 'stop', link, now) };
}

export type Stopped = 'stopped' | 'stopped everywhere' | 'resumed' | 'press again' | 'unknown';

/** Takes the page's buttons, or a mail program's one click. */
export async function takeStop(
	sql: Sql,
	{ link, form, vault }: { link: string; form: URLSearchParams; vault: Vault },
	now: Date
): Promise<Stopped> {
	const found = await find(sql, link, vault);
	if (!found) return 'unknown';
	if (form.get('List-Unsubscribe') === 'One-Click') {
		await insertOptOut(sql, { fingerprint: found.fingerprint, stop: true, source: 'one_click' }, now);
		return 'stopped';
	}
	const isPerson = isPressed(vault, 'stop', { link, form }, now);
	const pressed = form.get('stop');
	if (!isPerson || (pressed !== 'here' && pressed !== 'everywhere' && pressed !== 'undo'))
		return 'press again';
	const customer = ofCustomer(vault, found.customer);
	const choose = (fingerprint: Buffer, stop: boolean) =>
		insertOptOut(sql, { fingerprint, stop, source: 'page' }, now);
	if (pressed === 'here') await choose(found.fingerprint, true);
	if (pressed === 'everywhere') await choose(customer, true);
	if (pressed === 'undo')
		await transaction(sql, async (sql) => {
			for (const fingerprint of [found.fingerprint, customer])
				await insertOptOut(sql, { fingerprint, stop: false, source: 'page' }, now);
		});
	return pressed === 'here' ? 'stopped' : pressed === 'everywhere' ? 'stopped everywhere' : 'resumed';
}

/**
 * What stands in a message in place of its link: mailboxes quote it in bounces and hand it to programs, and it must not open the
 * questions. A link itself will do, too.
 */
export const writeStop = (vault: Vault, message: number) =>
	`${message}.${vault.sign(`stop page\n${message}`)}`;

/** The same where a message belongs to no invitation: of the address it goes to. */
export const writeStopOf = (vault: Vault, contact: number) =>
	`k${contact}.${vault.sign(`stop page of a contact\n${contact}`)}`;

async function find(sql: Sql, link: string, vault: Vault): Promise<FoundLink | undefined> {
	const [, isContact, number, signature] = /^(k?)(\d{1,15})\.([A-Za-z0-9_-]{22})$/.exec(link) ?? [];
	if (number && signature) {
		const page = isContact ? 'stop page of a contact' : 'stop page';
		if (!vault.verify(`${page}\n${number}`, signature)) return undefined;
		return isContact ? findContact(sql, Number(number)) : findMessage(sql, Number(number));
	}
	const hash = hashOf(link);
	return hash && (await findLink(sql, hash));
}
