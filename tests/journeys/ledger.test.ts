// The ledger as its keepers meet it: signing and verifying from the command line, a receipt's proof, and what is reported.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectMail } from '../../src/lib/server/delivery/delivery.ts';
import { deliveryJobs } from '../../src/lib/server/delivery/jobs.ts';
import { sendCheckpoint } from '../../src/lib/server/delivery/letters.ts';
import { readCheckpoint, readProof, rootOfInclusion } from '../../src/lib/server/ledger/ledger.ts';
import { JobFailed } from '../../src/lib/server/queue.ts';
import type { Runtime } from '../../src/lib/server/runtime.ts';
import { formOf, plainCall } from '../support/customer.ts';
import { asSuperuser, vault } from '../support/database.ts';
import { makeLinks } from '../support/links.ts';
import { run, startProduct, type RunningProduct } from '../support/product.ts';

let product: RunningProduct;
let receipt: string;
const folder = mkdtempSync(join(tmpdir(), 'ungamed-auditor-'));
beforeAll(async () => {
	product = await startProduct();
	const [link] = await makeLinks(product.sql, 1, 'kept', { kind: 'call', product: false, promise: false });
	await fetch(`${product.origin}/s/${link}`, {
		method: 'POST',
		redirect: 'manual',
		body: formOf(link!, 'overall=2&comment=not+for+the+auditor', { asked: plainCall, interaction: 'kept1' }),
		headers: { origin: product.origin, 'content-type': 'application/x-www-form-urlencoded' }
	});
	receipt = (await product.sql<{ receipt: string }[]>`select receipt from answers`)[0]!.receipt;
});
afterAll(async () => {
	await product.stop();
	rmSync(folder, { recursive: true });
});

const command = (...args: string[]) => run('src/cli.ts', args, product.env);
const file = (name: string, text: string) => {
	const path = join(folder, name);
	writeFileSync(path, text);
	return path;
};
let kept: string;

describe('from the command line', () => {
	test('a checkpoint is signed and printed, and kept outside', async () => {
		const { code, stdout, stderr } = await command('checkpoint');
		expect([code, stderr]).toEqual([0, expect.stringMatching(/Key: localhost:\d+\/ungamed\+[0-9a-f]{8}\+/)]);
		expect(readCheckpoint(stdout.trim() + '\n', vault.noteKey.publicKey)?.size).toBeGreaterThan(5);
		kept = file('kept.txt', `From: ask@larkfield.example\n\nKeep this:\n\n${stdout}\n\nBest regards`);
		expect(readdirSync(join(product.env.DATA_DIR!, 'ledger')).sort()).toEqual(['checkpoints', 'leaves']);
	});

	test('an unchanged past fits it, whatever has come since', async () => {
		await product.send('customers', { id: 'C-since', email: 'since@mail.example' });
		const { code, stdout } = await command('verify', '--checkpoint', kept);
		expect([code, stdout]).toEqual([0, expect.stringMatching(/1 checkpoint confirmed[^]*Everything fits\./)]);
	});

	test('a changed word does not, and the record is named', async () => {
		await asSuperuser(product.sql, (sql) => sql`update answer_words set words = 'all fine'`);
		const { code, stdout } = await command('verify', '--checkpoint', kept);
		expect([code, stdout]).toEqual([
			1,
			expect.stringMatching(/MISFIT {2}record \d+ \(answer 1\): what it recorded has been changed/)
		]);
		const page = await (await fetch(`${product.origin}/receipt/${receipt}`)).text();
		expect(page).toContain('not as it was received');
		expect((await fetch(`${product.origin}/receipt/${receipt}/proof`)).status).toBe(404);
		await asSuperuser(product.sql, (sql) => sql`update answer_words set words = 'not for the auditor'`);
		expect((await command('verify')).code).toBe(0);
	});

	test('what is no checkpoint of ours is refused, with the reason', async () => {
		for (const [name, text] of [
			['empty.txt', ''],
			[
				'other.txt',
				'localhost/ungamed\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n— localhost/ungamed AAAAAAAA\n'
			]
		]) {
			const { code, stderr } = await command('verify', '--checkpoint', file(name!, text!));
			expect([code, stderr]).toEqual([
				1,
				expect.stringContaining('holds no checkpoint signed with the key of this installation')
			]);
		}
		expect((await command('verify', '--checkpoint', join(folder, 'nowhere'))).stderr).toContain(
			'no such file'
		);
		expect((await command('verify', '--key', 'x', '--checkpoint', kept)).stderr).toContain('--key must be');
	});

	test('a past that was cut off is not signed over, is reported, and goes on only when somebody says why', async () => {
		await asSuperuser(product.sql, (sql) => sql`delete from ledger where index > 3`);
		await asSuperuser(product.sql, (sql) => sql`update ledger_marks set settled = 0, candidate = null`);
		const refused = await command('checkpoint');
		expect([refused.code, refused.stdout]).toEqual([1, '']);
		expect(refused.stderr).toContain('does not continue this checkpoint');
		const [alarm] = await product.sql`select reason from actions where action = 'checkpoint_conflict'`;
		expect(alarm!.reason).toContain('nothing was signed');
		expect((await command('checkpoint', '--after-restore', ' ')).code).toBe(1);
		expect((await command('checkpoint', '--after-restore', 'yesterday’s backup')).code).toBe(0);
		expect((await command('verify')).code).toBe(0);
		expect((await command('verify', '--checkpoint', kept)).code).toBe(1);
	});
});

