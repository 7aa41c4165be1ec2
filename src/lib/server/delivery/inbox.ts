// The mailbox that bounces, complaints and replies come to, over IMAP. What machines wrote is deleted once it is recorded, since it may
// quote a live link; what people wrote is left to people, marked as seen by us.
import type { ImapFlow } from 'imapflow';
import type { IncomingMail } from './incoming-mail.ts';

const ours = 'UngamedRead';
const mostAtOnce = 200;
const largest = 512 * 1024;

type Take = (raw: Buffer) => Promise<IncomingMail['what']>;

/** How many there were. Throws where the mailbox cannot be reached or read. */
export async function readInbox(address: string, take: Take): Promise<number> {
	// It takes a second and thirty megabytes: only a worker with a mailbox loads it.
	const { ImapFlow } = await import('imapflow');
	const url = new URL(address);
	const isPlain = url.protocol === 'imap:';
	const client = new ImapFlow({
		host: url.hostname,
		port: Number(url.port) || (isPlain ? 143 : 993),
		secure: !isPlain,
		// Over the network a password goes through TLS or not at all.
		...(isPlain && !/^(localhost|127\.0\.0\.1)$/.test(url.hostname) && { doSTARTTLS: true }),
		auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
		logger: false,
		disableAutoIdle: true,
		connectionTimeout: 10_000,
		greetingTimeout: 10_000,
		socketTimeout: 30_000
	});
	// Without a listener a lost connection ends the process; every call says so by itself, too.
	client.on('error', () => {});
	try {
		await client.connect();
		const lock = await client.getMailboxLock(decodeURIComponent(url.pathname.slice(1)) || 'INBOX');
		try {
			return await takeNew(client, take);
		} finally {
			lock.release();
		}
	} finally {
		if (client.usable) await client.logout().catch(() => {});
		client.close();
	}
}

async function takeNew(client: ImapFlow, take: Take): Promise<number> {
	const found = await client.search({ unKeyword: ours }, { uid: true });
	// A lost connection looks like an empty answer.
	if (!Array.isArray(found)) throw new Error('the mailbox could not be searched');
	const uids = found.slice(0, mostAtOnce);
	for (const uid of uids) {
		const message = await client.fetchOne(`${uid}`, { source: { maxLength: largest } }, { uid: true });
		if (!message || !message.source) continue;
		const what = await take(message.source);
		if (isByMachine(what)) await client.messageDelete(`${uid}`, { uid: true });
		else await client.messageFlagsAdd(`${uid}`, [ours], { uid: true });
	}
	return uids.length;
}

const isByMachine = (what: IncomingMail['what']) =>
	what === 'report' || what === 'complaint' || what === 'auto_reply';
