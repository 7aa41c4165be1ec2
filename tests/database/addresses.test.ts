// Addresses, names and words made to add a recipient or a header, and honest ones that look odd: one message, one recipient, or a refusal
// that names the field.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { connectMail, readBrand } from '../../src/lib/server/delivery/delivery.ts';
import { met, now, testPlace, type TestPlace } from '../support/database.ts';
import { startScriptedSmtp, type ScriptedSmtp } from '../support/scripted-smtp.ts';
import { from, sendInvitation } from '../support/sending.ts';

let place: TestPlace;
let server: ScriptedSmtp;
beforeAll(async () => {
	[place, server] = await Promise.all([testPlace(), startScriptedSmtp()]);
});
beforeEach(() => void server.taken.splice(0));
afterAll(async () => {
	await server.stop();
	await place.end();
});

const headersOf = (text: string) => text.slice(0, text.indexOf('\n\n'));

describe('names, subjects and senders', () => {
	const bcc = 'Bcc: eve@evil.example';
	test.each([
		['a line break', `Larkfield\r\n${bcc}`],
		['a bare line feed', `Larkfield\n${bcc}`],
		['a bare carriage return', `Larkfield\r${bcc}`],
		['an encoded line break', `Larkfield%0d%0a${bcc}`],
		['NUL', `Larkfield\0${bcc}`],
		['separators of Unicode', `Larkfield\u2028${bcc}\u2029`],
		['quotes and brackets', `"<eve@evil.example>, "Larkfield`],
		['a list', 'a@b.example, eve@evil.example'],
		['from right to left', '\u202egro.liam'],
		['emoji', 'Larkfield 🛠️'],
		['two thousand letters', 'x'.repeat(2000)]
	])('with %s make no other recipient and no other header', async (_, text) => {
		const mail = connectMail(server.url, from, { replyTo: text });
		const content = {
			subject: text,
			text,
			html: text,
			feedback: text,
			sender: { name: text, replyTo: text }
		};
		// What cannot be written at all is not written.
		const became = await mail.send('ada@mail.example', content, 'invite.1.AAAAAAAAAAAAAAAAAAAAAA');
		mail.close();
		if (became !== 'sent') return expect(server.taken).toEqual([]);
		const [{ to, text: raw }] = server.taken as [(typeof server.taken)[0]];
		expect(to).toEqual(['ada@mail.example']);
		const headers = headersOf(raw);
		expect(headers).not.toMatch(/^(Bcc|Cc):/im);
		expect(headers.match(/^(To|From|Subject|Message-ID):/gim)).toHaveLength(4);
		expect(headers).not.toMatch(/[\0\r]/);
	});

	test('of a brand are refused where they are typed', () => {
		for (const [name, text] of [
			['name', 'A\r\nBcc: x'],
			['name', 'A <b@c.example>'],
			['address', 'a@b.example, c@d.example'],
			['reply_to', 'a@b.example\r\nBcc: c@d.example'],
			['subject.en', 'x\0y']
		] as const) {
			const form = new URLSearchParams({ [name]: text });
			const { mistakes } = readBrand(form);
			expect([name, text, Object.keys(mistakes ?? {})]).toEqual([name, text, [name]]);
		}
	});
});

describe('a customer’s address', () => {
	const local = 'l'.repeat(64);
	const domain = `${'d'.repeat(58)}.${'d'.repeat(58)}.${'d'.repeat(58)}.example`;
	test.each([
		'a@x.example, b@y.example',
		'a@x.example;b@y.example',
		'Ada <a@x.example>',
		'a@x.example\r\nRCPT TO:<b@y.example>',
		'a@x.example\nBcc: b@y.example',
		'a@x.example\0',
		'"a b"@x.example',
		'a(comment)@x.example',
		'a@[127.0.0.1]',
		'a@localhost',
		'a@x..example',
		'a@.example',
		'a@b@x.example',
		'mailto:a@x.example',
		`${local}l@x.example`,
		`${local}@${domain}${'.d'.repeat(40)}`,
		'a\u200b@x.example',
		'a@x.exam\u00adple'
	])('%j is refused, and the field is named', async (email) => {
		const { rejected } = await place.feed('customers', { id: `C-bad`, email });
		expect(rejected).toHaveLength(1);
		expect(new Set(rejected[0]!.errors.map(({ path }) => path))).toEqual(new Set(['email']));
	});

	let people = 0;
	test.each([
		['of a name with accents', 'ada@köln.example', 'ada@xn--kln-sna.example'],
		['of emoji', '🛠️@mail.example', undefined],
		['as long as there may be', `${local}@${domain}`, `${local}@${domain}`],
		['of a role', 'postmaster@mail.example', 'postmaster@mail.example'],
		['with a tag', 'ada+larkfield@mail.example', 'ada+larkfield@mail.example'],
		['with an apostrophe', "o'hara@mail.example", "o'hara@mail.example"]
	])('%s gets one message', async (_, email, as) => {
		const id = `A${++people}`;
		await met(place, id, { email });
		await place.settle();
		const [row] = await place.sql<
			{ id: number }[]
		>`select id::int from invitations where interaction = ${id}`;
		expect(await sendInvitation(place, { invitation: row!.id, mail: server.url }, now)).toBe('sent');
		expect(server.taken).toHaveLength(1);
		expect(server.taken[0]!.to).toHaveLength(1);
		if (as) expect(server.taken[0]!.to[0]).toBe(as);
	});
});
