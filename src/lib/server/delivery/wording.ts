// The words of a message, in the customer's language. Never the rep's name, never a score scale, never an answer.
import { dayIn, encounterIn, wordsIn, type Language } from '../../web/languages/languages.ts';
import type { Purpose } from '../invitation/invitation.ts';
import { mailPage } from './mail-page.ts';
import type { MailContent } from './transport.ts';
import { filled, type Texts } from './wordings.ts';

export interface InviteFacts {
	company: string;
	/** Address of the page that asks. */
	answer: string;
	/** Address of the page that stops such questions. */
	stop: string;
	purpose: Purpose;
	kind: string;
	startedAt: Date;
	expiresAt: Date;
	language: Language;
	timezone: string | null;
	/** Of the brand, where they differ. */
	texts?: Texts;
}

export function inviteMail(facts: InviteFacts): MailContent {
	const { company, answer, stop, language, expiresAt, timezone, texts } = facts;
	const { message } = wordsIn(language);
	const encounter = encounterIn(language, facts);
	const own = (text: string | undefined) => text && filled(text, { company, encounter });
	const [subject, opening] = openingOf(facts, encounter, own);
	const terms = `${message.privacy} ${message.validity(dayIn(language, expiresAt, timezone))}`;
	const paragraphs = [
		{ text: opening },
		{ link: answer, isMain: true },
		{ text: terms },
		{ text: own(texts?.closing) || company },
		{ link: stop, label: message.stop }
	];
	return { ...mailPage({ language, subject, paragraphs }), unsubscribe: stop };
}

function openingOf(
	{ purpose, language, texts }: InviteFacts,
	encounter: string,
	own: (text: string | undefined) => string | undefined
): [subject: string, opening: string] {
	const { message } = wordsIn(language);
	const subject = own(texts?.subject) || message.subject(encounter);
	if (purpose === 'voice') return [subject, message.voiceOpening(encounter)];
	if (purpose === 'invite') return [subject, own(texts?.opening) || message.opening(encounter)];
	return [message.reminderSubject(encounter), message.reminderOpening(encounter)];
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

/** Once a case is closed: three questions. */
export function followUpMail({ company, language, encounter, address, stop }: FollowUpFacts): MailContent {
	const { followUp, message } = wordsIn(language);
	const paragraphs = [
		{ text: followUp.opening(encounter) },
		{ link: address, isMain: true },
		{ text: message.privacy },
		{ text: company },
		{ link: stop, label: message.stop }
	];
	return { ...mailPage({ language, subject: followUp.subject(encounter), paragraphs }), unsubscribe: stop };
}

export interface FollowUpFacts {
	company: string;
	language: Language;
	encounter: string;
	/** Of the page that asks. */
	address: string;
	/** Of the page that stops such questions. */
	stop: string;
}

export interface ReplyFacts extends Omit<FollowUpFacts, 'address' | 'stop'> {
	/** As staff wrote them. */
	words: string;
}

/** What staff write to the customer of a case, as they wrote it. */
export function replyMail({ company, language, encounter, words }: ReplyFacts): MailContent {
	const paragraphs = words.split(/\n\s*\n/).map((text) => ({ text: text.trim() }));
	return mailPage({
		language,
		subject: `${company}: ${encounter}`,
		paragraphs: [...paragraphs, { text: company }]
	});
}

const noticeMail = (language: Language, subject: string, paragraphs: string[]): MailContent =>
	mailPage({
		language,
		subject,
		paragraphs: paragraphs.map((text) => (text.startsWith('http') ? { link: text } : { text }))
	});
