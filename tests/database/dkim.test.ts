// Signed mail, as a receiver with a library of its own finds it (RFC 6376); RFC 8058 wants the fields of one-click covered.
import { generateKeyPairSync } from 'node:crypto';
import { dkimVerify } from 'mailauth/lib/dkim/verify.js';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readConfig } from '../../src/lib/server/config.ts';
import { connectMail, inviteMail } from '../../src/lib/server/delivery/delivery.ts';
import { startMailServer, type MailServer } from '../support/mail-server.ts';

const pair = generateKeyPairSync('rsa', {
	modulusLength: 2048,
	publicKeyEncoding: { type: 'spki', format: 'der' },
	privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
});
let server: MailServer;
beforeAll(async () => void (server = await startMailServer()));
afterAll(() => server.stop());

/** The mail as it arrived from this sender. */
async function received(from: string): Promise<string> {
	const mail = connectMail(server.url, from, { dkim: { key: pair.privateKey, selector: 'ungamed' } });
	const content = inviteMail({
		company: 'Larkfield',
		answer: 'https://ask.larkfield.example/s/AAAAAAAAAAAAAAAAAAAAAA',
		stop: 'https://ask.larkfield.example/u/1.AAAAAAAAAAAAAAAAAAAAAA',
		purpose: 'invite',
		kind: 'repair',
		startedAt: new Date(),
		expiresAt: new Date(),
		language: 'ar',
		timezone: null
	});
	const feedback = 'invite:1:repair:ungamed';
	expect(await mail.send('ada@mail.example', { ...content, feedback }, 'invite.1.x')).toBe('sent');
	mail.close();
	return server.mails.at(-1)!.raw;
}

async function verdict(raw: string): Promise<string> {
	const resolver = async (name: string) => {
		if (name !== 'ungamed._domainkey.xn--kln-sna.example') throw new Error('no such name');
		return [[`v=DKIM1; k=rsa; p=${pair.publicKey.toString('base64')}`]];
	};
	const { results } = await dkimVerify(Buffer.from(raw, 'latin1'), { resolver });
	return results[0]!.status.result;
}

test('a mail is signed for its sender’s domain, and every field that must not change is covered', async () => {
	const raw = await received('Larkfield <ask@köln.example>');
	expect(await verdict(raw)).toBe('pass');
	for (const [field, instead] of [
		[/^Subject: /m, 'Subject: Not '],
		[/^List-Unsubscribe:\s+</m, 'List-Unsubscribe: <https://elsewhere.example>, <'],
		[/^List-Unsubscribe-Post: .*$/m, 'List-Unsubscribe-Post: x'],
		[/^Feedback-ID: /im, 'Feedback-ID: 2'],
		[/\/s\/A/, '/s/B']
	] as const) {
		expect(raw).toMatch(field);
		expect([field, await verdict(raw.replace(field, instead))]).toEqual([
			field,
			expect.not.stringMatching('pass')
		]);
	}
});

test('a key nothing can be signed with is refused at the start, and so is a sender nobody can write to', () => {
	const wrong = (env: Record<string, string>) => {
		const read = readConfig({ MAIL_URL: 'smtp://localhost', MAIL_FROM: 'a@b.example', ...env });
		return 'mistakes' in read ? read.mistakes.join() : '';
	};
	const ed25519 = generateKeyPairSync('ed25519', {
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' }
	});
	for (const key of [
		ed25519.privateKey,
		pair.privateKey.replace(/\n.{60}/, '\n'),
		'-----BEGIN PRIVATE KEY-----\nx\n-----END PRIVATE KEY-----',
		'/nowhere.pem'
	])
		expect(wrong({ DKIM_KEY: key })).toContain('DKIM_KEY must be a private RSA key');
	expect(wrong({ DKIM_KEY: pair.privateKey })).toBe('');
	expect(wrong({ DKIM_KEY: pair.privateKey.replaceAll('\n', '\\n') })).toBe('');
	for (const from of [
		'Acme "Best" Co <ask@x.example>',
		'Acme <a,b@x.example>',
		'<a;b@x.example>',
		'a@b@c.example',
		'Acme',
		'A\nB <a@b.example>'
	])
		expect([from, wrong({ MAIL_FROM: from })]).toEqual([from, expect.stringContaining('MAIL_FROM must be')]);
	for (const from of [
		'"Larkfield & Co" <ask@larkfield.example>',
		'ask@köln.example',
		'Larkfield, Nord <a@b.example>'
	])
		expect([from, wrong({ MAIL_FROM: from })]).toEqual([from, '']);
});
