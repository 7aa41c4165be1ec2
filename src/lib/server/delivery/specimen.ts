// A specimen of the first message, as customers of a brand would get it: to look at, and to send to oneself. Its link is none that
// was ever given to a customer: it opens the questions and answers nothing.
import { parts } from './gsm7.ts';
import { inviteSms } from './sms-wording.ts';
import type { MailContent } from './transport.ts';
import { inviteMail } from './wording.ts';
import { senderOf, type Brand } from './wordings.ts';
import type { Language } from '../../web/languages/languages.ts';
import type { Vault } from '../vault.ts';

export interface Specimen {
	mail: MailContent;
	sms: { text: string; parts: number };
}

interface Making {
	brand: Brand;
	language: Language;
	/** Where the brand has no name of its own. */
	company: string;
	origin: string;
	vault: Pick<Vault, 'sign'>;
}

const day = 86_400_000;
/** A mail to oneself is read within. */
const validity = 30 * day;

export function makeSpecimen({ brand, language, company, origin, vault }: Making, now: Date): Specimen {
	const address = `${origin}/specimen/${specimenToken(vault, new Date(now.getTime() + validity))}`;
	const facts = {
		company: brand.name || company,
		answer: address,
		stop: address,
		purpose: 'invite' as const,
		kind: 'visit',
		startedAt: new Date(now.getTime() - day),
		expiresAt: new Date(now.getTime() + 14 * day),
		language,
		timezone: null,
		texts: brand.texts[language]
	};
	const { subject, text, html } = inviteMail(facts);
	const sms = inviteSms({ ...facts, answer: `${origin}/s/${'x'.repeat(22)}` });
	return {
		mail: { subject, text, html, sender: senderOf(facts.company, brand) },
		sms: { text: sms, parts: parts(sms) }
	};
}

export const specimenToken = (vault: Pick<Vault, 'sign'>, until: Date) =>
	`${until.getTime()}.${vault.sign(`specimen\n${until.getTime()}`)}`;

/** Whether the token was given out by us, and is still good. */
export function isSpecimen(vault: Pick<Vault, 'verify'>, token: string, now: Date): boolean {
	const [until = '', signature = ''] = token.split('.');
	return vault.verify(`specimen\n${until}`, signature) && Number(until) > now.getTime();
}
