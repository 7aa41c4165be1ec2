// Delivery: messages that carry links. At least once: a crash between the mail server's acceptance and
// our record may send a second message, but never one whose link is dead, because the link's hash
// is committed before the message leaves. Nothing here logs an address or a link.
import type { Sql } from '../database.ts';
import { languageOf } from '../../web/languages/languages.ts';
import { findInvitation, mintLink, type Invitation, type Purpose } from '../invitation/invitation.ts';
import { currentLook, questionnaireOf } from '../survey/survey.ts';
import type { Vault } from '../vault.ts';
import type { Mail } from './email.ts';
import { beginMessage, recordOutcome } from './queries.ts';
import { inviteMail } from './wording.ts';

export { connectMail, type Mail } from './email.ts';
export { plainMail } from './letters.ts';
export { openStop, optOut, takeStop, type Stopped } from './opt-out.ts';
export { changedMail, inviteSms, promiseMail } from './wording.ts';

export interface Sending {
	invitation: number;
	purpose: Purpose;
	mail: Mail;
	vault: Vault;
	origin: string;
	/** Where the look names none. */
	company: string;
	random(bytes: number): Buffer;
}

export type Sent = 'sent' | 'not needed' | 'refused for good' | { retry: string };

/** Sends an invitation's message, unless it has left already or nobody may be asked any more. */
export async function sendInvitation(sql: Sql, input: Sending, now: Date): Promise<Sent> {
	const invitation = await findInvitation(sql, input.invitation, input.purpose);
	if (
		!invitation ||
		invitation.sent ||
		invitation.answered ||
		invitation.optedOut ||
		invitation.sealed.length === 0 ||
		invitation.expiresAt <= now
	)
		return 'not needed';

	const message = await beginMessage(
		sql,
		{ invitation: invitation.id, purpose: input.purpose, attempt: invitation.attempts + 1 },
		now
	);
	if (message === undefined) return { retry: 'another worker is sending it' };
	const link = await mintLink(sql, { invitation: invitation.id, message, random: input.random(16) }, now);

	const { origin, purpose } = input;
	const company = (await currentLook(sql)).name ?? input.company;
	const language = await languageFor(sql, invitation);
	const content = inviteMail({ ...invitation, origin, purpose, company, link, language });
	const result = await input.mail.send(
		input.vault.open(invitation.sealed, invitation.salt ?? undefined),
		content
	);

	if (result === 'sent') {
		await recordOutcome(sql, { message, outcome: 'sent' }, now);
		return 'sent';
	}
	await recordOutcome(sql, { message, outcome: 'failed', detail: result.why }, now);
	return result.permanent ? 'refused for good' : { retry: result.why };
}

/** The customer's language where the questionnaire speaks it. */
async function languageFor(sql: Sql, { questionnaire, language }: Invitation) {
	const { languages } = await questionnaireOf(sql, questionnaire);
	const own = languageOf(language);
	return own && languages.includes(own) ? own : languages[0]!;
}
