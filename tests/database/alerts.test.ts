// What others are told: rules that raise one alert, webhooks that are signed and arrive, digests without a customer's words.
import { createHmac, randomBytes } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	addHook,
	addRule,
	deliver,
	digestMail,
	endHook,
	endRule,
	evaluateRules,
	listDeliveries,
	listHooks,
	listRules,
	noteEvents,
	resend,
	rotateSecret,
	tryHook
} from '../../src/lib/server/alerts/alerts.ts';
import { deliveriesOf } from '../../src/lib/server/alerts/hooks.ts';
import { isInside, postTo, refuseUrl } from '../../src/lib/server/alerts/posting.ts';
import { gather } from '../../src/lib/server/desk/desk.ts';
import { openCase, takeStep } from '../../src/lib/server/recovery/recovery.ts';
import { everyRow, met, now, testPlace, vault, type TestPlace } from '../support/database.ts';
import { makeStaff } from '../support/staff.ts';

let place: TestPlace;
let staff: number;
let server: Server;
let url: string;
const posts: { headers: IncomingHttpHeaders; body: string }[] = [];
let status = 204;
beforeAll(async () => {
	place = await testPlace();
	staff = await makeStaff(place.sql, 'admin');
	await gather(place.sql, now);
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk) => chunks.push(chunk));
		request.on('end', () => {
			posts.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
			response.writeHead(status, { location: 'http://169.254.169.254/' }).end('ignored');
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	url = `http://127.0.0.1:${(server.address() as { port: number }).port}/hook`;
});
afterAll(async () => {
	await place.end();
	await new Promise((resolve) => server.close(resolve));
});

const origin = 'https://desk.larkfield.example';
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const hooked = (more = {}) =>
	addHook(
		place.sql,
		{
			name: 'ours',
			kind: 'signed',
			url,
			events: ['case.opened', 'case.closed'],
			staff,
			random: randomBytes(24),
			vault,
			mayBePrivate: true,
			...more
		},
		now
	);
const sent = (headers: IncomingHttpHeaders) => ({
	'webhook-id': String(headers['webhook-id']),
	'webhook-timestamp': String(headers['webhook-timestamp']),
	'webhook-signature': String(headers['webhook-signature'])
});

