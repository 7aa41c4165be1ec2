import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readMail } from './incoming-mail.ts';

const folder = join(import.meta.dirname, '../../../../tests/samples/mail');
const read = (name: string) => readMail(readFileSync(join(folder, name)));
const written = (...lines: string[]) => readMail(Buffer.from(lines.join('\r\n')));

/** By what happened: see README.md beside the samples. */
const expected: [happened: RegExp, as: string][] = [
	[/-a-unknown-user|-l-forwarded-unknown|-h-|smtputf8-unknown/, 'bounced'],
	[/^(postfix|sendmail)-b-unknown-local|null-mx\.eml$|^sendmail-e-/, 'bounced'],
	[/^exim-b-unknown-local|-no-such-domain/, 'failed'],
	[/-c-delayed-|-cd-.*\.1\.eml$/, 'delayed'],
	[/-d-expired-|-cd-.*\.2\.eml$/, 'failed'],
	[/-f-policy|-j-mailbox-full-552|smtputf8-not-offered/, 'failed'],
	[/-g-success-delivered|^exim-g-success/, 'delivered']
];

test('OpenSMTPD numbers every failure alike: given up, and no address is blamed', async () => {
	for (const name of readdirSync(folder).filter((name) => /^opensmtpd-/.test(name))) {
		const { mail } = await read(name);
		const said = mail.what === 'report' ? mail.report : mail.what;
		expect([name, said]).toEqual([
			name,
			/-c-/.test(name) ? 'delayed' : name.includes('relayed') ? 'unknown' : 'failed'
		]);
	}
});

test.each([
	['vacation-out-of-office.eml', 'auto_reply'],
	['dovecot-out-of-office.eml', 'auto_reply'],
	['exim-out-of-office-filter.eml', 'auto_reply'],
	['mutt-reply-stop.eml', 'stop'],
	['s-nail-reply-stop.eml', 'stop'],
	['mutt-reply-thanks.eml', 'reply'],
	['mutt-reply-thanks-latin1.eml', 'reply'],
	['arf-complaint-full.eml', 'complaint'],
	['arf-complaint-headers.eml', 'complaint'],
	['arf-complaint-redacted.eml', 'complaint'],
	['opendmarc-auth-failure-report.eml', 'unknown'],
	['dovecot-postfix-j-quota-exceeded.eml', 'report']
])('%s is a %s', async (name, what) => {
	expect((await read(name)).mail.what).toBe(what);
});

describe('real reports of Postfix, Exim and Sendmail', () => {
	const samples = readdirSync(folder).filter((name) => /^(postfix|exim|sendmail)-[a-l]{1,2}-/.test(name));
	test.each(samples)('%s', async (name) => {
		const { mail, about } = await read(name);
		expect(about).toContain('invite.4711.k5c0ZQv1Xr3yq1mS');
		const said = mail.what === 'report' ? mail.report : mail.what;
		// Exim says nothing about why where no other server was asked; what says nothing blames no address.
		const exim = /^exim-(e-null-mx)/.test(name) ? 'failed' : undefined;
		// Handed on to a server that reports nothing.
		const relayed = /^(postfix|sendmail)-g-success-relayed/.test(name) ? 'unknown' : undefined;
		expect(said).toBe(exim ?? relayed ?? expected.find(([happened]) => happened.test(name))![1]);
	});
});

describe('what people and programs write', () => {
	const from = ['From: Anna <anna@mail.example>', 'To: ask@ask.larkfield.example'];
	test.each(['STOP', 'stop.', 'Arrêt', 'ABMELDEN', 'no más', '退订', 'إيقاف'])(
		'%s above what it quotes stops',
		async (word) => {
			const { mail } = await written(
				...from,
				'Subject: Re: How was it?',
				'',
				word,
				'',
				'> Your visit: how was it?'
			);
			expect(mail.what).toBe('stop');
		}
	);
	test('a word in the subject, as our own mailto address writes it', async () => {
		const { mail, about } = await written(...from, 'Subject: STOP invite.4711.k5c0ZQv1Xr3yq1mS', '', '');
		expect(mail.what).toBe('stop');
		expect(about).toContain('invite.4711.k5c0ZQv1Xr3yq1mS');
	});
	test('words that say more are for people to read', async () => {
		const { mail } = await written(
			...from,
			'Subject: Re: How was it?',
			'',
			'Stop by any time, it was lovely.'
		);
		expect(mail.what).toBe('reply');
	});
	test('an automatic reply is no reply', async () => {
		for (const header of ['Auto-Submitted: auto-replied (vacation)', 'Precedence: bulk', 'X-Autoreply: yes'])
			expect((await written(...from, header, 'Subject: Away', '', 'STOP')).mail.what).toBe('auto_reply');
	});
	test('a complaint of abuse stops, other feedback does not', async () => {
		const feedback = (type: string) =>
			written(
				'From: feedback@mailbox.example',
				'Subject: complaint',
				'MIME-Version: 1.0',
				'Content-Type: multipart/report; report-type=feedback-report; boundary=b',
				...['', '--b', 'Content-Type: text/plain', '', 'This is an e-mail abuse report.'],
				...['--b', 'Content-Type: message/feedback-report', '', `Feedback-Type: ${type}`, 'Version: 1'],
				...['', '--b', 'Content-Type: text/rfc822-headers', ''],
				...['Message-ID: <invite.4711.k5c0ZQv1Xr3yq1mS@ask.larkfield.example>', '', '--b--', '']
			);
		expect((await feedback('abuse')).mail.what).toBe('complaint');
		expect((await feedback('not-spam')).mail.what).toBe('unknown');
		expect((await feedback('abuse')).about).toContain('invite.4711.k5c0ZQv1Xr3yq1mS');
	});
	test('bytes that are no mail are nothing', async () => {
		for (const raw of [
			'',
			'\0\xff\xfe',
			'x'.repeat(100_000),
			'Content-Type: multipart/report; boundary=\r\n\r\n--',
			// More parts than the parser takes.
			`Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(1000)}--b--`
		])
			expect((await readMail(Buffer.from(raw, 'latin1'))).mail.what).toMatch(/reply|unknown/);
	});
});
