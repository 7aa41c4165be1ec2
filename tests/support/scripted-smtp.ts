// A mail server that says at each step what it is told to: what a library that plays by the rules cannot.
import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';

export type Step = 'greeting' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'body';
/** A reply; or the connection is cut, nothing is ever said, or never to an end. */
export type Say = string | 'cut' | 'hang' | 'trickle';

export interface ScriptedSmtp {
	url: string;
	/** What is said instead of yes, from now on. */
	script: Partial<Record<Step, Say>>;
	/** Every command, as it came. */
	heard: string[];
	/** Recipients and text of every message whose end was reached, whatever was said then. */
	taken: { to: string[]; text: string }[];
	stop(): Promise<void>;
}

const yes: Record<Step, string> = {
	greeting: '220 mx.example ESMTP',
	EHLO: '250-mx.example\r\n250-AUTH PLAIN\r\n250-DSN\r\n250 SMTPUTF8',
	AUTH: '235 2.7.0 welcome',
	MAIL: '250 2.1.0 fine',
	RCPT: '250 2.1.5 fine',
	DATA: '354 go on',
	body: '250 2.0.0 taken'
};

function trickle(socket: Socket) {
	socket.write('250-');
	const timer = setInterval(() => socket.write('x'), 100);
	socket.on('close', () => clearInterval(timer));
}

/** `host`: an address of this machine. */
export async function startScriptedSmtp(host = '127.0.0.1'): Promise<ScriptedSmtp> {
	const script: ScriptedSmtp['script'] = {};
	const taken: ScriptedSmtp['taken'] = [];
	const heard: string[] = [];
	const open = new Set<Socket>();

	const server = createServer((socket) => {
		open.add(socket);
		socket.on('close', () => open.delete(socket)).on('error', () => {});
		let [to, rest, text] = [[] as string[], '', undefined as string | undefined];

		const say = (step: Step) => {
			const reply = script[step] ?? yes[step];
			if (reply === 'cut') socket.destroy();
			else if (reply === 'trickle') trickle(socket);
			else if (reply !== 'hang') socket.write(`${reply}\r\n`);
			// RFC 5321: who says 421 closes.
			if (reply.startsWith('421')) socket.end();
			return reply;
		};
		const hear = (line: string) => {
			if (text !== undefined) {
				if (line !== '.') return void (text += `${line}\n`);
				taken.push({ to, text });
				text = undefined;
				return void say('body');
			}
			heard.push(line);
			const verb = line.split(/[ :]/)[0]!.toUpperCase();
			if (verb === 'MAIL') to = [];
			if (verb === 'RCPT') to.push(line.replace(/^RCPT TO:<([^>]*)>.*$/i, '$1'));
			if (verb === 'QUIT') return void socket.end('221 bye\r\n');
			if (verb === 'RSET') return void socket.write('250 fine\r\n');
			if (!(verb in yes)) return void socket.write('502 5.5.1 what?\r\n');
			if (say(verb as Step).startsWith('354')) text = '';
		};
		socket.on('data', (chunk) => {
			const lines = (rest + chunk.toString('latin1')).split('\r\n');
			rest = lines.pop()!;
			lines.forEach(hear);
		});
		say('greeting');
	});
	await new Promise<void>((resolve) => server.listen(0, host, resolve));
	return {
		url: `smtp://${host}:${(server.address() as AddressInfo).port}`,
		script,
		taken,
		heard,
		stop() {
			for (const socket of open) socket.destroy();
			return new Promise((resolve) => server.close(() => resolve()));
		}
	};
}
