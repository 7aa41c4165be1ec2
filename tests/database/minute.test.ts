// Drafts, receipts and what is set aside.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	acceptAnswer,
	lookUpReceipt,
	openLink,
	openPage,
	readReceipt,
	sweepDrafts,
	takeForm,
	writeTicket
} from '../../src/lib/server/response/response.ts';
import { currentQuestionnaire } from '../../src/lib/server/survey/survey.ts';
import { createVault } from '../../src/lib/server/vault.ts';
import { sender } from '../support/customer.ts';
import { asSuperuser, everyRow, now, testPlace, vault, type TestPlace } from '../support/database.ts';
import { failureModes, makeLinks } from '../support/links.ts';

let place: TestPlace;
beforeAll(async () => void (place = await testPlace()));
afterAll(() => place.end());

const asked = { kind: 'repair', product: true, promise: true, failureModes };
const minutes = (count: number) => new Date(Date.now() + count * 60_000);
let batches = 0;
const newLink = async () => (await makeLinks(place.sql, 1, `minute${++batches}-`))[0]!;

/** Posts these fields to a page that was shown `seconds` before. */
function post(link: string, fields: string, { seconds = 60, at = minutes(0) } = {}) {
	const shownAt = new Date(at.getTime() - seconds * 1000);
	const ticket = writeTicket(vault, link, {
		...{ questionnaire: 1, interaction: `minute${batches}-1`, voice: false },
		...{ asked, shownAt, spent: 0 }
	});
	const form = new URLSearchParams(`ticket=${ticket}&${fields}`);
	return takeForm(place.sql, { link, form, vault, random: randomBytes(12), sender }, at);
}

describe('half-finished answers', () => {
	test('wait for the customer, sealed, and are no answer', async () => {
		const link = await newLink();
		const kept = await post(link, 'overall=2&resolved=no&comment=halfway+there&later=yes');
		expect(kept.state).toBe('kept');
		expect(await everyRow(place.sql)).not.toContain('halfway');
		expect(await place.sql`select from answers`).toHaveLength(0);

		const page = await openPage(place.sql, link, vault, minutes(1));
		expect(page).toMatchObject({
			state: 'open',
			given: { overall: ['2'], resolved: ['no'], comment: ['halfway there'] }
		});
	});

	test('are continued from another link of the same invitation, and go with the answer', async () => {
		const link = await newLink();
		const other = randomBytes(16).toString('base64url');
		await place.sql`insert into links (hash, invitation, message, minted_at)
			select sha256(${other}), invitation, message, minted_at from links where hash = sha256(${link}::bytea)`;
		await post(link, 'overall=2&later=yes');
		expect(await openPage(place.sql, other, vault, minutes(1))).toMatchObject({ given: { overall: ['2'] } });
		await post(other, 'overall=3&later=yes');
		expect(await openPage(place.sql, link, vault, minutes(1))).toMatchObject({ given: { overall: ['3'] } });
		expect((await post(link, 'overall=4')).state).toBe('accepted');
		expect((await openLink(place.sql, other, minutes(1))).state).toBe('answered');
		const [row] =
			await place.sql`select count(*)::int as n from drafts d join invitations v on v.id = d.invitation
			where v.interaction = ${`minute${batches}-1`}`;
		expect(row!.n).toBe(0);
		expect((await post(other, 'overall=1&later=yes')).state).toBe('answered');
	});

	test('count the time spent, not the time between', async () => {
		const link = await newLink();
		await post(link, 'overall=2&later=yes', { seconds: 30 });
		const page = await openPage(place.sql, link, vault, minutes(60));
		if (page.state !== 'open' || !('ticket' in page)) throw new Error(page.state);
		const form = new URLSearchParams(`ticket=${page.ticket}&overall=2`);
		const at = new Date(minutes(60).getTime() + 15_000);
		await takeForm(place.sql, { link, form, vault, random: randomBytes(12), sender }, at);
		const [row] = await place.sql`select seconds from answers where interaction = ${`minute${batches}-1`}`;
		expect(row!.seconds).toBeGreaterThan(44);
		expect(row!.seconds).toBeLessThan(47);
	});

	test('are forgotten when the invitation has expired', async () => {
		const link = await newLink();
		await post(link, 'overall=2&later=yes');
		await sweepDrafts(place.sql, minutes(60 * 23));
		expect(await place.sql`select from drafts`).not.toHaveLength(0);
		await sweepDrafts(place.sql, minutes(60 * 25));
		expect(await place.sql`select from drafts`).toHaveLength(0);
	});

	test('with nothing in them are not kept', async () => {
		expect((await post(await newLink(), 'later=yes')).state).toBe('wrong');
	});
});

