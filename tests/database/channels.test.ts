// Both channels with real counterparts: an SMTP server, and Twilio's own SDK against a server that plays its API and signs its hooks.
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import {
	connectSms,
	providerOf,
	takeMail,
	takeSmsStatus,
	takeStop,
	takeText,
	writeReference,
	type Sms
} from '../../src/lib/server/delivery/delivery.ts';
import { changePolicy } from '../../src/lib/server/sampling/sampling.ts';
import { changeLook } from '../../src/lib/server/survey/survey.ts';
import { met, now, testPlace, vault, type TestPlace } from '../support/database.ts';
import { startMailServer, type MailServer } from '../support/mail-server.ts';
import { origin, sendInvitation } from '../support/sending.ts';
import { makeStaff } from '../support/staff.ts';
import { startTwilio, type TwilioServer } from '../support/twilio-server.ts';

const sid = `AC${'0'.repeat(32)}`;
const token = 'a secret of the account';
let place: TestPlace;
let server: MailServer;
let twilio: TwilioServer;
let address: string;
let sms: Sms;

beforeAll(async () => {
	[place, server, twilio] = await Promise.all([
		testPlace({ hasSms: true }),
		startMailServer(),
		startTwilio({ sid, token })
	]);
	const { host } = new URL(twilio.url);
	address = `twilio://${sid}:${encodeURIComponent(token)}@${host}?from=+15005550006`;
	sms = connectSms({ SMS_URL: address, ORIGIN: origin, PHONE_COUNTRY: undefined })!;
});
afterAll(async () => {
	await place.end();
	await server.stop();
	await twilio.stop();
});
beforeEach(() => {
	server.refuseWith(undefined);
	twilio.trouble(undefined);
	place.jobs.splice(0);
});

let numbers = 0;
const nextPhone = () => `+4474001${String(23_000 + numbers++).padStart(5, '0')}`;

async function invited(id: string, contacts: Record<string, string>) {
	await place.feed('customers', { id: `C-${id}`, ...contacts });
	await place.feed('interactions', {
		id,
		kind: 'repair',
		customer: `C-${id}`,
		started_at: '2026-11-23T11:00:00Z'
	});
	await place.settle();
	const [row] = await place.sql<{ id: number }[]>`select id::int from invitations where interaction = ${id}`;
	return row!.id;
}

const send = (invitation: number, more: Partial<Parameters<typeof sendInvitation>[1]> = {}, at = now) =>
	sendInvitation(place, { invitation, mail: server.url, sms, ...more }, at);

const reportsOf = (invitation: number) =>
	place.sql`
	select m.channel, r.report, r.status from delivery_reports r join messages m on m.id = r.message
	where m.invitation = ${invitation} order by r.number`.then((rows) => rows.map((row) => ({ ...row })));

/** What Twilio posts, and what the product makes of it. */
async function hear(fields: Record<string, string>, path: string, signature?: string) {
	const url = origin + path;
	const signed = Object.keys(fields)
		.sort()
		.reduce((text, name) => text + name + fields[name], url);
	const right = createHmac('sha1', token).update(signed, 'utf8').digest('base64');
	const form = new URLSearchParams(fields);
	return providerOf(address).hear(address, { url, signature: signature ?? right, form });
}

async function report(invitation: number, fields: Record<string, string>) {
	const named = writeReference(vault, { about: 'invite', number: invitation });
	const hook = await hear({ MessageSid: 'SM1', ...fields }, `/incoming/sms/${named}`);
	if (hook?.kind !== 'status') throw new Error('not heard');
	return takeSmsStatus(place.sql, { named, hook, vault, queue: place.queue }, now);
}

async function text(from: string, body: string, id = `SM${Math.random()}`, more = {}) {
	const hook = await hear({ MessageSid: id, From: from, Body: body, ...more }, '/incoming/sms');
	if (hook?.kind !== 'text') throw new Error('not heard');
	return takeText(place.sql, { hook, vault, queue: place.queue, company: 'Larkfield' }, now);
}

/** A real report of a mail server about this invitation's mail. */
function bounce(invitation: number, sample: string) {
	const raw = readFileSync(join(import.meta.dirname, '../samples/mail', sample), 'latin1');
	const reference = writeReference(vault, { about: 'invite', number: invitation });
	const about = raw.replaceAll('invite.4711.k5c0ZQv1Xr3yq1mS', reference);
	const taking = { vault, queue: place.queue };
	return takeMail(place.sql, { raw: Buffer.from(about, 'latin1'), ...taking }, now);
}

