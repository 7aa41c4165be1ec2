import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hearVoice, speakUp } from '../../src/lib/server/invitation/invitation.ts';
import { sendInvitation } from '../support/sending.ts';
import { acceptAnswer } from '../../src/lib/server/response/response.ts';
import { readAnswers } from '../../src/lib/server/reports/reports.ts';
import { changePolicy } from '../../src/lib/server/sampling/sampling.ts';
import { sender } from '../support/customer.ts';
import { everyRow, met, now, testPlace, vault, type TestPlace } from '../support/database.ts';
import { linkIn, startMailServer, type MailServer } from '../support/mail-server.ts';
import { figuresOf } from '../support/desk.ts';

let place: TestPlace;
let server: MailServer;
beforeAll(async () => {
	[place, server] = await Promise.all([testPlace(), startMailServer()]);
	// Nobody is drawn: whoever is asked here has spoken up.
	await changePolicy(place.sql, { draw_rate: '0' }, now);
});
afterAll(async () => {
	await place.end();
	await server.stop();
});

const later = new Date(now.getTime() + 49 * 3_600_000);

let network = 0;
beforeEach(() => void network++);

const speak = (number: string, contact: string, address = `192.0.2.${network}`) =>
	speakUp(place.sql, { number, contact, address, vault, queue: place.queue }, now);

const hearing = () => ({ vault, hasSms: false, queue: place.queue });

/** Runs what speaking up has left to do; what became of the newest request. */
async function outcome(at = now): Promise<string | undefined> {
	for (;;) {
		const next = place.jobs.findIndex(({ name, job }) => name === 'voice' && (job.after ?? at) <= at);
		if (next === -1) break;
		const [{ job }] = place.jobs.splice(next, 1) as [TestPlace['jobs'][number]];
		await hearVoice(place.sql, { ...(job.data as { request: number }), ...hearing() }, at);
	}
	const [row] = await place.sql<{ outcome: string | null }[]>`
		select outcome from voice_requests left join voice_outcomes on request = id order by id desc limit 1`;
	return row?.outcome ?? undefined;
}

async function sendAll(at = now) {
	for (const { name, job } of place.jobs.splice(0))
		if (name === 'send')
			await sendInvitation(
				place,
				{ ...(job.data as { invitation: number; purpose?: 'voice' }), mail: server.url },
				at
			);
}

test('a customer nobody asked gets a link, at the contact on record', async () => {
	await met(place, 'V1');
	await place.settle();
	expect(await place.outcome('V1')).toBe('not_drawn');
	expect(await speak(' v1 ', 'V1@Mail.example')).toBe('heard');
	expect(await outcome()).toBe('sent');
	await sendAll();
	expect(server.mails.map(({ to }) => to)).toEqual(['V1@mail.example']);
	expect(server.mails[0]!.mail.text).toMatch(/you told us that nobody asked you/);
});

test('the answer is marked and counted apart', async () => {
	const link = linkIn(server.mails[0]!.mail.text!).slice(-22);
	const about = { interaction: 'V1', voice: true, questionnaire: 1 };
	const input = { link, ...about, replies: { overall: 1 }, words: {}, seconds: 30 };
	await acceptAnswer(place.sql, { ...input, random: randomBytes(12), vault, sender }, now);
	expect(await figuresOf(place)).toMatchObject({
		answers: 0,
		voices: 1,
		series: [{ total: { n: 0 } }, ...Array(11).fill({})]
	});
	expect((await readAnswers(place.sql, {})).rows).toMatchObject([{ voice: true }]);
	expect(await speak('V1', 'V1@mail.example')).toBe('heard');
	expect(await outcome()).toBe('answered');
});

describe('a link goes only to the contact that stood before the interaction', () => {
	test('a mailbox the rep entered afterwards does not get it', async () => {
		await met(place, 'V2');
		await place.feed('contacts', {
			customer: 'C-V2',
			kind: 'email',
			value: 'rep@home.example',
			changed_at: '2026-11-23T11:30:00Z',
			changed_by: 'R1'
		});
		await place.settle();
		await speak('V2', 'rep@home.example');
		expect(await outcome()).toBe('sent');
		await sendAll();
		expect(server.mails.at(-1)!.to).toBe('V2@mail.example');
	});
	test('a contact of somebody else gets nothing', async () => {
		await met(place, 'V3');
		await place.settle();
		await speak('V3', 'V1@mail.example');
		expect(await outcome()).toBe('other_contact');
	});
	test.each([
		['one that was declined', { email: 'declined' }, 'no_contact'],
		['a staff member’s', { email: 'staff@larkfield.example' }, 'staff_contact']
	])('%s gets nothing', async (_, more, expected) => {
		await place.feed('reps', { id: 'R9', email: 'staff@larkfield.example' });
		const id = `V4-${expected}`;
		await met(place, id, more);
		await place.settle();
		await speak(id, more.email === 'declined' ? 'x@mail.example' : more.email);
		expect(await outcome()).toBe(more.email === 'declined' ? 'other_contact' : expected);
	});
});

