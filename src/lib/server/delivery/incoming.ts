// What comes in about messages of ours, and what follows: a report, which may let the message go another way; a wish to hear no
// more. Everything that comes twice is done once, whatever the order it comes in.
import { createHash } from 'node:crypto';
import { transaction, type Sql } from '../database.ts';
import { languageOf, wordsIn } from '../../web/languages/languages.ts';
import { recogniseContact } from '../intake/intake.ts';
import type { Queue } from '../queue.ts';
import { knownAs } from '../survey/survey.ts';
import type { Vault } from '../vault.ts';
import { readMail, type IncomingMail } from './incoming-mail.ts';
import {
	addressOfReference,
	insertIncoming,
	insertReport,
	languageOfAddress,
	noticeBounced,
	type Report
} from './incoming-queries.ts';
import { insertOptOut } from './queries.ts';
import { readReference, type Reference } from './reference.ts';
import type { SmsHook } from './sms.ts';
import { meaningOf } from './stop-words.ts';

export interface Taking {
	vault: Vault;
	queue: Pick<Queue, 'enqueue'>;
	phoneCountry?: string;
}

interface TakingText extends Taking {
	hook: SmsHook & { kind: 'text' };
	/** Where the look names none. */
	company: string;
}

const nameOf = (kind: string, text: string | Buffer) =>
	createHash('sha256').update(kind).update(text).digest();

/** Takes a mail as it lay in the mailbox; what it is. Taken again, nothing happens. */
export async function takeMail(
	sql: Sql,
	{ raw, ...taking }: Taking & { raw: Buffer },
	now: Date
): Promise<IncomingMail['what']> {
	const { mail, about } = await readMail(raw);
	const reference = readReference(taking.vault, about);
	const what = reference || mail.what === 'reply' ? mail.what : 'unknown';
	return transaction(sql, async (sql) => {
		const incoming = { reference: nameOf('mail\n', raw), channel: 'email' as const, what };
		if (!(await insertIncoming(sql, incoming, now)) || !reference) return what;
		if (mail.what === 'report') {
			await report(
				sql,
				{ reference, channel: 'email', report: mail.report, status: mail.status },
				taking.queue,
				now
			);
			return what;
		}
		if (mail.what === 'complaint') {
			const complaint = { reference, channel: 'email', report: 'complained', status: undefined } as const;
			await report(sql, complaint, taking.queue, now);
		}
		const source = mail.what === 'complaint' ? 'complaint' : mail.what === 'stop' ? 'word' : undefined;
		const fingerprint = source && (await addressOfReference(sql, reference));
		if (fingerprint) await insertOptOut(sql, { fingerprint, stop: true, source: source! }, now);
		return what;
	});
}

/** Takes what a provider posted about one of our messages, which is named by the address it was posted to. */
export async function takeSmsStatus(
	sql: Sql,
	{
		named,
		hook,
		vault,
		queue
	}: Pick<Taking, 'vault' | 'queue'> & { named: string; hook: SmsHook & { kind: 'status' } },
	now: Date
): Promise<'taken' | 'unknown'> {
	const reference = readReference(vault, named);
	if (!reference) return 'unknown';
	if (hook.report)
		await transaction(sql, (sql) =>
			report(sql, { reference, channel: 'sms', report: hook.report!, status: hook.status }, queue, now)
		);
	return 'taken';
}

/** Notes a report; what has turned out not to arrive is tried the other way, where there is one. */
async function report(
	sql: Sql,
	{
		reference,
		channel,
		...said
	}: { reference: Reference; channel: 'email' | 'sms'; report: Report; status: string | undefined },
	queue: Taking['queue'],
	now: Date
) {
	const isLost = said.report === 'bounced' || said.report === 'failed';
	if (reference.about === 'notice') {
		if (isLost) await noticeBounced(sql, { notice: reference.number, status: said.status ?? null }, now);
		return;
	}
	const due = { invitation: reference.number, purpose: reference.about };
	const isNew = await insertReport(sql, { ...due, channel, ...said, status: said.status ?? null }, now);
	if (isNew && isLost) await queue.enqueue(sql, 'send', [{ data: due }]);
}

/** Takes an SMS; what to say to it, if anything. Its words are not kept. */
export async function takeText(sql: Sql, { hook, ...taking }: TakingText, now: Date): Promise<string> {
	const said = await hearText(sql, { hook, ...taking }, now);
	return hook.isAnswered ? '' : said;
}

function hearText(
	sql: Sql,
	{ hook, vault, phoneCountry, ...called }: TakingText,
	now: Date
): Promise<string> {
	const meaning = meaningOf(hook.text);
	const fingerprint = recogniseContact({ vault, phoneCountry }, hook.from);
	return transaction(sql, async (sql) => {
		const incoming = {
			reference: nameOf('sms\n', hook.id),
			channel: 'sms' as const,
			what: meaning ?? 'reply'
		};
		if (!(await insertIncoming(sql, incoming, now)) || !meaning || !fingerprint) return '';
		const language = languageOf(await languageOfAddress(sql, fingerprint)) ?? 'en';
		const { smsHelp, smsStopped, smsStarted } = wordsIn(language).message;
		const company = await knownAs(sql, called.company);
		if (meaning === 'help') return smsHelp(company);
		await insertOptOut(sql, { fingerprint, stop: meaning === 'stop', source: 'word' }, now);
		return (meaning === 'stop' ? smsStopped : smsStarted)(company);
	});
}
