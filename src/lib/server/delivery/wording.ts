// The words of a message. Never the rep's name, never a score scale, never an answer.
import type { MailContent } from './email.ts';

export interface InviteFacts {
	company: string;
	origin: string;
	link: string;
	kind: string;
	startedAt: Date;
	expiresAt: Date;
	language: string | null;
	timezone: string | null;
}

const encounters: Record<string, string> = {
	visit: 'your visit',
	call: 'your call',
	chat: 'our chat',
	repair: 'your repair',
	return: 'your return',
	delivery: 'your delivery',
	appointment: 'your appointment'
};

export function inviteMail(facts: InviteFacts): MailContent {
	const day = new Intl.DateTimeFormat('en', { dateStyle: 'long', timeZone: facts.timezone ?? 'UTC' });
	const encounter = `${encounters[facts.kind] ?? 'your contact with us'} on ${day.format(facts.startedAt)}`;
	const answer = `${facts.origin}/s/${facts.link}`;
	const stop = `${facts.origin}/u/${facts.link}`;

	const subject = `How was ${encounter}?`;
	const opening = `How was ${encounter}, and what came of it? Please tell us; it takes a minute.`;
	const privacy = 'The person who served you cannot see this link or your answer.';
	const validity = `The link works once, until ${day.format(facts.expiresAt)}.`;

	const text = [
		opening,
		answer,
		`${privacy} ${validity}`,
		facts.company,
		`No more such questions, please: ${stop}`
	].join('\n\n');
	const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark"><title>${escape(subject)}</title></head>
<body style="margin:0;padding:24px;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:34em;margin:0 auto">
<p>${escape(opening)}</p>
<p><a href="${answer}">${answer}</a></p>
<p>${escape(privacy)} ${escape(validity)}</p>
<p>${escape(facts.company)}</p>
<p style="font-size:13px"><a href="${stop}">No more such questions, please</a></p>
</div></body></html>`;
	return { subject, text, html, unsubscribe: stop };
}

function escape(text: string): string {
	const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
	return text.replace(/[&<>"]/g, (character) => entities[character]!);
}
