import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptAnswer, openLink, readTicket, writeTicket } from '../../src/lib/server/response/response.ts';
import { sender } from '../support/customer.ts';
import { met, now, testPlace, vault, type TestPlace } from '../support/database.ts';
import { anotherLink } from '../support/links.ts';

let place: TestPlace;
beforeAll(async () => void (place = await testPlace()));
afterAll(() => place.end());

async function linksTo(id: string, count = 1, more = {}): Promise<string[]> {
	await met(place, id, more);
	await place.settle();
	const [{ invitation }] =
		(await place.sql`select id::int as invitation from invitations where interaction = ${id}`) as unknown as [
			{ invitation: number }
		];
	const [{ message }] =
		(await place.sql`insert into messages (invitation, purpose, attempt, created_at) values (${invitation}, 'invite', 1, ${now}) returning id::int as message`) as unknown as [
			{ message: number }
		];
	return Promise.all(Array.from({ length: count }, () => anotherLink(place.sql, { invitation, message })));
}

const answer = (link: string, overall = 4, at = now) =>
	acceptAnswer(
		place.sql,
		{
			link,
			interaction: 'any',
			voice: false,
			questionnaire: 1,
			replies: { overall },
			words: { comment: `said ${overall}` },
			seconds: 12,
			random: randomBytes(12),
			vault,
			sender
		},
		at
	);
const receiptOf = (accepted: Awaited<ReturnType<typeof answer>>) =>
	'receipt' in accepted ? accepted.receipt : undefined;

test('a link opens twice but is answered once', async () => {
	const [link] = await linksTo('R1');
	expect((await openLink(place.sql, link!, now)).state).toBe('open');
	expect((await openLink(place.sql, link!, now)).state).toBe('open');
	const [first, second] = [await answer(link!, 4), await answer(link!, 1)];
	expect([first.state, second.state]).toEqual(['accepted', 'answered']);
	expect(receiptOf(first)).toBe(receiptOf(second));
	expect(receiptOf(first)).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/);
	expect((await place.sql`select replies from answers where interaction = 'R1'`)[0]!.replies).toEqual({
		overall: 4
	});
});

test('fifty at once, over three links of one invitation: one answer, one receipt', async () => {
	const links = await linksTo('R2', 3);
	const all = await Promise.all(Array.from({ length: 50 }, (_, n) => answer(links[n % 3]!, 1 + (n % 5))));
	expect(all.filter((each) => each.state === 'accepted')).toHaveLength(1);
	expect(new Set(all.map(receiptOf)).size).toBe(1);
	expect(
		await place.sql`select from answer_words w join answers a on a.id = w.answer where a.interaction = 'R2'`
	).toHaveLength(1);
});

test('answers of different customers arriving together are all kept', async () => {
	const links: string[] = [];
	for (let n = 0; n < 40; n++) links.push(...(await linksTo(`together${n}`)));
	const all = await Promise.all(links.map((link) => answer(link)));
	expect(all.every((each) => each.state === 'accepted')).toBe(true);
	expect(new Set(all.map(receiptOf)).size).toBe(40);
});

test('one answer the database cannot take does not harm those beside it', async () => {
	const [good, bad, alsoGood] = [await linksTo('g1'), await linksTo('b1'), await linksTo('g2')].flat();
	const [first, refused, second] = await Promise.allSettled([
		answer(good!),
		acceptAnswer(
			place.sql,
			{
				link: bad!,
				interaction: 'any',
				voice: false,
				questionnaire: 99,
				replies: {},
				words: {},
				seconds: null,
				random: randomBytes(12),
				vault,
				sender
			},
			now
		),
		answer(alsoGood!)
	]);
	expect([first.status, refused.status, second.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
});

test('expired and unknown links accept nothing', async () => {
	const [link] = await linksTo('R3');
	const afterwards = new Date('2027-02-01');
	expect((await openLink(place.sql, link!, afterwards)).state).toBe('expired');
	expect((await answer(link!, 4, afterwards)).state).toBe('expired');
	for (const wrong of [
		randomBytes(16).toString('base64url'),
		'',
		'x',
		'../../etc/passwd',
		`${link}x`,
		link!.slice(1)
	]) {
		expect((await openLink(place.sql, wrong, now)).state).toBe('unknown');
		expect((await answer(wrong)).state).toBe('unknown');
	}
});

test('an answer given through a link cannot be replaced by an import, nor the other way round', async () => {
	const [link] = await linksTo('R4');
	await answer(link!, 2);
	expect(
		await place.feed('answers', { id: 'H1', interaction: 'R4', answered_at: '2026-11-23', overall: 5 })
	).toMatchObject({ accepted: 0, rejected: [{ errors: [{ path: 'interaction' }] }] });
	const [other] = await linksTo('R5');
	await place.feed('answers', { id: 'H2', interaction: 'R5', answered_at: '2026-11-23', overall: 5 });
	expect((await answer(other!, 1)).state).toBe('answered');
});

test('only the hash of a link is stored', async () => {
	const [link] = await linksTo('R6');
	const [row] =
		await place.sql`select hash from links where hash = ${createHash('sha256').update(link!).digest()}`;
	expect(row).toBeDefined();
});

describe('the ticket of a page', () => {
	const asked = {
		kind: 'repair',
		product: true,
		promise: false,
		failureModes: [{ code: 'battery', label: 'Battery' }]
	};
	const written = writeTicket(vault, 'link-one', {
		questionnaire: 3,
		interaction: 'I 7',
		voice: true,
		asked,
		shownAt: now,
		spent: 7
	});

	test('tells what was asked and when', () => {
		expect(readTicket(vault, 'link-one', written)).toEqual({
			questionnaire: 3,
			interaction: 'I 7',
			voice: true,
			asked: { ...asked, failureModes: [{ code: 'battery', label: '' }] },
			shownAt: now,
			spent: 7
		});
	});
	test('holds for its own link only, unaltered', () => {
		expect(readTicket(vault, 'link-two', written)).toBeUndefined();
		expect(readTicket(vault, 'link-one', `A${written}`)).toBeUndefined();
		for (const nonsense of [null, '', '.', 'a.b.c', 'e30.'])
			expect(readTicket(vault, 'link-one', nonsense)).toBeUndefined();
	});
});
