// What phone networks and mail servers post to us, over HTTP as they do: forged, replayed, out of order, too large, or about nothing.
import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { writeReference } from '../../src/lib/server/delivery/delivery.ts';
import { vault } from '../support/database.ts';
import { startProduct, type RunningProduct } from '../support/product.ts';
import { startTwilio, type TwilioServer } from '../support/twilio-server.ts';

const account = { sid: `AC${'0'.repeat(32)}`, token: 'a secret of the account' };
let product: RunningProduct;
let twilio: TwilioServer;
let reportKey: string;
beforeAll(async () => {
	twilio = await startTwilio(account);
	const { host } = new URL(twilio.url);
	const SMS_URL = `twilio://${account.sid}:${encodeURIComponent(account.token)}@${host}?from=+15005550006`;
	product = await startProduct({ SMS_URL });
	reportKey = await product.newKey(['mail']);
});
afterAll(async () => {
	await product.stop();
	await twilio.stop();
});

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000).toISOString();
const until = async <T>(what: () => Promise<T | undefined> | T | undefined): Promise<T> => {
	for (let waited = 0; waited < 30_000; waited += 50) {
		const found = await what();
		if (found !== undefined) return found;
		await new Promise((resolve) => setTimeout(resolve, 50));
	}
	throw new Error('waited in vain');
};

async function asked(id: string, contacts: Record<string, string>) {
	await product.send('customers', { id, language: 'en', ...contacts });
	await product.send('interactions', {
		id,
		customer: id,
		kind: 'call',
		started_at: ago(60),
		ended_at: ago(30)
	});
}
const smsTo = (phone: string) => until(() => twilio.messages.findLast(({ to }) => to === phone));
const reportsOf = async (interaction: string) =>
	(
		await product.sql`
			select report from delivery_reports r join messages m on m.id = r.message join invitations v on v.id = m.invitation
			where v.interaction = ${interaction} order by r.number`
	).map(({ report }) => report);

describe('a phone network', () => {
	test('tells what became of a message: any number of times, in any order', async () => {
		await asked('T1', { phone: '+447400123001' });
		const { sid } = await smsTo('+447400123001');
		for (const status of ['delivered', 'sent', 'delivered', 'queued', 'delivered'] as const)
			expect((await twilio.sendStatus(sid!, status)).status, status).toBe(204);
		expect(await reportsOf('T1')).toEqual(['delivered']);
		// Later and worse: both are kept, nothing more can be sent.
		expect((await twilio.sendStatus(sid!, 'undelivered', { errorCode: 30005 })).status).toBe(204);
		expect(await reportsOf('T1')).toEqual(['delivered', 'bounced']);
	});

	test('is heard only with its signature, made for this address', async () => {
		await asked('T2', { phone: '+447400123002' });
		const { callback } = await smsTo('+447400123002');
		const path = new URL(callback!).pathname;
		const fields = { MessageSid: 'SM1', MessageStatus: 'failed', ErrorCode: '30005' };
		const signed = (url: string, key = account.token) =>
			createHmac('sha1', key)
				.update(url + Object.entries(fields).sort().flat().join(''), 'utf8')
				.digest('base64');
		const post = (headers: Record<string, string>, body: BodyInit = new URLSearchParams(fields), to = path) =>
			fetch(product.origin + to, { method: 'POST', headers, body });
		const other = writeReference(vault, { about: 'invite', number: 999_999 });
		for (const headers of [
			{},
			{ 'x-twilio-signature': '' },
			{ 'x-twilio-signature': signed(callback!, 'another secret') },
			{ 'x-twilio-signature': signed(callback!.replace(path, '/incoming/sms')) },
			{ 'x-twilio-signature': signed(`https://attacker.example${path}`), host: 'attacker.example' }
		] as Record<string, string>[])
			expect((await post(headers)).status, JSON.stringify(headers)).toBe(400);
		const right = { 'x-twilio-signature': signed(callback!) };
		expect((await post(right, new URLSearchParams({ ...fields, ErrorCode: '30004' }))).status).toBe(400);
		expect((await post(right, 'x'.repeat(1_000_000))).status).toBe(400);
		// Theirs, but about a message that never was.
		const elsewhere = `/incoming/sms/${other}`;
		const about = { 'x-twilio-signature': signed(product.origin + elsewhere) };
		expect((await post(about, undefined, elsewhere)).status).toBe(204);
		expect(await reportsOf('T2')).toEqual([]);
		expect((await post(right)).status).toBe(204);
		expect(await reportsOf('T2')).toEqual(['bounced']);
	});

	test('passes on what customers write, and is told what to reply', async () => {
		const hook = `${product.origin}/incoming/sms`;
		const say = async (body: string, from = '+447400123001') =>
			(await twilio.sendInbound(hook, { from, to: '+15005550006', body })).text();
		expect(await say('STOP')).toContain('will not write to this number again');
		expect(await say('Please call me <b>')).toBe(
			'<?xml version="1.0" encoding="UTF-8"?><Response></Response>'
		);
		expect(await say('start')).toContain('may write to this number again');
		// Nobody we know stops nobody else.
		expect(await say('STOP', '+447400999999')).toContain('<Message>');
		expect(await product.sql`select from stopped`).toHaveLength(1);
		const forged = { From: '+447400123002', Body: 'STOP', MessageSid: 'SM7' };
		expect((await fetch(hook, { method: 'POST', body: new URLSearchParams(forged) })).status).toBe(400);
		expect(await product.sql`select from stopped`).toHaveLength(1);
	});
});