test('a receipt’s proof leads to the signed checkpoint, and says nothing of the answer', async () => {
	const page = await (await fetch(`${product.origin}/receipt/${receipt}`)).text();
	expect(page.replace(/[^]*<main/, '')).toMatch(/record \d+ of the ledger, sealed on/);
	const response = await fetch(`${product.origin}/receipt/${receipt}/proof`);
	const text = await response.text();
	expect(text).toMatch(/^c2sp\.org\/tlog-proof@v1\nindex \d+\n/);
	const { index, path, checkpoint } = readProof(text)!;
	const { size, root } = readCheckpoint(checkpoint, vault.noteKey.publicKey)!;
	const [row] = await product.sql<{ hash: Buffer }[]>`select hash from ledger where kind = 'answer'`;
	expect(rootOfInclusion({ leaf: row!.hash, index, size, path })).toEqual(root);
	for (const word of ['auditor', 'overall', 'kept1', receipt]) expect(text).not.toContain(word);
	expect((await fetch(`${product.origin}/receipt/0000-0000-0000/proof`)).status).toBe(404);
});

test('checkpoints and alarms travel by mail and by webhook, and try again where nobody answers', async () => {
	const got: { text: string; kind: string | undefined }[] = [];
	let status = 500;
	const server = createServer(async (request, response) => {
		let text = '';
		for await (const chunk of request) text += chunk;
		got.push({ text, kind: request.headers['x-ungamed'] as string });
		response.writeHead(status).end();
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as { port: number };
	const CHECKPOINTS = ['mailto:keeper@larkfield.example', `http://127.0.0.1:${port}/keep`];
	const runtime = { sql: product.sql, config: { CHECKPOINTS } } as unknown as Runtime;
	const mail = connectMail(product.mail.url, 'ask@larkfield.example');
	const [row] = await product.sql<
		{ id: number; note: string }[]
	>`select id::int, note from ledger_checkpoints order by id desc limit 1`;
	expect(await sendCheckpoint(runtime, { checkpoint: row!.id, copy: 1, mail })).toEqual({
		retry: 'status 500'
	});
	status = 204;
	expect(await sendCheckpoint(runtime, { checkpoint: row!.id, copy: 1, mail })).toBe('sent');
	expect(await sendCheckpoint(runtime, { alarm: 'it does not fit', copy: 1, mail })).toBe('sent');
	expect(await sendCheckpoint(runtime, { checkpoint: row!.id, copy: 0, mail })).toBe('sent');
	expect(await sendCheckpoint(runtime, { checkpoint: 999, copy: 0, mail })).toBe('not needed');
	expect(await sendCheckpoint(runtime, { checkpoint: row!.id, copy: 5, mail })).toBe('not needed');
	// A mail server that refuses: tried again, and said.
	const said: string[] = [];
	const logged = { ...runtime, log: { error: (line: string) => said.push(line) } } as unknown as Runtime;
	product.mail.refuseWith(554);
	const alarm = { alarm: 'it does not fit', copy: 0 };
	await expect(deliveryJobs.checkpointCopy(alarm, logged, mail)).rejects.toThrow(JobFailed);
	product.mail.refuseWith(undefined);
	expect(said).toEqual([expect.stringContaining('refused a checkpoint or an alarm')]);
	await deliveryJobs.checkpointCopy(alarm, logged, mail);
	expect(got.slice(1)).toEqual([
		{ text: row!.note, kind: 'checkpoint' },
		{ text: 'it does not fit', kind: 'alarm' }
	]);
	const letter = product.mail.mails.find(({ to }) => to === 'keeper@larkfield.example')!;
	expect(readCheckpoint(/localhost[^]*/.exec(letter.mail.text!)![0], vault.noteKey.publicKey)).toBeDefined();
	mail.close();
	await new Promise((resolve) => server.close(resolve));
	expect(await sendCheckpoint(runtime, { checkpoint: row!.id, copy: 1, mail })).toHaveProperty('retry');
});

test('rights from the command line: handing over and erasing', async () => {
	await product.send('customers', { id: 'C-rights', email: 'rights@mail.example' });
	const exported = await command('export', '--customer', 'C-rights');
	expect(JSON.parse(exported.stdout).contacts[0].value).toBe('rights@mail.example');
	expect((await command('erase', '--customer', 'C-rights', '--reason', 'asked')).code).toBe(0);
	const again = await command('export', '--customer', 'C-rights');
	expect([again.code, again.stderr]).toEqual([1, expect.stringContaining('nothing is held')]);
	expect((await command('verify')).code).toBe(0);
});
