// Many posts for each link at once, spread over several processes; and what came of them.
import { connect } from 'node:net';
import type { Pool } from '../../src/lib/server/database.ts';
import type { Vault } from '../../src/lib/server/vault.ts';
import { formOf, repairAsked } from './customer.ts';

export interface Storm {
	sql: Pool;
	links: string[];
	/** Of each link. */
	posts: number;
	origins: string[];
	/** What the interactions' names begin with. */
	batch: string;
	/** Of the processes, if not that of the tests. */
	vault?: Vault;
}

export interface Aftermath {
	answers: number;
	statuses: number[];
	/** Of some links, asked afterwards for their receipt: how many show the one stored. */
	receipts: { asked: number; same: number };
	seconds: number;
}

const connections = 100;

export async function storm({ sql, links, posts, origins, batch, vault }: Storm): Promise<Aftermath> {
	// The posts of one link follow each other, so that they are under way together.
	const requests = links.flatMap((link) =>
		Array.from({ length: posts }, (_, n) => {
			const body = formOf(link, `overall=${1 + (n % 5)}`, { asked: repairAsked, vault });
			const origin = new URL(origins[0]!);
			return `POST /s/${link} HTTP/1.1\r\nhost: ${origin.host}\r\naccept: text/html\r\norigin: ${origin.origin}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: ${body.length}\r\n\r\n${body}`;
		})
	);
	const statuses = new Set<number>();
	const startedAt = performance.now();
	let next = 0;
	const lane = (origin: string) =>
		new Promise<void>((resolve, reject) => {
			const socket = connect({ host: 'localhost', port: Number(new URL(origin).port), noDelay: true });
			let received = '';
			const send = () => {
				const request = requests[next++];
				if (request !== undefined) return void socket.write(request);
				socket.destroy();
				resolve();
			};
			socket.once('connect', send);
			socket.once('error', reject);
			socket.on('data', (chunk) => {
				received += chunk.toString('latin1');
				if (!/\r\n\r\n/.test(received) || !isWhole(received)) return;
				statuses.add(Number(received.slice(9, 12)));
				received = '';
				send();
			});
		});
	await Promise.all(Array.from({ length: connections }, (_, n) => lane(origins[n % origins.length]!)));
	const seconds = (performance.now() - startedAt) / 1000;

	const [row] = await sql<{ answers: number }[]>`
		select count(*)::int as answers from answers where interaction like ${`${batch}%`}`;
	let same = 0;
	const some = links.filter((_, n) => n % Math.ceil(links.length / 50) === 0);
	for (const [n, link] of some.entries()) {
		const page = await (await fetch(`${origins[n % origins.length]}/s/${link}`)).text();
		const index = links.indexOf(link) + 1;
		const [answer] = await sql<
			{ receipt: string }[]
		>`select receipt from answers where interaction = ${batch + index}`;
		if (page.includes(answer!.receipt)) same++;
	}
	return { answers: row!.answers, statuses: [...statuses], receipts: { asked: some.length, same }, seconds };
}

function isWhole(response: string): boolean {
	const end = response.indexOf('\r\n\r\n');
	const head = response.slice(0, end).toLowerCase();
	const length = /content-length: (\d+)/.exec(head)?.[1];
	if (length !== undefined) return response.length >= end + 4 + Number(length);
	return /transfer-encoding: chunked/.test(head) ? response.endsWith('0\r\n\r\n') : true;
}
