// E-mail over SMTP (nodemailer, pooled).
import { domainToASCII } from 'node:url';
import { createTransport } from 'nodemailer';
import { readKey, readSender } from '../config.ts';
import type { Mail, Sent } from './transport.ts';

/** Milliseconds. */
export interface Waits {
	/** For a connection, and for a greeting. */
	connect: number;
	/** For any reply: a server that looks closely at a mail takes its time, and who does not wait sends it again (RFC 5321, 4.5.3.2). */
	reply: number;
	/** For the whole of a mail, waiting for a free connection included: less than its job may take. */
	whole: number;
}

const usualWaits: Waits = { connect: 10_000, reply: 300_000, whole: 480_000 };

export interface MailSettings {
	replyTo?: string;
	/** Where bounces go, if not to the sender. */
	returnTo?: string;
	/** A private key as PEM, or the file that holds it. */
	dkim?: { key: string; selector: string };
	/** Takes replies that say "stop". */
	inbox?: boolean;
	waits?: Waits;
}

const mostConnections = 10;

export function connectMail(
	url: string | undefined,
	from: string | undefined,
	more: MailSettings = {}
): Mail {
	if (!url || !from)
		return { send: async () => ({ permanent: false, why: 'MAIL_URL is not set' }), close() {} };
	const own = readSender(from);
	const domain = domainOf(own.address);
	const waits = more.waits ?? usualWaits;
	const transport = createTransport({
		url,
		pool: true,
		maxConnections: mostConnections,
		maxMessages: 1000,
		connectionTimeout: waits.connect,
		greetingTimeout: waits.connect,
		socketTimeout: waits.reply,
		// A password goes through TLS or not at all, except to this machine itself.
		requireTLS: hasPassword(url) && !isLocal(url),
		disableFileAccess: true,
		disableUrlAccess: true,
		...(more.dkim && {
			dkim: {
				domainName: domain,
				keySelector: more.dkim.selector,
				privateKey: readKey(more.dkim.key),
				headerFieldNames: signedFields
			}
		})
	});
	return {
		async send(to, { subject, text, html, unsubscribe, feedback, sender }, reference) {
			const sendingAs = { name: sender?.name ?? own.name, address: sender?.address ?? own.address };
			const replyTo = sender?.replyTo ?? more.replyTo;
			// With the reference, for only what nobody can make up counts.
			const inbox = more.inbox && reference && (more.returnTo ?? own.address);
			const stopBy = [unsubscribe, inbox && `mailto:${inbox}?subject=STOP%20${reference}`];
			const ending = new AbortController();
			const timer = setTimeout(() => ending.abort(), waits.whole);
			try {
				await transport.sendMail({
					signal: ending.signal,
					from: sendingAs,
					replyTo,
					// An object, so that nothing in the address is read as more addresses or headers.
					to: { name: '', address: to },
					envelope: {
						from: more.returnTo ?? own.address,
						to: { name: '', address: to },
						...(reference && { dsn: { id: reference, return: 'headers', notify: ['failure', 'delay'] } })
					},
					...(reference && { messageId: `<${reference}@${domain}>` }),
					subject,
					text,
					html,
					headers: {
						'Auto-Submitted': 'auto-generated',
						...(feedback && { 'Feedback-ID': feedback }),
						...(unsubscribe && {
							'List-Unsubscribe': stopBy.flatMap((way) => (way ? [`<${way}>`] : [])).join(', '),
							'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'
						})
					},
					textEncoding: 'quoted-printable'
				});
				return 'sent';
			} catch (error) {
				return failure(error as SmtpError);
			} finally {
				clearTimeout(timer);
			}
		},
		close: () => transport.close()
	};
}

interface SmtpError {
	code?: string;
	responseCode?: number;
	response?: string;
	command?: string;
}

function failure({ code = 'error', responseCode, response, command }: SmtpError): Sent {
	// Where it stands if it is one: further on it may be somebody's address.
	const status = /^\d{3}[ -]([45]\.\d{1,3}\.\d{1,3})\b/.exec(response ?? '')?.[1];
	// What is refused earlier is we, or everybody: our address, our network, our password. That can be put right within three days.
	const isAboutMessage = (command === 'RCPT TO' || command === 'DATA') && responseCode !== 530;
	const isRefused = isAboutMessage && (responseCode ?? 0) >= 500;
	// An address no server was asked about, because it cannot be written into an envelope.
	const isUnwritable = code === 'EENVELOPE' && command === 'API';
	const isRecipient = command === 'RCPT TO' && isRefused;
	const isAddress = isUnwritable || (isRecipient && isAboutAddress(status, responseCode, response));
	return {
		permanent: isRefused || isUnwritable,
		isAddress,
		why: [code, responseCode].filter(Boolean).join(' '),
		status: status ?? (responseCode === undefined ? undefined : `${responseCode}`)
	};
}

/**
 * There is no such mailbox or domain, or it is closed for good: by the enhanced status (RFC 3463), or by the reply's code where the status
 * says nothing. In doubt it was the message. 5.1.7 and 5.1.8 are about our own address, however often they answer RCPT.
 */
export function isAboutAddress(
	status: string | undefined,
	reply: number | undefined,
	said: string | undefined
): boolean {
	if (status && status !== '5.0.0') return /^5\.(1\.([0-69]|\d\d)|2\.1)$/.test(status);
	return (reply === 550 || reply === 551 || reply === 553) && !aboutUs.test(said ?? '');
}

const aboutUs =
	/relay|sender|block|black|list|spam|polic|denied|reject|reputation|spf|dkim|dmarc|authenti|verif/i;

/** As mail servers look it up. */
export function domainOf(address: string): string {
	const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase();
	return domainToASCII(domain) || domain;
}

const hasPassword = (url: string) => new URL(url).password !== '';
const isLocal = (url: string) => /^(localhost|127\.0\.0\.1|\[::1\])$/.test(new URL(url).hostname);

/** Nodemailer's own list lacks what RFC 8058 asks for, and what nobody should change. */
const signedFields = [
	'From:Sender:Reply-To:Subject:Date:Message-ID:To:Cc:MIME-Version:Content-Type:Content-Transfer-Encoding',
	'List-Unsubscribe:List-Unsubscribe-Post:Feedback-ID:Auto-Submitted:In-Reply-To:References'
].join(':');
