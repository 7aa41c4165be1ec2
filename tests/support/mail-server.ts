// A real SMTP server on loopback that keeps what it is given, and can be told to refuse.
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer } from 'smtp-server';

export interface MailServer {
	url: string;
	mails: { to: string; mail: ParsedMail; raw: string }[];
	/** Answers every message with this status until told otherwise. */
	refuseWith(code: number | undefined): void;
	/** The link to answer with in the newest mail to this address that has one; waits for it. */
	linkTo(address: string): Promise<string>;
	stop(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
	const mails: MailServer['mails'] = [];
	let refusal: number | undefined;
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS', 'AUTH'],
		onData(stream, session, done) {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk) => chunks.push(chunk));
			stream.on('end', async () => {
				if (refusal !== undefined)
					return done(Object.assign(new Error('refused'), { responseCode: refusal }));
				const raw = Buffer.concat(chunks).toString();
				mails.push({ to: session.envelope.rcptTo[0]!.address, mail: await simpleParser(raw), raw });
				done();
			});
		}
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.server.address() as { port: number };

	return {
		url: `smtp://127.0.0.1:${port}`,
		mails,
		refuseWith: (code) => (refusal = code),
		async linkTo(address) {
			for (let waited = 0; waited < 30_000; waited += 50) {
				// Notices of promises carry no such link.
				const found = mails.findLast(({ to, mail }) => to === address && mail.text!.includes('/s/'));
				if (found) return linkIn(found.mail.text!);
				await new Promise((resolve) => setTimeout(resolve, 50));
			}
			throw new Error(`no mail to ${address}`);
		},
		stop: () => new Promise((resolve) => server.close(() => resolve()))
	};
}

/** The address of the answer page in a message. */
export const linkIn = (text: string) => /https?:\/\/\S+\/s\/[A-Za-z0-9_-]{22}/.exec(text)![0];
