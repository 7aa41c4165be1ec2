// A mail server that refuses at each step of a conversation, and workers that die at each step of a send: nothing is lost, no address is
// blamed for what is not about it, and every link that left is alive.
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectMail, sendInvitations, type Mail } from '../../src/lib/server/delivery/delivery.ts';
import { changePolicy } from '../../src/lib/server/sampling/sampling.ts';
import { openLink } from '../../src/lib/server/response/response.ts';
import { asSuperuser, met, now, testPlace, vault, type TestPlace } from '../support/database.ts';
import { startScriptedSmtp, type Say, type ScriptedSmtp, type Step } from '../support/scripted-smtp.ts';
import { from, origin, sendInvitation } from '../support/sending.ts';

let place: TestPlace;
let server: ScriptedSmtp;
let mail: Mail;
beforeAll(async () => {
	[place, server] = await Promise.all([testPlace(), startScriptedSmtp()]);
	// Without places in line, which later moments would take.
	await changePolicy(place.sql, { drip: '0', domain_drip: '0' }, now);
});
// A connection of its own for each: pooled ones are past the greeting.
beforeEach(() => void (mail = connectMail(server.url, from)));
afterEach(() => {
	mail.close();
	for (const step of Object.keys(server.script)) delete server.script[step as Step];
	server.taken.splice(0);
});
afterAll(async () => {
	await server.stop();
	await place.end();
});

let people = 0;
async function invited(): Promise<number> {
	const id = `P${++people}`;
	await met(place, id);
	await place.settle();
	const [row] = await place.sql<{ id: number }[]>`select id::int from invitations where interaction = ${id}`;
	return row!.id;
}

const send = (invitation: number, at = now) => sendInvitation(place, { invitation, mail }, at);
const outcomesOf = async (invitation: number) =>
	(
		await place.sql`
		select o.outcome, r.report from messages m left join message_outcomes o on o.message = m.id
		left join delivery_reports r on r.message = m.id where m.invitation = ${invitation} order by m.id`
	).map(({ outcome, report }) => [outcome, report]);
/** The links of everything the server has got, as it would be read. */
const links = () => server.taken.map(({ text }) => /\/s\/([\w-]{22})/.exec(text.replace(/=\n/g, ''))![1]!);
const states = () => Promise.all(links().map(async (link) => (await openLink(place.sql, link, now)).state));

const cases: [Step, Say, 'retried' | 'given up' | 'address'][] = [
	['greeting', '421 4.3.2 come back later', 'retried'],
	['greeting', '554 5.7.1 you are on a list', 'retried'],
	['greeting', 'cut', 'retried'],
	['EHLO', '421 4.7.0 too many of you', 'retried'],
	['EHLO', '550 5.7.1 not you', 'retried'],
	['EHLO', 'cut', 'retried'],
	['MAIL', '421 4.7.0 not now', 'retried'],
	['MAIL', '451 4.3.0 not now', 'retried'],
	['MAIL', '530 5.7.0 sign in first', 'retried'],
	['MAIL', '550 5.1.8 your sender is unknown', 'retried'],
	['MAIL', '552 5.3.4 too large for today', 'retried'],
	['MAIL', 'cut', 'retried'],
	['RCPT', '421 4.7.0 enough', 'retried'],
	['RCPT', '450 4.7.1 greylisted, come back in five minutes', 'retried'],
	['RCPT', '451 4.2.0 greylisted', 'retried'],
	['RCPT', '452 4.2.2 mailbox full', 'retried'],
	['RCPT', '530 5.7.0 sign in first', 'retried'],
	['RCPT', '550 5.1.1 no such user', 'address'],
	['RCPT', '550 no such user', 'address'],
	['RCPT', '551 5.1.6 moved away', 'address'],
	['RCPT', '553 5.1.3 no address', 'address'],
	['RCPT', '550-5.1.1 no\r\n550 5.1.1 such user', 'address'],
	['RCPT', '552 5.2.2 over quota', 'given up'],
	['RCPT', '550 5.7.1 we do not relay', 'given up'],
	['RCPT', '550 relay not permitted', 'given up'],
	['RCPT', '550 5.1.8 your domain does not exist', 'given up'],
	['RCPT', '550 Sender verify failed', 'given up'],
	['RCPT', '550 client 5.1.10.77 is blacklisted', 'given up'],
	['RCPT', 'what?', 'retried'],
	['RCPT', 'cut', 'retried'],
	['DATA', '421 4.3.2 closing', 'retried'],
	['DATA', '451 4.3.0 not now', 'retried'],
	['DATA', '554 5.5.1 nobody to send to', 'given up'],
	['DATA', 'cut', 'retried'],
	['body', '421 4.3.2 closing', 'retried'],
	['body', '451 4.7.1 try later', 'retried'],
	['body', '452 4.3.1 disk full', 'retried'],
	['body', '550 5.7.1 looks like spam', 'given up'],
	['body', '554 5.6.0 unreadable', 'given up'],
	['body', '\xff\xfe nonsense', 'retried'],
	['body', 'cut', 'retried']
];

