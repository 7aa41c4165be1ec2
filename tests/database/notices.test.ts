// Notices to customers: a changed address is announced at the old one, a promise as soon as it is fed.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectMail } from '../../src/lib/server/delivery/delivery.ts';
import {
	noticeChanges,
	noticePromises,
	openDenial,
	sendNotice,
	takeDenial
} from '../../src/lib/server/integrity/integrity.ts';
import { everyRow, met, now, testPlace, vault, type TestPlace } from '../support/database.ts';
import { startMailServer, type MailServer } from '../support/mail-server.ts';

let place: TestPlace;
let server: MailServer;
beforeAll(async () => {
	[place, server] = await Promise.all([testPlace(), startMailServer()]);
});
afterAll(async () => {
	await place.end();
	await server.stop();
});

const origin = 'https://ask.larkfield.example';
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

/** Does what the worker would with notices enqueued so far; what came of each mail. */
async function work(): Promise<unknown[]> {
	await place.settle();
	const results: unknown[] = [];
	const mail = connectMail(server.url, 'Larkfield <ask@larkfield.example>');
	for (;;) {
		const next = place.jobs.findIndex(({ name }) => name === 'notices' || name === 'notice');
		if (next === -1) break;
		const [{ name, job }] = place.jobs.splice(next, 1) as [TestPlace['jobs'][number]];
		const data = job.data as { received?: string; promises?: string[]; notice: number };
		const { queue } = place;
		const more = { queue, vault, hasSms: false };
		if (name === 'notice')
			results.push(
				await sendNotice(
					place.sql,
					{ notice: data.notice, mail, vault, origin, company: 'Larkfield', random: randomBytes },
					now
				)
			);
		else if (data.received)
			await noticeChanges(place.sql, { received: new Date(data.received), ...more }, now);
		else await noticePromises(place.sql, { interactions: data.promises!, ...more }, now);
	}
	mail.close();
	return results;
}
const change = (customer: string, value: string, more = {}) =>
	place.feed('contacts', {
		customer,
		kind: 'email',
		value,
		changed_at: '2026-11-23T11:30:00Z',
		changed_by: 'R7',
		...more
	});
const mailsTo = (address: string) => server.mails.filter(({ to }) => to === address);

const linkTo = (address: string) =>
	/\/not-me\/([A-Za-z0-9_-]{22})/.exec(mailsTo(address)[0]!.mail.text!)![1]!;

describe('a changed address', () => {
	test('is announced at the old one, in the customer’s language, and not at the new one', async () => {
		await place.feed('customers', { id: 'K1', email: 'old@mail.example', language: 'de' });
		await change('K1', 'swapped@post.example');
		expect(await work()).toEqual(['sent']);
		const [{ mail, raw }] = mailsTo('old@mail.example') as [MailServer['mails'][number]];
		expect(mail.text).toMatch(/Kontaktdaten geändert/);
		expect(mail.text).toMatch(/https:\/\/ask\.larkfield\.example\/not-me\/[A-Za-z0-9_-]{22}/);
		expect(raw).not.toMatch(/swapped|R7/);
		expect(mailsTo('swapped@post.example')).toEqual([]);
	});
	test('is announced once, however often the feed brings it', async () => {
		await change('K1', 'swapped@post.example');
		await work();
		expect(mailsTo('old@mail.example')).toHaveLength(1);
	});
	test('history is announced to nobody, nor a first address, nor one at a staff member’s', async () => {
		const before = server.mails.length;
		await place.feed('reps', { id: 'R8', email: 'r8@staff.example' });
		await place.feed(
			'customers',
			{ id: 'K2', email: 'k2@mail.example' },
			{ id: 'K3' },
			{ id: 'K4', email: 'r8@staff.example' }
		);
		await change('K2', 'k2new@mail.example', { changed_at: '2026-10-01T11:30:00Z' });
		await change('K3', 'k3@mail.example');
		await change('K4', 'k4@mail.example');
		expect(await work()).toEqual([]);
		expect(server.mails.length).toBe(before);
	});
	test('opening the link, or pressing as programs do, changes nothing; a person’s press does', async () => {
		const link = linkTo('old@mail.example');
		const page = await openDenial(place.sql, { link, vault }, now);
		expect(page).toMatchObject({ isDenied: false, language: 'de' });
		const press = (ticket: string | undefined, seconds: number, more = {}) =>
			takeDenial(
				place.sql,
				{ link, vault, form: new URLSearchParams({ ...(ticket && { ticket }), ...more }) },
				later(seconds)
			);
		expect(await press(undefined, 5)).toBe('press again');
		expect(await press(page!.ticket, 0.2)).toBe('press again');
		expect(await press(`${now.getTime()}.forged`, 5)).toBe('press again');
		expect(await press(page!.ticket, 5, { reference: 'filled' })).toBe('press again');
		expect((await openDenial(place.sql, { link, vault }, now))!.isDenied).toBe(false);
		expect(await press(page!.ticket, 5)).toBe('denied');
		expect(await press(page!.ticket, 9)).toBe('denied');
		expect((await openDenial(place.sql, { link, vault }, now))!.isDenied).toBe(true);
		expect(await place.sql`select from denials`).toHaveLength(1);
		expect(await openDenial(place.sql, { link: 'A'.repeat(22), vault }, now)).toBeUndefined();
	});
	test('denied, it is not used: the one before is asked', async () => {
		await place.feed('interactions', {
			id: 'N1',
			kind: 'visit',
			customer: 'K1',
			started_at: '2026-11-23T11:45:00Z'
		});
		await place.settle();
		const [row] = await place.sql`
			select k.changed_at = '-infinity' as old from decisions d join contacts k on k.id = d.contact where d.interaction = 'N1'`;
		expect(row).toEqual({ old: true });
	});
	test('a link of a notice opens no survey, and stands nowhere', async () => {
		const link = linkTo('old@mail.example');
		expect(await everyRow(place.sql)).not.toContain(link);
	});
});

