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

export interface NoticeFacts {
	company: string;
	origin: string;
	language: Language;
	timezone: string | null;
}

/** To the address before: it was changed. The link leads to "this was not me". */
export function changedMail({
	company,
	origin,
	language,
	timezone,
	changedAt,
	link
}: NoticeFacts & { changedAt: Date; link: string }): MailContent {
	const { notice } = wordsIn(language);
	const address = `${origin}/not-me/${link}`;
	const paragraphs = [notice.changed(dayIn(language, changedAt, timezone)), notice.notMe, address, company];
	return noticeMail(language, notice.changedSubject(company), paragraphs);
}

/** What the customer was promised, as it was fed: rewriting it later does not unwrite this mail. */
export function promiseMail({
	company,
	language,
	timezone,
	promise,
	...facts
}: NoticeFacts & { kind: string; startedAt: Date; promise: string; dueAt: Date | null }): MailContent {
	const { notice } = wordsIn(language);
	const encounter = encounterIn(language, { ...facts, timezone });
	const by = facts.dueAt ? ` ${notice.promiseBy(dayIn(language, facts.dueAt, timezone))}` : '';
	const paragraphs = [`${notice.promise(encounter, promise)}${by}`, notice.promiseLater, company];
	return noticeMail(language, notice.promiseSubject(encounter), paragraphs);
}

function noticeMail(language: Language, subject: string, paragraphs: string[]): MailContent {
	const inHtml = (text: string) =>
		text.startsWith('http') ? `<a href="${escape(text)}" dir="ltr">${escape(text)}</a>` : escape(text);
	const html = `<!doctype html>
<html lang="${language}" dir="${languages[language].direction}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${escape(subject)}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:34em;margin:0 auto">
${paragraphs.map((text) => `<p>${inHtml(text)}</p>`).join('\n')}
</div></body></html>`;
	return { subject, text: paragraphs.join('\n\n'), html };
}

function escape(text: string): string {
	const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
	return text.replace(/[&<>"]/g, (character) => entities[character]!);
}