describe('a mail server says', () => {
	test.each(cases)('%s: %s', async (step, say, becomes) => {
		const invitation = await invited();
		server.script[step] = say;
		const became = await send(invitation);
		delete server.script[step];
		const later = new Date(now.getTime() + 600_000);
		if (becomes === 'retried') {
			expect(became).toMatchObject({ retry: expect.stringMatching(/^E[A-Z]+( \d{3})?$/) });
			expect(await outcomesOf(invitation)).toEqual([['failed', null]]);
			// Once it has passed: one mail more, with a link of its own.
			const before = server.taken.length;
			expect(await send(invitation, later)).toBe('sent');
			expect(server.taken).toHaveLength(before + 1);
		} else {
			expect(became).toBe('refused for good');
			expect(await outcomesOf(invitation)).toEqual([
				['failed', becomes === 'address' ? 'bounced' : 'failed']
			]);
			expect(await send(invitation, later)).toBe('not needed');
		}
		expect(await send(invitation, later)).toBe('not needed');
		expect(await states()).toEqual(server.taken.map(() => 'open'));
	});

	test('nothing, for longer than anybody waits', async () => {
		const invitation = await invited();
		const impatient = connectMail(server.url, from, {
			waits: { connect: 500, reply: 500, whole: 1500 }
		});
		for (const step of ['greeting', 'RCPT', 'body'] as const) {
			server.script[step] = 'hang';
			const became = await sendInvitation(place, { invitation, mail: impatient });
			expect([step, became]).toEqual([
				step,
				{ retry: expect.stringMatching(/^E(TIMEDOUT|SOCKET|CONNECTION)/) }
			]);
			delete server.script[step];
		}
		// A byte at a time, so that it never is quite silent.
		server.script.RCPT = 'trickle';
		expect(await sendInvitation(place, { invitation, mail: impatient })).toEqual({ retry: 'EABORT' });
		delete server.script.RCPT;
		expect(await sendInvitation(place, { invitation, mail: impatient })).toBe('sent');
		impatient.close();
	});

	test('nothing of TLS, and is another machine: no password is told in clear', async () => {
		// Not among the names of this machine itself.
		const other = await startScriptedSmtp('127.0.0.2');
		const invitation = await invited();
		const signedIn = connectMail(other.url.replace('//', '//ask:secret@'), from);
		expect(await sendInvitation(place, { invitation, mail: signedIn })).toEqual({ retry: 'ETLS 502' });
		signedIn.close();
		await other.stop();
		expect(other.heard.join()).toMatch(/STARTTLS/);
		expect(other.heard.join()).not.toMatch(/AUTH/);
		expect(await send(invitation)).toBe('sent');
	});

	test('that the password is wrong: nothing is given up', async () => {
		const invitation = await invited();
		server.script.AUTH = '535 5.7.8 no';
		const signedIn = connectMail(server.url.replace('//', '//ask:wrong@'), from);
		expect(await sendInvitation(place, { invitation, mail: signedIn })).toEqual({ retry: 'EAUTH 535' });
		delete server.script.AUTH;
		expect(await sendInvitation(place, { invitation, mail: signedIn })).toBe('sent');
		signedIn.close();
	});
});