describe('a webhook', () => {
	let secret: string;
	let hook: number;
	const events = () => noteEvents(place.sql, origin, now);

	test('is told of what happens once, signed as Standard Webhooks says, without a customer in it', async () => {
		const added = await hooked();
		({ secret, id: hook } = added as { secret: string; id: number });
		await met(place, 'anna', { location: 'Ashford' });
		await place.settle();
		await place.feed('answers', {
			id: 'a',
			interaction: 'anna',
			answered_at: '2026-11-23',
			eased: 1,
			comment: 'I am Anna'
		});
		const [answer] = await place.sql<{ id: number }[]>`select id::int from answers`;
		await openCase(place.sql, { answer: answer!.id, reason: 'Ms Anna rang', staff, queue: place.queue }, now);
		const noted = await events();
		expect(noted).toMatchObject([{ type: 'case.opened' }]);
		expect(await events()).toEqual([]);

		const [job] = await deliveriesOf(place.sql, noted);
		const delivering = { ...(job!.data as { hook: number; event: number }), vault, mayBePrivate: true };
		// The library that checks looks at the clock.
		expect(await deliver(place.sql, delivering, new Date())).toBe('delivered');
		expect(await deliver(place.sql, delivering, new Date())).toBe('not needed');
		expect(posts).toHaveLength(1);
		const { headers, body } = posts[0]!;
		expect(new Webhook(secret).verify(body, sent(headers))).toMatchObject({
			type: 'case.opened',
			data: { kind: 'visit', location: 'Ashford', url: `${origin}/cases/1` }
		});
		const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
		const text = `${headers['webhook-id'] as string}.${headers['webhook-timestamp'] as string}.${body}`;
		expect(headers['webhook-signature']).toBe(
			`v1,${createHmac('sha256', key).update(text).digest('base64')}`
		);
		for (const trace of ['Anna', 'anna', 'mail.example']) expect(body).not.toContain(trace);
	});

	test('that refuses is told again, and every attempt is on record', async () => {
		status = 500;
		const id = 1;
		await takeStep(
			place.sql,
			{ id, staff, asked: { step: 'closed', words: 'content' }, queue: place.queue, vault, hasSms: false },
			now
		);
		const [job] = await deliveriesOf(place.sql, await events());
		const delivering = { ...(job!.data as { hook: number; event: number }), vault, mayBePrivate: true };
		expect(await deliver(place.sql, delivering, now)).toEqual({ retry: 'status 500' });
		status = 302;
		expect(await deliver(place.sql, delivering, now)).toEqual({ retry: 'status 302' });
		status = 200;
		expect(await deliver(place.sql, delivering, now)).toBe('delivered');
		const log = await listDeliveries(place.sql);
		expect(log.map(({ status, type }) => [status, type])).toEqual([
			[200, 'case.closed'],
			[302, 'case.closed'],
			[500, 'case.closed'],
			[204, 'case.opened']
		]);
		const again = await resend(place.sql, log[0]!.id);
		expect(
			await deliver(place.sql, { ...(again!.data as typeof delivering), vault, mayBePrivate: true }, now)
		).toBe('delivered');
	});

	test('changes its secret, and the one before counts for another day', async () => {
		const fresh = (await rotateSecret(place.sql, { id: hook, staff, random: randomBytes(24), vault }, now))!;
		const verifies = async (with_: string, at: Date) => {
			const [job] = (await deliveriesOf(place.sql, [{ id: 1, type: 'case.opened' }])) as unknown as [
				{ data: { hook: number; event: number } }
			];
			await deliver(place.sql, { ...job.data, again: true, vault, mayBePrivate: true }, at);
			const { headers, body } = posts.at(-1)!;
			const stamp = new Date(Number(headers['webhook-timestamp']) * 1000);
			const expected = new Webhook(with_).sign(String(headers['webhook-id']), stamp, body);
			return String(headers['webhook-signature']).split(' ').includes(expected);
		};
		expect([await verifies(secret, later(60)), await verifies(fresh, later(60))]).toEqual([true, true]);
		expect([await verifies(secret, later(60 * 25)), await verifies(fresh, later(60 * 25))]).toEqual([
			false,
			true
		]);
		const everything = await everyRow(place.sql);
		for (const hidden of [secret, fresh, secret.slice(6), url]) expect(everything).not.toContain(hidden);
	});

	test('of a chat gets a sentence, and one that has ended gets nothing', async () => {
		const added = (await hooked({ kind: 'slack', name: 'chat' })) as { id: number; secret: null };
		expect(added.secret).toBeNull();
		await tryHook(place.sql, { id: added.id, vault, mayBePrivate: true, origin }, now);
		expect(JSON.parse(posts.at(-1)!.body)).toEqual({
			text: `Ungamed can reach this place.\n${origin}/settings/hooks`
		});
		await endHook(place.sql, { id: added.id, staff }, now);
		expect(
			await tryHook(place.sql, { id: added.id, vault, mayBePrivate: true, origin }, now)
		).toBeUndefined();
		expect((await listHooks(place.sql, vault, now)).map(({ name, host }) => [name, host])).toEqual([
			['ours', new URL(url).host]
		]);
	});

	test('mistakes are named', async () => {
		for (const wrong of [
			{ name: ' ' },
			{ kind: 'fax' },
			{ url: 'ftp://x.example' },
			{ events: ['everything'] }
		])
			expect(await hooked(wrong)).toHaveProperty('refused');
	});

	test('is no way into our own network', async () => {
		for (const address of [
			'http://example.com/',
			'https://127.0.0.1/',
			'https://[::1]/',
			'https://10.1.2.3/',
			'https://169.254.169.254/',
			'https://localhost:5432/',
			'https://[::ffff:10.0.0.1]/',
			'https://user:word@example.com/'
		])
			expect(refuseUrl(address, false)).toBeDefined();
		expect(refuseUrl('https://hooks.example.com/x', false)).toBeUndefined();
		for (const address of [
			'0.0.0.0',
			'100.64.1.1',
			'192.168.1.1',
			'fd00::1',
			'fe80::1',
			'fec0::1',
			'2002:7f00:1::',
			'64:ff9b:1::a00:1',
			'::127.0.0.1',
			'::',
			'::ffff:127.0.0.1',
			'no address'
		])
			expect(isInside(address)).toBe(true);
		for (const address of ['93.184.216.34', '2606:2800:220:1:248:1893:25c8:1946'])
			expect(isInside(address)).toBe(false);
		// A name that resolves to the inside, whatever it looks like.
		const inner = `https://${(await import('node:os')).hostname()}:1/`;
		const posted = await postTo({ url: inner, body: '', headers: {}, mayBePrivate: false });
		expect(posted).toMatchObject({
			status: null,
			detail: expect.stringMatching(/EINSIDE|ENOTFOUND|EAI_AGAIN/)
		});
		expect(await postTo({ url, body: '', headers: {}, mayBePrivate: false })).toMatchObject({ status: null });
	});
});

