// E-mail over SMTP (nodemailer, pooled).
import { existsSync, readFileSync } from 'node:fs';
import { createTransport } from 'nodemailer';
import type { Mail, Sent } from './transport.ts';

export interface MailSettings {
	replyTo?: string;
	/** Where bounces go, if not to the sender. */
	returnTo?: string;
	/** A private key as PEM, or the file that holds it. */
	dkim?: { key: string; selector: string };
	/** Takes replies that say "stop". */
	inbox?: boolean;
	/** Milliseconds to wait for a connection and a greeting; three times as long for a reply. */
	patience?: number;
}

const mostConnections = 6;

export function connectMail(
	url: string | undefined,
	from: string | undefined,
	more: MailSettings = {}
): Mail {
	if (!url || !from)
		return { send: async () => ({ permanent: false, why: 'MAIL_URL is not set' }), close() {} };
	const own = readSender(from);
	const domain = domainOf(own.address);
	const { patience = 10_000 } = more;
	const transport = createTransport({
		url,
		pool: true,
		maxConnections: mostConnections,
		maxMessages: 1000,
		connectionTimeout: patience,
		greetingTimeout: patience,
		socketTimeout: 3 * patience,
		disableFileAccess: true,
		disableUrlAccess: true,
		...(more.dkim && {
			dkim: { domainName: domain, keySelector: more.dkim.selector, privateKey: readKey(more.dkim.key) }
		})
	});
	return {
		async send(to, { subject, text, html, unsubscribe, feedback, sender }, reference) {
			const sendingAs = { name: sender?.name ?? own.name, address: sender?.address ?? own.address };
			const replyTo = sender?.replyTo ?? more.replyTo;
			// With the reference, for only what nobody can make up counts.
			const inbox = more.inbox && reference && (more.returnTo ?? own.address);
			const stopBy = [unsubscribe, inbox && `mailto:${inbox}?subject=STOP%20${reference}`];
			try {
				await transport.sendMail({
					from: sendingAs,
					replyTo,
					// An object, so that nothing in the address is read as more addresses or headers.
					to: { name: '', address: to },
					envelope: {
						from: more.returnTo ?? own.address,
						to,
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
	const status = /\b[45]\.\d{1,3}\.\d{1,3}\b/.exec(response ?? '')?.[0];
	// What is refused earlier is we, or everybody: our address, our network, our password. That can be put right within three days.
	const isAboutMessage = (command === 'RCPT TO' || command === 'DATA') && responseCode !== 530;
	const isRefused = isAboutMessage && (responseCode ?? 0) >= 500;
	// An address no server was asked about, because it cannot be written into an envelope.
	const isUnwritable = code === 'EENVELOPE' && responseCode === undefined;
	const isRecipient = command === 'RCPT TO' && isRefused;
	const isAddress = isUnwritable || (isRecipient && isAboutAddress(status, responseCode));
	return {
		permanent: isRefused || isUnwritable,
		isAddress,
		why: [code, responseCode].filter(Boolean).join(' '),
		status: status ?? (responseCode === undefined ? undefined : `${responseCode}`)
	};
}

/**
 * There is no such mailbox or domain, or it is closed for good: by the enhanced status (RFC 3463), or by the reply's code where the status
 * says nothing. In doubt it was the message.
 */
export function isAboutAddress(status: string | undefined, reply: number | undefined): boolean {
	if (status && status !== '5.0.0') return /^5\.(1\.\d+|2\.1)$/.test(status);
	return reply === 550 || reply === 551 || reply === 553;
}

/** The name and the address in "Name <address>". */
export function readSender(from: string): { name: string; address: string } {
	const [, name = '', address] = /^\s*"?([^"<]*?)"?\s*<([^>]+)>\s*$/.exec(from) ?? ['', '', from.trim()];
	return { name, address: address! };
}

export const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1).toLowerCase();

const readKey = (key: string) => (existsSync(key) ? readFileSync(key, 'utf8') : key);