describe('an SMS', () => {
	test('goes to a customer with a phone alone, in one part, with a link that opens', async () => {
		const phone = nextPhone();
		const invitation = await invited('S1', { phone });
		expect(await send(invitation)).toBe('sent');
		const message = twilio.messages.at(-1)!;
		expect(message).toMatchObject({ to: phone, from: '+15005550006', num_segments: '1' });
		expect(message.body).toMatch(/^Larkfield.* https:\/\/ask\.larkfield\.example\/s\/[\w-]{22} /);
		expect(message.callback).toMatch(/^https:\/\/ask\.larkfield\.example\/incoming\/sms\/invite\.\d+\./);
	});
	test('is tried again while the provider is away, too busy or wrongly set up', async () => {
		const invitation = await invited('S2', { phone: nextPhone() });
		for (const trouble of [429, 500, 'cut'] as const) {
			twilio.trouble(trouble);
			expect(await send(invitation)).toMatchObject({ retry: expect.any(String) });
		}
		twilio.trouble(undefined);
		expect(await send(invitation)).toBe('sent');
		expect(JSON.stringify(await place.sql`select detail from message_outcomes`)).not.toMatch(/\+44|secret/);
	});
	test('to a number that cannot get it is given up, and the mail goes instead', async () => {
		const phone = nextPhone();
		await changePolicy(place.sql, { channels: 'sms email' }, now);
		const invitation = await invited('S3', { phone, email: 'S3@mail.example' });
		await changePolicy(place.sql, { channels: 'email sms' }, now);
		twilio.stopped.add(phone);
		expect(await send(invitation)).toBe('refused for good');
		expect(place.jobs.filter(({ name }) => name === 'send').at(-1)!.job.data).toEqual({
			invitation,
			purpose: 'invite'
		});
		expect(await send(invitation)).toBe('sent');
		expect(server.mails.at(-1)!.to).toBe('S3@mail.example');
		expect(await reportsOf(invitation)).toEqual([{ channel: 'sms', report: 'bounced', status: '21610' }]);
	});
	test('that is reported undelivered goes the other way; once, however often it is told', async () => {
		await changePolicy(place.sql, { channels: 'sms email' }, now);
		const invitation = await invited('S4', { phone: nextPhone(), email: 'S4@mail.example' });
		await changePolicy(place.sql, { channels: 'email sms' }, now);
		expect(await send(invitation)).toBe('sent');
		place.jobs.splice(0);
		for (let n = 0; n < 3; n++)
			expect(await report(invitation, { MessageStatus: 'undelivered', ErrorCode: '30005' })).toBe('taken');
		expect(place.jobs).toHaveLength(1);
		expect(await send(invitation)).toBe('sent');
		expect(server.mails.at(-1)!.to).toBe('S4@mail.example');
	});
	test('statuses may come in any order, and before we know of the message', async () => {
		const invitation = await invited('S5', { phone: nextPhone() });
		expect(await report(invitation, { MessageStatus: 'delivered' })).toBe('taken');
		expect(await reportsOf(invitation)).toEqual([]);
		await send(invitation);
		for (const MessageStatus of ['delivered', 'sent', 'queued']) await report(invitation, { MessageStatus });
		expect(await reportsOf(invitation)).toEqual([{ channel: 'sms', report: 'delivered', status: null }]);
	});
	test('a forged hook is not heard', async () => {
		const fields = { MessageSid: 'SM1', MessageStatus: 'failed' };
		expect(await hear(fields, '/incoming/sms/x', 'AAAA')).toBeUndefined();
		expect(await hear(fields, '/incoming/sms/x', '')).toBeUndefined();
		const named = 'invite.1.AAAAAAAAAAAAAAAAAAAAAA';
		const hook = { kind: 'status', report: 'failed', status: undefined } as const;
		expect(await takeSmsStatus(place.sql, { named, hook, vault, queue: place.queue }, now)).toBe('unknown');
	});
});

