// A load of prepared requests over a fixed number of kept-open connections, in its own light client: what
// the client costs is taken from the same two cores as what it measures.
import { connect } from 'node:net';

export interface Prepared {
	path: string;
	body: string;
}

/** Sends each request once; seconds from the first byte out to the last response in. Throws unless all are redirects. */
export async function load(origin: string, requests: Prepared[], connections: number): Promise<number> {
	const { hostname, port, host } = new URL(origin);
	const bytes = requests.map(({ path, body }) =>
		Buffer.from(
			`POST ${path} HTTP/1.1\r\nhost: ${host}\r\naccept: text/html\r\norigin: ${origin}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`
		)
	);
	let next = 0;
	const startedAt = performance.now();
	await Promise.all(Array.from({ length: connections }, () => run()));
	return (performance.now() - startedAt) / 1000;

	function run(): Promise<void> {
		return new Promise((resolve, reject) => {
			const socket = connect({ host: hostname, port: Number(port), noDelay: true });
			let received = '';
			const send = () => {
				if (next < bytes.length) return void socket.write(bytes[next++]!);
				socket.destroy();
				resolve();
			};
			socket.once('connect', send);
			socket.once('error', reject);
			socket.on('data', (chunk) => {
				received += chunk.toString('latin1');
				if (!isComplete(received)) return;
				if (!received.startsWith('HTTP/1.1 303'))
					return reject(new Error(`unexpected answer: ${received.slice(0, 300)}`));
				received = '';
				send();
			});
		});
	}
}

function isComplete(response: string): boolean {
	const end = response.indexOf('\r\n\r\n');
	if (end === -1) return false;
	const head = response.slice(0, end).toLowerCase();
	const length = /content-length: (\d+)/.exec(head)?.[1];
	if (length !== undefined) return response.length >= end + 4 + Number(length);
	return response.endsWith('0\r\n\r\n');
}
