// E-mail over SMTP (nodemailer, pooled). What comes back is an outcome without the address: mail
// servers like to quote it.
import { createTransport } from 'nodemailer';

export interface MailContent {
	subject: string;
	text: string;
	html: string;
	/** One-click unsubscribe (RFC 8058); only customers have one. */
	unsubscribe?: string;
}

export interface Mail {
	send(to: string, content: MailContent): Promise<'sent' | { permanent: boolean; why: string }>;
	close(): void;
}

const tenSeconds = 10_000;

export function connectMail(url: string | undefined, from: string | undefined): Mail {
	if (!url || !from)
		return { send: async () => ({ permanent: false, why: 'MAIL_URL is not set' }), close() {} };
	const transport = createTransport({
		url,
		pool: true,
		maxConnections: 4,
		connectionTimeout: tenSeconds,
		greetingTimeout: tenSeconds,
		socketTimeout: 3 * tenSeconds,
		disableFileAccess: true,
		disableUrlAccess: true
	});
	return {
		async send(to, { subject, text, html, unsubscribe }) {
			try {
				await transport.sendMail({
					from,
					// An object, so that nothing in the address is read as more addresses or headers.
					to: { name: '', address: to },
					subject,
					text,
					html,
					headers: {
						'Auto-Submitted': 'auto-generated',
						...(unsubscribe && {
							'List-Unsubscribe': `<${unsubscribe}>`,
							'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click'
						})
					},
					textEncoding: 'quoted-printable'
				});
				return 'sent';
			} catch (error) {
				const { code, responseCode } = error as { code?: string; responseCode?: number };
				const permanent = (responseCode ?? 0) >= 500 && code !== 'EAUTH';
				return { permanent, why: [code ?? 'error', responseCode].filter(Boolean).join(' ') };
			}
		},
		close: () => transport.close()
	};
}