describe('words that come in', () => {
	test('STOP stops this number in the customer’s language, START resumes, HELP explains', async () => {
		const phone = nextPhone();
		const invitation = await invited('W1', { phone, language: 'de' });
		expect(await text(phone, ' Stopp! ')).toMatch(/schreibt nicht mehr/);
		expect(await send(invitation)).toBe('not needed');
		expect(await text(phone, 'hilfe')).toMatch(/STOP.*START/);
		expect(await text(phone, 'start')).toMatch(/darf wieder/);
		expect(await send(invitation)).toBe('sent');
	});
	test('the reply names the company as customers know it', async () => {
		const phone = nextPhone();
		await invited('W5', { phone });
		const staff = await makeStaff(place.sql, 'quality', 'look@l.example');
		await changeLook(place.sql, { name: 'Northgate', colour: '', logo: undefined }, staff, now);
		expect(await text(phone, 'HELP')).toContain('Northgate asks');
		await changeLook(place.sql, { name: '', colour: '', logo: undefined }, staff, now);
		expect(await text(phone, 'HELP')).toContain('Larkfield asks');
	});
	test('the same SMS twice is one, other words are not kept', async () => {
		const phone = nextPhone();
		await invited('W2', { phone });
		expect(await text(phone, 'STOP', 'SM-same')).not.toBe('');
		expect(await text(phone, 'STOP', 'SM-same')).toBe('');
		expect(await text(phone, 'My name is Ada')).toBe('');
		expect(JSON.stringify(await place.sql`select * from incoming`)).not.toContain('Ada');
	});
	test('what Twilio has answered itself is not answered twice', async () => {
		const phone = nextPhone();
		const invitation = await invited('W4', { phone });
		expect(await text(phone, 'STOP', 'SM-own', { OptOutType: 'STOP' })).toBe('');
		expect(await send(invitation)).toBe('not needed');
	});
	test('a reply that says stop, with our reference; anybody’s without one does nothing', async () => {
		const invitation = await invited('W3', { email: 'W3@mail.example' });
		await send(invitation);
		const { messageId } = server.mails.at(-1)!.mail;
		const reply = (more: string) =>
			takeMail(
				place.sql,
				{
					raw: Buffer.from(
						`From: w3@mail.example\r\nTo: ask@larkfield.example\r\nSubject: Re: x\r\n${more}\r\nSTOP\r\n`
					),
					...{ vault, queue: place.queue }
				},
				now
			);
		expect(await reply('In-Reply-To: <invite.1.AAAAAAAAAAAAAAAAAAAAAA@larkfield.example>\r\n')).toBe(
			'unknown'
		);
		await met(place, 'W3-before', { customer: 'C-W3-other', email: 'w3@mail.example' });
		await place.settle();
		expect(await place.outcome('W3-before')).toBe('invited');
		expect(await reply(`In-Reply-To: ${messageId}\r\n`)).toBe('stop');
		await met(place, 'W3-after', { customer: 'C-W3-third', email: 'w3@mail.example' });
		await place.settle();
		expect(await place.outcome('W3-after')).toMatch(/opted_out|destination_shared/);
	});
});

describe('a mail that comes back', () => {
	test('for a wrong address: the SMS goes instead, and the address is not written to again', async () => {
		const contacts = { phone: nextPhone(), email: 'gone@mail.example' };
		const invitation = await invited('B1', contacts);
		await send(invitation);
		expect(await bounce(invitation, 'exim-a-unknown-user.eml')).toBe('report');
		expect(await bounce(invitation, 'exim-a-unknown-user.eml')).toBe('report');
		expect(await reportsOf(invitation)).toEqual([{ channel: 'email', report: 'bounced', status: '5.1.1' }]);
		expect(await send(invitation)).toBe('sent');
		expect(twilio.messages.at(-1)!.to).toBe(contacts.phone);
		await met(place, 'B1-later', { customer: 'C-B1-other', email: 'gone@mail.example' });
		await place.settle();
		expect(await place.outcome('B1-later')).toBe('undeliverable');
	});
	test('for a full mailbox: nothing more is sent, and the address stays good', async () => {
		const invitation = await invited('B2', { email: 'full@mail.example' });
		await send(invitation);
		await bounce(invitation, 'postfix-c-delayed-mailbox-full-452.eml');
		await bounce(invitation, 'postfix-d-expired-mailbox-full-452.eml');
		expect((await reportsOf(invitation)).map(({ report }) => report)).toEqual(['delayed', 'failed']);
		expect(await send(invitation)).toBe('not needed');
		await met(place, 'B2-later', { customer: 'C-B2-other', email: 'full@mail.example' });
		await place.settle();
		expect(await place.outcome('B2-later')).toBe('invited');
	});
	test('does not quote a link: what leads to "stop" opens no question', async () => {
		const invitation = await invited('B3', { email: 'B3@mail.example' });
		await send(invitation);
		const { raw, mail } = server.mails.at(-1)!;
		const link = /\/s\/([\w-]{22})/.exec(mail.text!)![1]!;
		const [head] = raw.split('\r\n\r\n');
		expect(head).not.toContain(link);
		const stop = /\/u\/([\w.-]+)/.exec(mail.text!)![1]!;
		const form = new URLSearchParams('List-Unsubscribe=One-Click');
		expect(await takeStop(place.sql, { link: stop, form, vault }, now)).toBe('stopped');
		const forged = stop.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
		expect(await takeStop(place.sql, { link: `9${forged}`, form, vault }, now)).toBe('unknown');
	});
});