describe('a rule', () => {
	const given = {
		name: 'Eased',
		figure: 'eased',
		condition: 'below',
		threshold: '50',
		days: '7',
		least: '20',
		filters: {}
	};
	let batch = 0;
	const answers = async (count: number, eased: number, day = '2026-11-22') => {
		const all = Array.from({ length: count }, (_, n) => `r${batch}-${n}`);
		batch++;
		await place.feed(
			'interactions',
			...all.map((id) => ({ id, kind: 'visit', customer: 'C', started_at: day }))
		);
		await place.feed('answers', ...all.map((id) => ({ id, interaction: id, answered_at: day, eased })));
		await gather(place.sql, now);
	};

	test('mistakes are named', async () => {
		for (const wrong of [
			{ name: '' },
			{ figure: 'joy' },
			{ condition: 'odd' },
			{ threshold: '101' },
			{ threshold: '' },
			{ days: '0' },
			{ least: '2' }
		])
			expect(await addRule(place.sql, { given: { ...given, ...wrong }, staff }, now)).toHaveProperty(
				'refused'
			);
	});
	test('raises one alert beyond doubt, and ends it once the share is back', async () => {
		expect(await addRule(place.sql, { given, staff }, now)).toBe('added');
		const look = () => evaluateRules(place.sql, { reports: place.sql }, now);
		await answers(15, 1);
		expect(await look()).toEqual([]);
		await answers(15, 1);
		expect(await look()).toMatchObject([
			{ sentence: expect.stringMatching(/^Inconvenience eased.*: 0% of 31 in 7 days .*below 50%\.$/) }
		]);
		expect(await look()).toEqual([]);
		await answers(20, 5);
		expect((await listRules(place.sql))[0]!.raisedAt).not.toBeNull();
		await answers(20, 5);
		await look();
		expect((await listRules(place.sql))[0]!.raisedAt).toBeNull();
		expect(await noteEvents(place.sql, origin, now)).toMatchObject([{ type: 'alert.raised' }]);
	});
	test('worse than before needs both periods, and an ended rule raises nothing', async () => {
		await answers(60, 5, '2026-11-12');
		await addRule(place.sql, { given: { ...given, name: 'Worse', condition: 'worse' }, staff }, now);
		expect(await evaluateRules(place.sql, { reports: place.sql }, now)).toMatchObject([
			{ sentence: expect.stringContaining('after 100% of 60 before') }
		]);
		const [, rule] = await listRules(place.sql);
		await endRule(place.sql, { id: rule!.id, staff }, now);
		expect(await listRules(place.sql)).toHaveLength(1);
		expect(await place.sql`select from alerts where ended_at is null`).toHaveLength(0);
	});
	test('a digest says what moved and what waits, in no customer’s words', async () => {
		const { subject, paragraphs } = await digestMail(place.sql, { every: 'weekly', origin }, now);
		expect(subject).toMatch(/^Quality of the week: \d+ answers$/);
		const text = paragraphs.join('\n');
		expect(text).toMatch(/Inconvenience eased \(4 or 5 of 5\): \d+% .*, −\d+ points/);
		expect(text).toContain('open cases');
		expect(text).not.toContain('Anna');
	});
});