test('the number of the return works, and a return nobody recorded is noted', async () => {
	await met(place, 'V5', { return: 'RET-5' });
	await place.settle();
	await speak('ret-5', 'V5@mail.example');
	expect(await outcome()).toBe('sent');
	await place.feed('customers', { id: 'C-V6', email: 'V6@mail.example' });
	await place.feed('returns', { id: 'RET-6', sku: 'PH', customer: 'C-V6', returned_at: '2026-11-20' });
	await speak('RET-6', 'V6@mail.example');
	// The interaction may still come with tonight's feed; after two days it does not.
	expect(await outcome()).toBeUndefined();
	expect(await outcome(later)).toBe('no_interaction');
	const [row] =
		await place.sql`select interaction, "return" from voice_outcomes order by request desc limit 1`;
	expect(row).toEqual({ interaction: null, return: 'RET-6' });
});

test('who speaks up before the feed has come is heard when it comes', async () => {
	await speak('V13', 'V13@mail.example');
	expect(await outcome()).toBeUndefined();
	await met(place, 'V13');
	await place.settle();
	expect(await outcome(new Date(now.getTime() + 5 * 3_600_000))).toBe('sent');
});

test('a number is read as people type and paste it', async () => {
	await met(place, 'V14', { return: 'R-4711' });
	await place.settle();
	await speak('\u200fr-٤٧١١\u200e ', ' V14@mail.example\u200b');
	expect(await outcome()).toBe('sent');
});

test('too late is too late', async () => {
	await met(place, 'V7', { startedAt: '2026-06-01T10:00:00Z' });
	await place.settle();
	await speak('V7', 'V7@mail.example');
	expect(await outcome()).toBe('too_late');
});

test('who was invited gets the link again, once', async () => {
	await changePolicy(place.sql, { draw_rate: '1' }, now);
	await met(place, 'V8');
	await place.settle();
	await changePolicy(place.sql, { draw_rate: '0' }, now);
	await speak('V8', 'V8@mail.example');
	expect(await outcome()).toBe('sent_again');
	await sendAll();
	expect(server.mails.filter(({ to }) => to === 'V8@mail.example')).toHaveLength(2);
	await speak('V8', 'V8@mail.example');
	expect(await outcome()).toBe('already_sent');
	const [row] = await place.sql`select asked_by from invitations where interaction = 'V8'`;
	expect(row!.asked_by).toBe('draw');
});

describe('abuse', () => {
	test('one network is heard ten times an hour', async () => {
		const said = [];
		for (let n = 0; n < 12; n++) said.push(await speak('V99', 'nobody@mail.example', '2001:db8:1:2::9'));
		expect(said.filter((each) => each === 'limited')).toHaveLength(2);
		expect(await speak('V99', 'nobody@mail.example', '2001:db8:1:2:ffff::1')).toBe('limited');
		expect(await speak('V99', 'nobody@mail.example', '2001:db8:1:3::9')).toBe('heard');
		expect(await outcome()).toBeUndefined();
		expect(await outcome(later)).toBe('no_match');
	});
	test('one contact gets three links a day', async () => {
		for (let n = 0; n < 4; n++) {
			await met(place, `V10-${n}`, { customer: 'C-V10', email: 'V10@mail.example' });
			await place.settle();
			await speak(`V10-${n}`, 'V10@mail.example');
			expect(await outcome()).toBe(n < 3 ? 'sent' : 'limited');
		}
	});
	test('racing requests send one link', async () => {
		await met(place, 'V11');
		await place.settle();
		place.jobs.splice(0);
		await Promise.all(Array.from({ length: 8 }, () => speak('V11', 'V11@mail.example')));
		const requests = place.jobs.splice(0).map(({ job }) => (job.data as { request: number }).request);
		await Promise.all(
			requests.flatMap((request) => [1, 2].map(() => hearVoice(place.sql, { request, ...hearing() }, now)))
		);
		await sendAll();
		expect(server.mails.filter(({ to }) => to === 'V11@mail.example')).toHaveLength(1);
	});
	test('what was typed is kept as a fingerprint only', async () => {
		await speak('V12', 'somebody.private@mail.example', '203.0.113.77');
		const rows = await everyRow(place.sql);
		expect([rows.includes('somebody.private'), rows.includes('203.0.113')]).toEqual([false, false]);
	});
	test('what cannot be a contact is said at once', async () => {
		expect(await speak('', 'x')).toEqual({ missing: ['number', 'contact'] });
		expect(await speak('V1', 'declined')).toEqual({ missing: ['contact'] });
		expect(await speak('me@mail.example', 'me@mail.example')).toEqual({ missing: ['number'] });
		for (const odd of ['\0', '\ud800', "'; drop table answers; --", 'x'.repeat(500)])
			expect(await speak(odd, 'a@b.example')).toSatisfy(
				(heard) => heard === 'heard' || typeof heard === 'object'
			);
		await outcome();
	});
});
