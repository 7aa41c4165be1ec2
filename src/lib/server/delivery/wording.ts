// The words of a message, in the customer's language. Never the rep's name, never a score scale, never an answer.
import { dayIn, encounterIn, languages, wordsIn, type Language } from '../../web/languages/languages.ts';
import type { MailContent } from './email.ts';

export interface InviteFacts {
	company: string;
	origin: string;
	link: string;
	/** A voice asked for it. */
	purpose: 'invite' | 'voice';
	kind: string;
	startedAt: Date;
	expiresAt: Date;
	language: Language;
	timezone: string | null;
}

export function inviteMail(facts: InviteFacts): MailContent {
	const { company, language, expiresAt, timezone } = facts;
	const { message } = wordsIn(language);
	const encounter = encounterIn(language, facts);
	const answer = `${facts.origin}/s/${facts.link}`;
	const stop = `${facts.origin}/u/${facts.link}`;

	const subject = message.subject(encounter);
	const opening = facts.purpose === 'voice' ? message.voiceOpening(encounter) : message.opening(encounter);
	const terms = `${message.privacy} ${message.validity(dayIn(language, expiresAt, timezone))}`;

	const text = [opening, answer, terms, company, `${message.stop}: ${stop}`].join('\n\n');
	const html = `<!doctype html>
<html lang="${language}" dir="${languages[language].direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${escape(subject)}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:34em;margin:0 auto">
<p>${escape(opening)}</p>
<p><a href="${answer}" dir="ltr">${answer}</a></p>
<p>${escape(terms)}</p>
<p>${escape(company)}</p>
<p style="font-size:13px"><a href="${stop}">${escape(message.stop)}</a></p>
</div></body></html>`;
	return { subject, text, html, unsubscribe: stop };
}

/** The same as an SMS: the link first after the reason, so that a cut message still works. */
export function inviteSms(facts: InviteFacts): string {
	const { message } = wordsIn(facts.language);
	const said = message.sms(facts.company, encounterIn(facts.language, facts));
	return `${said} ${facts.origin}/s/${facts.link} ${message.smsStop}: ${facts.origin}/u/${facts.link}`;
}

function escape(text: string): string {
	const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
	return text.replace(/[&<>"]/g, (character) => entities[character]!);
}
