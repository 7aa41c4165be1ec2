// What goes to the customer of a case, by mail or by SMS: begun, then sent, to be tried again, or refused for good.
import type { MailContent, Sent, Transports } from '../delivery/delivery.ts';
import type { Fragment, Sql } from '../database.ts';
import type { Vault } from '../vault.ts';

export type What = 'reply' | 'follow_up';

export interface Recipient {
	sealed: Buffer;
	salt: Buffer | null;
	isPhone: boolean;
	language: string | null;
	timezone: string | null;
	/** Of the interaction. */
	kind: string;
	startedAt: Date;
	attempts: number;
	isSent: boolean;
}

/** Columns of a recipient: of a contact k, its key y, a customer c, an interaction i. */
export const recipientColumns = (sql: Sql, what: What, number: Fragment) => sql`
	k.sealed, y.salt, k.kind = 'phone' as "isPhone", coalesce(i.language, c.language) as language, c.timezone, i.kind,
	i.started_at as "startedAt",
	(select coalesce(max(attempt), 0) from recovery_outcomes o where o.what = ${what} and o.number = ${number}) as attempts,
	exists (select from recovery_outcomes o where o.what = ${what} and o.number = ${number} and o.outcome = 'sent') as "isSent"`;

export interface Handing extends Transports {
	what: What;
	/** Of the step, or of the follow-up. */
	number: number;
	to: Recipient;
	vault: Vault;
	/** Made once it is certain that nobody else sends it. */
	write(): Promise<{ mail(): MailContent; sms(): string }>;
}

export type Outcome = 'sent' | 'not needed' | 'refused for good' | { retry: string };

export async function hand(
	sql: Sql,
	{ what, number, to, vault, write, mail, sms }: Handing,
	now: Date
): Promise<Outcome> {
	if (to.isSent || to.sealed.length === 0) return 'not needed';
	const note = (outcome: 'begun' | 'sent' | 'failed' | 'refused', detail?: string) =>
		noteOutcome(sql, { what, number, attempt: to.attempts + 1, outcome, detail }, now);
	if (!(await note('begun'))) return { retry: 'another worker is sending it' };
	const written = await write();
	const address = vault.open(to.sealed, to.salt ?? undefined);
	const sent: Sent = !to.isPhone
		? await mail.send(address, written.mail())
		: sms
			? await sms.send(address, { text: written.sms() })
			: { permanent: false, why: 'SMS_URL is not set' };
	if (sent === 'sent') await note('sent');
	else await note(sent.permanent ? 'refused' : 'failed', sent.why);
	if (sent === 'sent') return 'sent';
	return sent.permanent ? 'refused for good' : { retry: sent.why };
}

interface OutcomeNote {
	what: What;
	number: number;
	attempt: number;
	outcome: 'begun' | 'sent' | 'failed' | 'refused';
	detail?: string;
}

/** False where another worker has noted the same. */
async function noteOutcome(sql: Sql, { what, number, attempt, outcome, detail }: OutcomeNote, now: Date) {
	const rows = await sql`
		insert into recovery_outcomes (what, number, attempt, outcome, detail, at)
		values (${what}, ${number}, ${attempt}, ${outcome}, ${detail ?? null}, ${now})
		on conflict do nothing returning 1`;
	return rows.length === 1;
}
