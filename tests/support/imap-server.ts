// A real IMAP server on loopback, with one mailbox that messages can be put into and read from behind its back.
import { execFileSync, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chownSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { renameSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { configuration } from './dovecot-config.ts';
import { dovecot, versionOf } from './dovecot.ts';

export interface Held {
	mailbox: string;
	seen: boolean;
	raw: string;
}

export interface ImapServer {
	/** imap://user:password@127.0.0.1:port */
	url: string;
	/** Puts a message into INBOX, unseen. */
	deliver(raw: string | Buffer): void;
	/** Every message of every mailbox, as it lies on disk. */
	list(): Held[];
	/** What the server wrote about itself. */
	log(): string;
	stop(): Promise<void>;
}

export async function startImap(): Promise<ImapServer> {
	const program = dovecot();
	// Short: the paths of the sockets in it may have 108 characters.
	const folder = mkdtempSync(join(tmpdir(), 'imap-'));
	const mail = join(folder, 'mail');
	for (const part of ['', '/cur', '/new', '/tmp']) mkdirSync(mail + part);

	// Never as root, under which it would hand no mail out.
	const owner = mailUser();
	const port = await freePort();
	const settings = configuration({ ...owner, version: versionOf(program), folder, port, password: 'secret' });
	writeFileSync(join(folder, 'dovecot.conf'), settings);
	if (owner.identity) execFileSync('chown', ['-R', `${owner.uid}:${owner.gid}`, folder]);

	const server = spawn(program, ['-F', '-c', join(folder, 'dovecot.conf')], {
		...owner.identity,
		cwd: '/',
		env: { PATH: process.env.PATH },
		stdio: ['ignore', 'ignore', 'pipe']
	});
	let complaint = '';
	server.stderr.on('data', (chunk) => (complaint += chunk));
	const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
	const log = () => complaint + read(join(folder, 'log'));
	// A test that dies takes the server and its folder along.
	const end = () => {
		server.kill('SIGTERM');
		rmSync(folder, { recursive: true, force: true });
	};
	process.once('exit', end);
	await Promise.race([greeting(port), ended.then(() => Promise.reject(new Error(`no dovecot: ${log()}`)))]);

	return {
		url: `imap://survey:secret@127.0.0.1:${port}`,
		deliver(raw) {
			// Written elsewhere and moved, so that no half message is ever seen.
			const name = `${Date.now()}.${randomUUID()}.test`;
			writeFileSync(join(mail, 'tmp', name), raw);
			if (owner.identity) chownSync(join(mail, 'tmp', name), owner.uid, owner.gid);
			renameSync(join(mail, 'tmp', name), join(mail, 'new', name));
		},
		list: () => held(mail),
		log,
		async stop() {
			process.off('exit', end);
			server.kill('SIGTERM');
			await ended;
			rmSync(folder, { recursive: true, force: true });
		}
	};
}

function mailUser() {
	const me = userInfo();
	const root = me.uid === 0;
	const user = root ? 'nobody' : me.username;
	const id = (what: string) => execFileSync('id', [what, user], { encoding: 'utf8' }).trim();
	const [uid, gid] = [Number(id('-u')), Number(id('-g'))];
	return { user, group: id('-gn'), uid, gid, identity: root ? { uid, gid } : undefined };
}

async function freePort(): Promise<number> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return port;
}

async function greeting(port: number) {
	for (let waited = 0; waited < 20_000; waited += 50) {
		const greeted = await new Promise<boolean>((resolve) => {
			const socket = connect(port, '127.0.0.1');
			socket.once('data', (data) => (resolve(data.toString().startsWith('* OK')), socket.destroy()));
			socket.once('error', () => resolve(false));
			socket.once('close', () => resolve(false));
		});
		if (greeted) return;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error('dovecot greets nobody');
}

// Mailboxes other than INBOX are folders that begin with a dot; what has been seen has S among its flags.
function held(mail: string): Held[] {
	const folders = readdirSync(mail).filter((name) => name.startsWith('.'));
	return ['', ...folders].flatMap((folder) =>
		['new', 'cur'].flatMap((part) =>
			readdirSync(join(mail, folder, part)).map((name) => ({
				mailbox: folder.slice(1) || 'INBOX',
				seen: /:2,[A-Za-z]*S/.test(name),
				raw: readFileSync(join(mail, folder, part, name), 'utf8')
			}))
		)
	);
}

function read(path: string): string {
	try {
		return readFileSync(path, 'utf8');
	} catch {
		return '';
	}
}