describe('a worker dies', () => {
	/** While the given statement runs: as if the process were gone, since nothing after it is written. */
	const dyingAt = async (table: string, what: () => Promise<unknown>) => {
		await place.sql.unsafe(`
			create function die() returns trigger language plpgsql as $$ begin raise exception 'gone' using errcode = '57P01'; end $$;
			create trigger die before insert on ${table} for each statement execute function die()`);
		try {
			await expect(what()).rejects.toThrow();
		} finally {
			await place.sql.unsafe(`drop trigger die on ${table}; drop function die()`);
		}
	};

	test.each([
		['before the message is written', 'messages'],
		['before its link is written', 'links']
	])('%s: nothing has left, and it leaves the next time', async (_, table) => {
		const invitation = await invited();
		await dyingAt(table, () => send(invitation));
		expect([server.taken, await outcomesOf(invitation)]).toEqual([[], []]);
		expect(await send(invitation)).toBe('sent');
		expect(await states()).toEqual(['open']);
	});

	test('with the link written and nothing sent: another link leaves the next time', async () => {
		const invitation = await invited();
		const dying: Mail = { send: () => Promise.reject(new Error('gone')), close() {} };
		await expect(sendInvitation(place, { invitation, mail: dying })).rejects.toThrow('gone');
		expect(await outcomesOf(invitation)).toEqual([[null, null]]);
		expect(await send(invitation)).toBe('sent');
		expect(await states()).toEqual(['open']);
	});

	test('after the mail server has taken it: it is sent twice, and both links answer once', async () => {
		const invitation = await invited();
		await dyingAt('message_outcomes', () => send(invitation));
		expect(server.taken).toHaveLength(1);
		expect(await send(invitation)).toBe('sent');
		expect(await states()).toEqual(['open', 'open']);
		const [one, other] = server.taken.map(({ text }) => /^Message-ID: .*$/m.exec(text)![0]);
		// By which a mailbox can tell the second from the first.
		expect(one).toBe(other);
		expect(await send(invitation)).toBe('not needed');
	});

	test('before it knows, though the message is reported delivered: it is not sent again', async () => {
		const invitation = await invited();
		await dyingAt('message_outcomes', () => send(invitation));
		await place.sql`
			insert into delivery_reports (message, report, at) select id, 'delivered', ${now} from messages where invitation = ${invitation}`;
		expect(await send(invitation)).toBe('not needed');
		expect(server.taken).toHaveLength(1);
	});

	test('over one of many, whose address cannot be read: the others leave', async () => {
		const all = [await invited(), await invited(), await invited()];
		await asSuperuser(
			place.sql,
			(sql) => sql`update contacts set sealed = '\\x0102' where customer = ${`C-P${people - 1}`}`
		);
		const sending = { mail, vault, queue: place.queue, origin, company: 'Larkfield', random: randomBytes };
		const due = all.map((invitation) => ({ invitation, purpose: 'invite' as const }));
		expect(await sendInvitations(place.sql, due, sending, () => now)).toEqual([
			'sent',
			{ error: expect.any(Error) },
			'sent'
		]);
	});

	test('in the middle of many: each of the others is sent once', async () => {
		const invitations = [];
		for (let n = 0; n < 3; n++) invitations.push(await invited());
		let sent = 0;
		const flaky: Mail = {
			send: (...given) => (++sent === 2 ? Promise.reject(new Error('gone')) : mail.send(...given)),
			close() {}
		};
		for (const invitation of invitations)
			await sendInvitation(place, { invitation, mail: flaky }).catch(() => {});
		for (const invitation of invitations) await send(invitation);
		const last = people;
		expect(server.taken.map(({ to }) => to)).toEqual(
			[last - 2, last, last - 1].map((n) => [`P${n}@mail.example`])
		);
		expect(await states()).toEqual(['open', 'open', 'open']);
	});
});
