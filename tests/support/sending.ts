// Sending one message as the worker does, at a moment of the test's choice.
import { randomBytes } from 'node:crypto';
import {
	connectMail,
	sendInvitations,
	type Became,
	type Mail,
	type Sms
} from '../../src/lib/server/delivery/delivery.ts';
import type { Purpose } from '../../src/lib/server/invitation/invitation.ts';
import { now, vault, type TestPlace } from './database.ts';

export const origin = 'https://ask.larkfield.example';
export const from = 'Larkfield <ask@larkfield.example>';

interface One {
	invitation: number;
	purpose?: Purpose;
	holds?: boolean;
	/** A mail server's address, or a mail of the test's own. */
	mail: string | Mail;
	sms?: Sms;
}

export async function sendInvitation(
	{ sql, queue }: Pick<TestPlace, 'sql' | 'queue'>,
	{ invitation, purpose = 'invite', holds, mail, sms }: One,
	at = now
): Promise<Became> {
	const transport = typeof mail === 'string' ? connectMail(mail, from) : mail;
	const sending = { mail: transport, sms, vault, queue, origin, company: 'Larkfield', random: randomBytes };
	const [became] = await sendInvitations(sql, [{ invitation, purpose, holds }], sending, () => at);
	if (typeof mail === 'string') transport.close();
	if (typeof became === 'object' && 'error' in became) throw became.error;
	return became!;
}