describe('when', () => {
	const later = (days: number) => new Date(now.getTime() + days * 86_400_000);
	test('outside the customer’s hours a message waits', async () => {
		const invitation = await invited('T1', { email: 'T1@mail.example', timezone: 'Europe/Madrid' });
		place.jobs.splice(0);
		expect(await send(invitation, {}, new Date('2026-11-23T19:30:00Z'))).toBe('put off');
		const { after } = place.jobs[0]!.job;
		expect(after!.getTime()).toBeGreaterThanOrEqual(Date.parse('2026-11-24T08:00:00Z'));
		expect(after!.getTime()).toBeLessThan(Date.parse('2026-11-24T09:00:00Z'));
	});
	test('two reminders at most, days apart, none after an answer or a wish to stop', async () => {
		await changePolicy(place.sql, { reminders: '2', reminder_days: '3' }, now);
		const invitation = await invited('T2', { email: 'T2@mail.example' });
		place.jobs.splice(0);
		expect(await send(invitation)).toBe('sent');
		const [first] = place.jobs.splice(0);
		expect(first!.job).toEqual({ data: { invitation, purpose: 'reminder' }, after: later(3) });
		expect(await send(invitation, { purpose: 'reminder' }, later(1))).toBe('put off');
		place.jobs.splice(0);
		expect(await send(invitation, { purpose: 'reminder' }, later(3))).toBe('sent');
		expect(server.mails.at(-1)!.mail.subject).toMatch(/may we still ask/);
		expect(place.jobs.splice(0).map(({ job }) => job.data)).toEqual([
			{ invitation, purpose: 'second_reminder' }
		]);
		expect(await send(invitation, { purpose: 'second_reminder' }, later(7))).toBe('sent');
		expect(place.jobs).toEqual([]);
		expect(await send(invitation, { purpose: 'second_reminder' }, later(9))).toBe('not needed');
		await changePolicy(place.sql, { reminders: '0' }, now);
		const other = await invited('T2-given-up', { email: 'T2b@mail.example' });
		expect(await send(other, {}, later(8))).toBe('sent');
		expect(await send(other, { purpose: 'reminder' }, later(12))).toBe('not needed');
	});
	test('a domain gets so many a minute, and the rest a place in line', async () => {
		await changePolicy(place.sql, { domain_drip: '2' }, now);
		// Later than everything sent above.
		const at = later(10);
		const all = [];
		for (let n = 0; n < 4; n++) all.push(await invited(`T3-${n}`, { email: `a${n}@slow.example` }));
		place.jobs.splice(0);
		const became = [];
		for (const invitation of all) became.push(await send(invitation, {}, at));
		expect(became).toEqual(['sent', 'sent', 'sent', 'put off']);
		const { data, after } = place.jobs.at(-1)!.job;
		expect(data).toMatchObject({ invitation: all[3], holds: true });
		expect(after!.getTime() - at.getTime()).toBe(30_000);
		expect(await send(all[3]!, { holds: true }, after!)).toBe('sent');
		await changePolicy(place.sql, { domain_drip: '0' }, now);
	});
	test('a clock that ran days ahead for a while holds up nothing', async () => {
		await changePolicy(place.sql, { drip: '60', domain_drip: '60' }, now);
		const [ahead, back] = [
			await invited('T4', { email: 'a@ahead.example' }),
			await invited('T5', { email: 'b@ahead.example' })
		];
		await send(ahead, {}, later(24 * 13));
		expect(await send(back, {}, later(11))).toBe('sent');
		await changePolicy(place.sql, { drip: '0', domain_drip: '0' }, now);
	});
});