describe('a promise', () => {
	test('is mailed when it is fed: what, and by when; once', async () => {
		await met(place, 'P1', { promise: 'A call back, by Rosalind', promise_due_at: '2026-11-27T12:00:00Z' });
		expect(await work()).toEqual(['sent']);
		const [{ mail }] = mailsTo('P1@mail.example') as [MailServer['mails'][number]];
		expect(mail.text).toMatch(
			/we were told you were promised “A call back, by Rosalind”\. By (Nov|November) 27, 2026/
		);
		expect(mail.text).not.toMatch(/\/s\/|\/not-me\//);
		await noticePromises(place.sql, { interactions: ['P1'], queue: place.queue, vault, hasSms: false }, now);
		expect(await work()).toEqual([]);
	});
	test('an edit afterwards is refused and leaves a trace; the mail stands', async () => {
		const { rejected } = await place.feed('interactions', {
			id: 'P1',
			kind: 'visit',
			customer: 'C-P1',
			started_at: '2026-11-23T11:00:00Z',
			promise: 'Nothing at all',
			promise_due_at: '2026-11-27T12:00:00Z'
		});
		expect(rejected).toHaveLength(1);
		expect(await place.sql`select fields from disputes where record = 'P1'`).toMatchObject([
			{ fields: ['promise'] }
		]);
	});
	test('of long ago, or without an address, is mailed to nobody', async () => {
		await met(place, 'P2', { promise: 'A refund', startedAt: '2026-11-12T11:00:00Z' });
		await place.feed('customers', { id: 'C-P3' });
		await place.feed('interactions', {
			id: 'P3',
			kind: 'visit',
			customer: 'C-P3',
			started_at: '2026-11-23T11:00:00Z',
			promise: 'A refund'
		});
		expect(await work()).toEqual([]);
	});
	test('a mail server that is away loses none', async () => {
		await met(place, 'P4', { promise: 'A refund' });
		server.refuseWith(451);
		expect(await work()).toEqual([{ retry: expect.stringContaining('451') }]);
		server.refuseWith(undefined);
		const [notice] = await place.sql<{ id: number }[]>`select id::int from notices where interaction = 'P4'`;
		place.jobs.push({ name: 'notice', job: { data: { notice: notice!.id } } });
		expect(await work()).toEqual(['sent']);
		place.jobs.push({ name: 'notice', job: { data: { notice: notice!.id } } });
		expect(await work()).toEqual(['not needed']);
	});
});

describe('a rep who knows how this works', () => {
	test('backdates the change: the old address hears of it, and is asked', async () => {
		await place.feed('customers', { id: 'Q1', email: 'q1@mail.example' });
		// Known for a month when the change comes.
		await place.sql.begin(async (sql) => {
			await sql`set local session_replication_role = replica`;
			await sql`update contacts set received_at = received_at - interval '30 days' where customer = 'Q1'`;
		});
		await change('Q1', 'mine@post.example', { changed_at: '2026-10-20T10:00:00Z' });
		expect(await work()).toEqual(['sent']);
		expect(mailsTo('q1@mail.example')).toHaveLength(1);
		await place.feed('interactions', {
			id: 'Q1',
			kind: 'visit',
			customer: 'Q1',
			rep: 'R7',
			started_at: '2026-11-23T10:00:00Z'
		});
		await place.settle();
		const [row] = await place.sql`
			select k.changed_by from decisions d join contacts k on k.id = d.contact where d.interaction = 'Q1'`;
		expect(row).toEqual({ changed_by: null });
	});
	test('enters a denied address again: it is not used either', async () => {
		await change('K1', 'swapped@post.example', { changed_at: '2026-11-23T11:40:00Z' });
		await place.feed('interactions', {
			id: 'N2',
			kind: 'visit',
			customer: 'K1',
			started_at: '2026-11-23T11:50:00Z'
		});
		await place.settle();
		const [row] = await place.sql`
			select k.changed_at = '-infinity' as old from decisions d join contacts k on k.id = d.contact where d.interaction = 'N2'`;
		expect(row).toEqual({ old: true });
	});
	test('gives the old address to others first: the notice is sent all the same', async () => {
		await place.feed('customers', { id: 'S1', email: 's1@mail.example' }, { id: 'S2' }, { id: 'S3' });
		for (const customer of ['S2', 'S3'])
			await change(customer, 's1@mail.example', { changed_at: '2026-11-23T11:00:00Z' });
		await change('S1', 'mine@post.example');
		await work();
		expect(mailsTo('s1@mail.example')).toHaveLength(1);
	});
	test('a phone number alone is no change of the address', async () => {
		await place.feed('customers', { id: 'T1', email: 't1@mail.example' });
		await change('T1', '+44 20 7946 0018', { kind: 'phone' });
		expect(await work()).toEqual([]);
	});
});
