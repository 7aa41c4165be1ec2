// The demo's mailbox (maildev): takes every message, delivers none, and shows them on a page.
import { spawn } from 'node:child_process';
import { connect } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mailboxPort } from './tour.ts';

export interface Mailbox {
	stop(): Promise<void>;
	onEnd(listener: () => void): void;
}

/** Messages are kept under `folder` from one run to the next. */
export async function startMailbox(folder: string): Promise<Mailbox> {
	for (const port of Object.values(mailboxPort))
		if (await isOpen(port))
			throw new Error(`Port ${port} is in use, and the demo's mailbox needs it. Is another demo running?`);

	const script = join(dirname(fileURLToPath(import.meta.resolve('maildev'))), 'bin', 'maildev.js');
	const { smtp, web } = mailboxPort;
	const options = [
		'-s',
		`${smtp}`,
		'-w',
		`${web}`,
		'--ip',
		'127.0.0.1',
		'--web-ip',
		'127.0.0.1',
		'--max-emails',
		'2000',
		'--mail-directory',
		folder,
		'--silent'
	];
	// In a group of its own: Ctrl-C is ours to handle, the mailbox is stopped last.
	const child = spawn(process.execPath, [script, ...options], { stdio: 'ignore', detached: true });
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	for (let waited = 0; !(await isOpen(smtp)) || !(await isOpen(web)); waited += 100) {
		if (waited > 20_000 || child.exitCode !== null)
			throw new Error("The demo's mailbox (maildev) did not start.");
		await new Promise((resolve) => setTimeout(resolve, 100));
	}
	return {
		async stop() {
			child.kill('SIGTERM');
			await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 3000))]);
			child.kill('SIGKILL');
		},
		onEnd: (listener) => void ended.then(listener)
	};
}

function isOpen(port: number): Promise<boolean> {
	return new Promise((resolve) => {
		const socket = connect({ port, host: '127.0.0.1' });
		socket.once('connect', () => {
			socket.destroy();
			resolve(true);
		});
		socket.once('error', () => resolve(false));
	});
}