describe('receipts', () => {
	test('say that an answer is counted unchanged, however they are typed', async () => {
		const link = await newLink();
		await post(
			link,
			'overall=2&asked_for_score=asked&asked_for_score=watched&comment=caf%C3%A9+%F0%9F%98%80&eased=3'
		);
		const opened = await openLink(place.sql, link, minutes(1));
		if (opened.state !== 'answered') throw new Error(opened.state);
		const { receipt } = opened;
		for (const typed of [
			receipt,
			receipt.toLowerCase(),
			receipt.replaceAll('-', ' '),
			` ${receipt.replace('-', '–')} `
		])
			expect(await lookUpReceipt(place.sql, typed, vault)).toMatchObject({ state: 'counted' });
		expect(readReceipt('oil0-0000-0000')).toBe('0110-0000-0000');
	});

	test.each([
		['a reply', `update answers set replies = replies || '{"overall": 5}' where receipt = $1`],
		[
			'the words',
			`update answer_words set words = 'all fine' where answer = (select id from answers where receipt = $1)`
		],
		['the moment', `update answers set answered_at = answered_at - interval '1 hour' where receipt = $1`],
		['whom it is about', `update answers set interaction = 'somebody-elses' where receipt = $1`],
		['how it came', `update answers set voice = true where receipt = $1`],
		['how long it took', `update answers set seconds = 1 where receipt = $1`],
		['the digest', `update answers set digest = 'AAAA' where receipt = $1`],
		['a word removed', `delete from answer_words where answer = (select id from answers where receipt = $1)`]
	])('tell when somebody with the whole database changed %s', async (_, statement) => {
		const link = await newLink();
		const taken = await post(link, 'overall=2&comment=bad');
		if (!('receipt' in taken)) throw new Error(taken.state);
		await asSuperuser(place.sql, (sql) => sql.unsafe(statement, [taken.receipt]));
		expect(await lookUpReceipt(place.sql, taken.receipt, vault)).toMatchObject({ state: 'changed' });
	});

	test('without a digest prove nothing', async () => {
		const link = await newLink();
		const taken = await post(link, 'overall=2');
		if (!('receipt' in taken)) throw new Error(taken.state);
		await asSuperuser(
			place.sql,
			(sql) => sql`update answers set digest = null where receipt = ${taken.receipt}`
		);
		expect(await lookUpReceipt(place.sql, taken.receipt, vault)).toMatchObject({ state: 'unsealed' });
	});

	test('cannot be forged with another key, and unknown ones are unknown', async () => {
		const link = await newLink();
		const other = createVault('another secret for tests, long enough too');
		const about = { interaction: `minute${batches}-1`, voice: false, questionnaire: 1 };
		const input = { link, ...about, replies: { overall: 5 }, words: {}, seconds: 9 };
		const forged = await acceptAnswer(
			place.sql,
			{ ...input, random: randomBytes(12), vault: other, sender },
			minutes(0)
		);
		if (!('receipt' in forged)) throw new Error(forged.state);
		expect(await lookUpReceipt(place.sql, forged.receipt, vault)).toMatchObject({ state: 'changed' });
		for (const typed of ['', 'x', '0000-0000-0000', 'UUUU-UUUU-UUUU', '\0', "' or 1=1"])
			expect(await lookUpReceipt(place.sql, typed, vault)).toEqual({ state: 'unknown' });
	});

	test('of imported answers are nobody’s', async () => {
		await place.feed('answers', { id: 'H1', interaction: 'X1', answered_at: '2026-11-01', overall: 5 });
		const [row] = await place.sql`select receipt from answers where imported_as = 'H1'`;
		expect(await lookUpReceipt(place.sql, row!.receipt, vault)).toEqual({ state: 'unknown' });
	});
});