describe('a mail server', () => {
	const post = (body: BodyInit, headers: Record<string, string> = {}) =>
		fetch(`${product.origin}/api/v1/mail`, {
			method: 'POST',
			body,
			headers: { authorization: `Bearer ${reportKey}`, 'content-type': 'message/rfc822', ...headers }
		});
	/** As RFC 3464 has it. */
	const bounce = (reference: string) =>
		[
			'From: MAILER-DAEMON@mx.example',
			'To: ask@larkfield.example',
			'Subject: Undelivered',
			'MIME-Version: 1.0',
			'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
			'',
			'--b',
			'Content-Type: message/delivery-status',
			'',
			'Reporting-MTA: dns; mx.example',
			`Original-Envelope-Id: ${reference}`,
			'',
			'Final-Recipient: rfc822; gone@mail.example',
			'Action: failed',
			'Status: 5.1.1',
			'',
			'--b',
			'Content-Type: text/rfc822-headers',
			'',
			`Message-ID: <${reference}@larkfield.example>`,
			'',
			'--b--',
			''
		].join('\r\n');

	test('posts a bounce: with a key of this scope, once, and only about what we sent', async () => {
		await asked('M1', { email: 'gone@mail.example' });
		await product.mail.linkTo('gone@mail.example');
		const [{ id }] = (await product.sql`
			select id::int from invitations where interaction = 'M1'`) as unknown as [{ id: number }];
		const reference = writeReference(vault, { about: 'invite', number: id });
		for (const authorization of ['', 'Bearer x', `Bearer ${product.key}`])
			expect([401, 403]).toContain((await post(bounce(reference), { authorization })).status);
		expect((await post(bounce(reference), { 'content-type': 'text/plain' })).status).toBe(415);
		expect((await post('x'.repeat(2_000_000))).status).toBe(413);
		for (const forged of [reference.replace(/.$/, '_'), `invite.${id + 1}.${reference.split('.')[2]}`])
			expect(await (await post(bounce(forged))).json()).toEqual({ taken: 'unknown' });
		expect(await reportsOf('M1')).toEqual([]);
		for (let n = 0; n < 3; n++) {
			const response = await post(bounce(reference));
			expect([response.status, await response.json()]).toEqual([200, { taken: 'report' }]);
		}
		expect(await reportsOf('M1')).toEqual(['bounced']);
		expect(product.output()).not.toContain('gone@mail.example');
	});

	test.each([
		['nothing', ''],
		['no mail', '\0\0\0'],
		[
			'a thousand parts',
			`Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(1000)}--b--`
		],
		[
			'parts in parts',
			Array.from(
				{ length: 200 },
				(_, n) => `Content-Type: multipart/mixed; boundary=b${n}\r\n\r\n--b${n}\r\n`
			).join('')
		]
	])('posts %s', async (_, body) => {
		const response = await post(body);
		expect([response.status, await response.json()]).toEqual([
			200,
			{ taken: expect.stringMatching(/^(unknown|reply)$/) }
		]);
	});
});
