// The mailbox for bounces, on a real IMAP server.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readInbox } from '../../src/lib/server/delivery/inbox.ts';
import type { IncomingMail } from '../../src/lib/server/delivery/incoming-mail.ts';
import { takeMail } from '../../src/lib/server/delivery/delivery.ts';
import { now, testPlace, vault, type TestPlace } from '../support/database.ts';
import { startImap, type ImapServer } from '../support/imap-server.ts';

let place: TestPlace;
let imap: ImapServer;
beforeAll(async () => {
	[place, imap] = await Promise.all([testPlace(), startImap()]);
}, 240_000);
afterAll(async () => {
	await place.end();
	await imap.stop();
});

const sample = (name: string) => readFileSync(join(import.meta.dirname, '../samples/mail', name));

async function read(): Promise<IncomingMail['what'][]> {
	const taken: IncomingMail['what'][] = [];
	await readInbox(imap.url, async (raw) => {
		const what = await takeMail(place.sql, { raw, vault, queue: place.queue }, now);
		taken.push(what);
		return what;
	});
	return taken;
}

test('what machines report with our reference is taken and deleted; the rest is left to people, once', async () => {
	const { writeReference } = await import('../../src/lib/server/delivery/delivery.ts');
	const reference = writeReference(vault, { about: 'invite', number: 4711 });
	const ours = sample('postfix-a-unknown-user.eml')
		.toString('latin1')
		.replaceAll('invite.4711.k5c0ZQv1Xr3yq1mS', reference);
	imap.deliver(ours);
	imap.deliver(sample('exim-a-unknown-user.eml'));
	imap.deliver('From: a@mail.example\r\nSubject: Re: How was it?\r\n\r\nThank you, it was fine.\r\n');
	expect((await read()).sort()).toEqual(['reply', 'report', 'unknown']);
	const left = imap.list().map(({ raw }) => raw);
	expect(left).toHaveLength(2);
	expect(left.join()).not.toContain(reference);
	expect(await read()).toEqual([]);
});

test('a wrong password or a mailbox that is not there is an error that quotes nothing', async () => {
	const wrong = imap.url.replace(':secret@', ':other@');
	await expect(readInbox(wrong, async () => 'reply')).rejects.toMatchObject({ authenticationFailed: true });
	await expect(readInbox(`${imap.url}/Nowhere`, async () => 'reply')).rejects.toThrow();
	await expect(readInbox('imap://a:b@127.0.0.1:9', async () => 'reply')).rejects.toMatchObject({
		code: 'ECONNREFUSED'
	});
});
