// npm run demo -- send: one new repair through the feeds of the running demo, so that a fresh message
// arrives in its mailbox.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { mailboxPort } from './tour.ts';

export async function sendOne(dataDir: string, address: string | undefined, port: string) {
	const file = join(dataDir, 'key');
	if (!existsSync(file)) return refuse('There is no demo here yet. Start it first: npm run demo');
	const key = readFileSync(file, 'utf8').trim();
	const id = `demo-${Date.now()}`;
	const at = new Date(Date.now() - 3_600_000).toISOString();
	const email = address ?? `${id}@mail.example`;
	try {
		await post(port, key, 'customers', { id: `C-${id}`, email });
		await post(port, key, 'interactions', {
			id: `I-${id}`,
			kind: 'repair',
			customer: `C-${id}`,
			rep: 'R8',
			location: 'Brill',
			started_at: at,
			sku: 'PH-120',
			promise: 'A call back within two days'
		});
	} catch (error) {
		return refuse(
			`The demo does not answer on port ${port} (${error instanceof Error ? error.message : error}). Is it running?`
		);
	}
	console.log(
		`A repair of an Aster 12 has arrived. Its message to ${email} is in the mailbox within seconds:\n  http://localhost:${mailboxPort.web}`
	);
}

async function post(port: string, key: string, feed: string, record: object) {
	const response = await fetch(`http://localhost:${port}/api/v1/${feed}`, {
		method: 'POST',
		headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
		body: JSON.stringify(record)
	});
	const reply = await response.text();
	if (!response.ok || JSON.parse(reply).rejected.length > 0)
		throw new Error(`${feed}: ${response.status} ${reply}`);
}

function refuse(message: string) {
	console.error(message);
	process.exitCode = 1;
}