describe('what looks automatic', () => {
	const reasons = async () =>
		(
			await place.sql<
				{ reasons: string[] }[]
			>`select reasons from set_aside join invitations v on v.id = invitation
				where v.interaction = ${`minute${batches}-1`} order by set_aside.id`
		).map((row) => row.reasons);

	test.each<[string, string, { seconds: number }, string]>([
		['at once', 'overall=5', { seconds: 1 }, 'instant'],
		[
			'twelve answers in four seconds',
			'overall=2&resolved=no&eased=1&promise_kept=broken&product_failed=yes&failure_mode=battery&same_failure_before=no&failed_within=day&asked_for_score=nobody&wanted=refund&contact_me=yes',
			{ seconds: 4 },
			'instant'
		],
		['the hidden field filled', 'overall=5&reference=x', { seconds: 60 }, 'hidden_field'],
		['several of one', 'overall=4&resolved=yes&resolved=no', { seconds: 60 }, 'every_option'],
		[
			'every box',
			'overall=4&wanted=action&asked_for_score=nobody&asked_for_score=asked&asked_for_score=told_what_counts&asked_for_score=offered_something&asked_for_score=pressured&asked_for_score=watched',
			{ seconds: 60 },
			'every_option'
		]
	])(
		'%s is set aside, and the same customer can send it again as a person',
		async (_, fields, { seconds }, reason) => {
			const link = await newLink();
			const first = await post(link, fields, { seconds });
			expect(first.state).toBe('set aside');
			expect(await reasons()).toEqual([[reason]]);
			if (!('given' in first)) throw new Error(first.state);
			expect(first.given.overall).toEqual([fields.slice(8, 9)]);
			expect((await openLink(place.sql, link, minutes(0))).state).toBe('open');
			// Pressing again a little later, with what a person would have pressed.
			const form = new URLSearchParams(`ticket=${first.ticket}&overall=5`);
			const later = new Date(Date.now() + 5000);
			expect(
				(await takeForm(place.sql, { link, form, vault, random: randomBytes(12), sender }, later)).state
			).toBe('accepted');
		}
	);

	test('everything that applies may be everything, unless one of it excludes the rest', async () => {
		const { version, ...content } = await currentQuestionnaire(place.sql);
		const all = content.questions.map((each) =>
			each.key === 'wanted' ? { ...each, alone: undefined } : each
		);
		await place.sql`insert into questionnaires (version, content, published_at)
			values (2, ${JSON.stringify({ ...content, questions: all })}::text::json, now())`;
		expect(version).toBe(1);
		const every = 'action apology explanation credit refund different_model nothing';
		const boxes = every.split(' ').map((code) => `wanted=${code}`);
		const fields = `overall=1&${boxes.join('&')}`;
		for (const [questionnaire, expected] of [
			[1, 'set aside'],
			[2, 'accepted']
		] as const) {
			const link = await newLink();
			const about = { questionnaire, interaction: 'any', voice: false, asked, spent: 0 };
			const ticket = writeTicket(vault, link, { ...about, shownAt: minutes(-1) });
			const form = new URLSearchParams(`ticket=${ticket}&${fields}`);
			const taken = await takeForm(
				place.sql,
				{ link, form, vault, random: randomBytes(12), sender },
				minutes(0)
			);
			expect(taken.state).toBe(expected);
			if (!('given' in taken)) continue;
			// The page comes back without the box that excludes the others: pressing again counts.
			expect(taken.given.wanted).toEqual(every.split(' ').slice(0, -1));
			const again = new URLSearchParams([
				['ticket', taken.ticket],
				['overall', '1'],
				...taken.given.wanted!.map((code): [string, string] => ['wanted', code])
			]);
			expect(
				(await takeForm(place.sql, { link, form: again, vault, random: randomBytes(12), sender }, minutes(0)))
					.state
			).toBe('accepted');
		}
	});

	test('a kept draft does not vouch for a program that finds it', async () => {
		const link = await newLink();
		await post(link, 'overall=2&comment=not+yet&later=yes', { seconds: 30 });
		const page = await openPage(place.sql, link, vault, minutes(0));
		if (!('ticket' in page)) throw new Error(page.state);
		const form = new URLSearchParams(`ticket=${page.ticket}&overall=2&comment=not+yet`);
		expect(
			(await takeForm(place.sql, { link, form, vault, random: randomBytes(12), sender }, minutes(0))).state
		).toBe('set aside');
	});

	test('what was not sent is not set aside either', async () => {
		const link = await newLink();
		expect((await post(link, 'overall=2&comment=private+so+far&later=yes', { seconds: 0 })).state).toBe(
			'set aside'
		);
		expect(await reasons()).toEqual([]);
		expect(await everyRow(place.sql)).not.toContain('private so far');
	});

	test('words that were set aside are nobody’s to delete', async () => {
		await post(await newLink(), 'overall=2&comment=erase+me', { seconds: 0 });
		expect(await place.sql`select from set_aside_words where words = 'erase me'`).toHaveLength(1);
		await expect(place.sql`delete from set_aside_words`).rejects.toThrow('append-only');
	});

	test('without a page having been fetched', async () => {
		const link = await newLink();
		const form = new URLSearchParams('overall=5');
		expect(
			(await takeForm(place.sql, { link, form, vault, random: randomBytes(12), sender }, minutes(0))).state
		).toBe('set aside');
		expect(await reasons()).toEqual([['no_page_fetched']]);
	});

	test('every honest pace passes', async () => {
		for (const [fields, seconds] of [
			['overall=5', 2],
			['overall=5&resolved=yes&eased=5', 2.1]
		] as const)
			expect((await post(await newLink(), fields, { seconds })).state).toBe('accepted');
	});
});

test('another language changes nothing but the words', async () => {
	const link = await newLink();
	const before = await everyRow(place.sql);
	expect(await post(link, 'overall=2&language=de', { seconds: 0 })).toMatchObject({
		state: 'shown',
		given: { overall: ['2'] }
	});
	expect(await everyRow(place.sql)).toBe(before);
	expect(now).toBeDefined();
});
