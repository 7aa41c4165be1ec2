// What a mail that comes in is: a report of a mail server (RFC 3464), a complaint (RFC 5965), an automatic reply (RFC 3834), somebody
// who wants no more, or somebody who writes. It counts only with a reference of ours in it, which nobody can
// make up: anybody can send mail in anybody's name. Reads, decides nothing.
import { simpleParser, type Attachment, type ParsedMail } from 'mailparser';
import { isAboutAddress } from './email.ts';
import { meaningOf } from './stop-words.ts';

export type IncomingMail =
	| { what: 'report'; report: 'delivered' | 'delayed' | 'failed' | 'bounced'; status: string | undefined }
	| { what: 'complaint' | 'auto_reply' | 'stop' | 'reply' | 'unknown' };

export interface ReadMail {
	mail: IncomingMail;
	/** Where a reference of ours may stand. */
	about: string;
}

const mostText = 200_000;

/** What cannot be taken apart is about nothing of ours: one such mail must not keep the ones behind it from being read. */
const unreadable: ReadMail = { mail: { what: 'unknown' }, about: '' };

export async function readMail(raw: Buffer): Promise<ReadMail> {
	const parsed = await simpleParser(raw, {
		keepDeliveryStatus: true,
		skipTextToHtml: true,
		skipImageLinks: true,
		maxHtmlLengthToParse: mostText
	}).catch(() => undefined);
	if (!parsed) return unreadable;
	const parts = parsed.attachments.map(textOf);
	const threads = [parsed.inReplyTo, ...[parsed.references ?? []].flat(), parsed.subject];
	return {
		mail: kindOf(parsed),
		about: [...threads, ...parts, parsed.text ?? ''].filter(Boolean).join('\n').slice(0, mostText)
	};
}

const textOf = ({ content }: Attachment) => content.toString('utf8').slice(0, mostText);

function kindOf(parsed: ParsedMail): IncomingMail {
	const part = (type: string) => parsed.attachments.find(({ contentType }) => contentType === type);
	const feedback = part('message/feedback-report');
	if (feedback)
		return { what: /^feedback-type:\s*abuse\b/im.test(textOf(feedback)) ? 'complaint' : 'unknown' };
	const status = part('message/delivery-status') ?? part('message/global-delivery-status');
	if (status) return reportIn(textOf(status));
	if (isByServer(parsed)) return { what: 'report', report: 'failed', status: undefined };
	if (isAutomatic(parsed)) return { what: 'auto_reply' };
	const subject = (parsed.subject ?? '').replace(/^(\s*[a-z]{1,3}:)+/i, '');
	// What a mail program made of our mailto: address, with the reference behind the word.
	const [word = ''] = subject.trim().split(/\s+/);
	return [word, firstLine(parsed.text ?? '')].some((text) => meaningOf(text) === 'stop')
		? { what: 'stop' }
		: { what: 'reply' };
}

type Fields = Map<string, string>;

/** Of several recipients the worst: our messages have one, and lists add more. */
function reportIn(text: string): IncomingMail {
	const recipients = text
		.replace(/\r\n/g, '\n')
		.split(/\n\s*\n/)
		.map(fieldsIn)
		.filter((fields) => fields.has('action'));
	// A word, and sometimes a remark in brackets.
	const withAction = (action: string) =>
		recipients.find((fields) => /^\w*/.exec(fields.get('action')!)![0].toLowerCase() === action);
	const failed = withAction('failed');
	if (failed) return failure(failed);
	const delayed = withAction('delayed');
	if (delayed) {
		const status = numberIn(delayed.get('status'));
		// "Time expired" ends it, whatever the server calls that.
		return { what: 'report', report: status === '4.4.7' ? 'failed' : 'delayed', status };
	}
	return withAction('delivered')
		? { what: 'report', report: 'delivered', status: undefined }
		: // Handed on to a server that reports nothing: as good as no report.
			{ what: 'unknown' };
}

/** Some servers number every failure 5.0.0 and leave what matters to the quoted reply. */
function failure(fields: Fields): IncomingMail {
	const quoted = fields.get('diagnostic-code') ?? '';
	const said = numberIn(fields.get('status'));
	const exact = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(quoted)?.[0];
	const status = said && !/\.0\.0$/.test(said) ? said : (exact ?? said);
	const reply = Number(/\b[45]\d\d\b/.exec(quoted)?.[0]);
	return { what: 'report', report: isAboutAddress(status, reply, quoted) ? 'bounced' : 'failed', status };
}

const numberIn = (text: string | undefined) => /\b\d\.\d{1,3}\.\d{1,3}\b/.exec(text ?? '')?.[0];

/** Header fields, unfolded, by name in small letters. */
function fieldsIn(block: string): Fields {
	const lines = block.replace(/\n[ \t]+/g, ' ').split('\n');
	return new Map(
		lines.flatMap((line) => {
			const [, name, value] = /^([A-Za-z-]+):\s*(.*)$/.exec(line) ?? [];
			return name ? [[name.toLowerCase(), value!]] : [];
		})
	);
}

const header = ({ headers }: ParsedMail, name: string) => String(headers.get(name) ?? '');

/** A server's report in words of its own. */
const isByServer = (parsed: ParsedMail) =>
	/^(mailer-daemon|postmaster)@/i.test(parsed.from?.value[0]?.address ?? '') &&
	/fail|undeliver|return|unzustell|échec|rechaz/i.test(parsed.subject ?? '');

const isAutomatic = (parsed: ParsedMail) =>
	!/^(no)?$/i.test(header(parsed, 'auto-submitted')) ||
	parsed.headers.has('x-autoreply') ||
	parsed.headers.has('x-autorespond') ||
	/^(auto_reply|bulk|junk|list)$/i.test(header(parsed, 'precedence'));

/** What was typed first, not what is quoted below. */
const firstLine = (text: string) =>
	text
		.split('\n')
		.map((line) => line.trim())
		.find((line) => line !== '' && !line.startsWith('>')) ?? '';
