// The catalogue of attacks, number by number: what structure makes impossible or pointless and is not tried elsewhere, and
// that SECURITY.md says of every number what there is.
import { randomBytes } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { access } from '../../src/lib/server/identity/access.ts';
import { analyse } from '../../src/lib/server/flaws/flaws.ts';
import { feedJsonSchema, feedNames } from '../../src/lib/server/feeds.ts';
import { takeForm } from '../../src/lib/server/response/response.ts';
import { changePolicy } from '../../src/lib/server/sampling/sampling.ts';
import { change, coreKeys, currentQuestionnaire, openEditing } from '../../src/lib/server/survey/survey.ts';
import { isTooMany } from '../../src/lib/server/wrong-links.ts';
import { formOf, sender } from '../support/customer.ts';
import { met, now, testPlace, vault, type TestPlace } from '../support/database.ts';
import { anotherLink, makeLinks } from '../support/links.ts';
import { makeStaff } from '../support/staff.ts';

const root = join(import.meta.dirname, '../..');
let place: TestPlace;
beforeAll(async () => void (place = await testPlace()));
afterAll(() => place.end());

const routes = Object.keys(access);
const byList = (a: string, b: string) => routes.indexOf(a) - routes.indexOf(b);

describe('SECURITY.md', () => {
	const rows = [
		...readFileSync(join(root, 'SECURITY.md'), 'utf8').matchAll(
			/^\| (A\d+) \| ([^|]+) \| ([^|]+) \| ([^|]+) \|$/gm
		)
	];
	const titles = ['attacks', 'database', 'journeys'].flatMap((folder) =>
		readdirSync(join(root, 'tests', folder)).flatMap((file) => {
			const text = readFileSync(join(root, 'tests', folder, file), 'utf8');
			return [...text.matchAll(/['"`]((?:A\d+[: ])+[^'"`]*)['"`]/g)].map(([, title]) => title!);
		})
	);

	test('says of all forty-eight what there is', () => {
		expect(rows.map(([, number]) => number)).toEqual(Array.from({ length: 48 }, (_, n) => `A${n + 1}`));
	});

	test('claims nothing prevented without a test that bears the number', () => {
		const claimed = rows.filter(([, , , state]) => state!.includes('prevented')).map(([, number]) => number!);
		expect(claimed.length).toBeGreaterThan(25);
		expect(
			claimed.filter((number) => !titles.some((title) => new RegExp(`\\b${number}\\b`).test(title)))
		).toEqual([]);
	});
});

describe('questions that cannot be taken away', () => {
	test.each([
		[
			'A1 A2 A3 A6',
			'asked_for_score',
			['asked', 'told_what_counts', 'offered_something', 'pressured', 'watched']
		],
		['A2', 'eased', []],
		['A21', 'resolved', ['yes', 'partly', 'no']],
		['A31', 'failure_mode', []]
	])('%s: %s is asked, whatever the editor does', async (_, key, options) => {
		const { questions } = await currentQuestionnaire(place.sql);
		const question = questions.find((each) => each.key === key)!;
		for (const option of options) expect(question.options!.map(({ code }) => code)).toContain(option);
		expect(coreKeys).toContain(key);
		const { revision } = await openEditing(place.sql);
		expect(
			await change(place.sql, { revision, staff: 1, change: { do: 'remove', key } }, now)
		).toHaveProperty('refused');
	});
});

describe('who is asked', () => {
	test('A4 A24 A26: nobody knows when the message leaves, and it leaves after the visit', async () => {
		await changePolicy(place.sql, { delay_min: '60', delay_max: '1440', sending_window: 'always' }, now);
		for (let n = 0; n < 60; n++) await met(place, `delay${n}`);
		await place.settle();
		expect(await place.outcome('delay0')).toBeUndefined();
		// Everything that waits is looked at when its time has come.
		for (let minutes = 60; minutes <= 1450; minutes += 10)
			await place.settle(new Date(now.getTime() + minutes * 60_000));
		const delays = (
			await place.sql<{ minutes: number }[]>`
			select extract(epoch from v.send_after - i.received_at)::float / 60 as minutes
			from invitations v join interactions i on i.id = v.interaction where v.interaction like 'delay%'`
		).map(({ minutes }) => minutes);
		expect(delays).toHaveLength(60);
		expect(Math.min(...delays)).toBeGreaterThanOrEqual(60);
		expect(Math.max(...delays) - Math.min(...delays)).toBeGreaterThan(720);
		await changePolicy(place.sql, { delay_min: '0', delay_max: '0' }, now);
	});

	test('A5 A16 A20: no kind, no outcome and no later interaction takes an invitation away', async () => {
		const kinds = ['visit', 'call', 'chat', 'repair', 'return', 'internal', 'do_not_survey', 'test'];
		for (const kind of kinds) await met(place, `kind-${kind}`, { kind, outcome: 'exclude' });
		await place.settle();
		for (const kind of kinds) expect([kind, await place.outcome(`kind-${kind}`)]).toEqual([kind, 'invited']);
		// A call-back, a reopening: another interaction of the same customer.
		await place.feed('interactions', {
			id: 'call back',
			kind: 'call',
			customer: 'C-kind-visit',
			started_at: '2026-11-23T11:30:00Z',
			outcome: 'resolved'
		});
		await place.settle();
		expect(await place.outcome('kind-visit')).toBe('invited');
		expect(
			await place.sql`select from invitations where interaction = 'kind-visit' and expires_at > ${now}`
		).toHaveLength(1);
	});

	test('A14: no field of any feed excludes, tags or suppresses', () => {
		for (const feed of feedNames)
			for (const field of Object.keys(feedJsonSchema(feed).properties))
				expect([feed, field]).not.toEqual([
					feed,
					expect.stringMatching(/exclu|suppress|survey|invite|segment|tag|do_not|opt|consent/)
				]);
	});

	test('A8 A13 A19 A20: no page of staff and no key revokes, cancels, re-sends, opts out or merges', () => {
		const doors = Object.keys(access);
		expect(
			doors.filter((route) =>
				/cancel|revoke|resend|invitation|opt|merge|customer\b|link/.test(route.replace('(customer)', ''))
			)
		).toEqual(
			[
				'/(customer)/s/[link]',
				'/(customer)/u/[link]',
				'/(customer)/not-me/[link]',
				'/(customer)/follow-up/[link]'
			].sort(byList)
		);
	});

	test('A19: a customer who is merged away is asked all the same', async () => {
		await met(place, 'merged', { customer: 'C-old' });
		await place.settle();
		await place.feed('customers', { id: 'C-new', email: 'merged@mail.example' });
		const again = await place.feed('interactions', {
			id: 'merged',
			kind: 'visit',
			customer: 'C-new',
			started_at: '2026-11-23T11:00:00Z'
		});
		expect(again.rejected[0]!.errors[0]!.path).toBe('customer');
		expect(
			await place.sql`select from invitations where interaction = 'merged' and customer = 'C-old'`
		).toHaveLength(1);
	});

	test('A17 A18: each interaction has a decision of its own, and a split one asks once', async () => {
		await met(place, 'split0', { customer: 'C-split' });
		for (let n = 1; n < 5; n++)
			await place.feed('interactions', {
				id: `split${n}`,
				kind: 'visit',
				customer: 'C-split',
				started_at: `2026-11-23T11:0${n}:00Z`
			});
		await place.settle();
		const outcomes =
			await place.sql`select outcome, count(*)::int as n from decisions where customer = 'C-split' group by 1 order by 1`;
		expect(outcomes).toEqual([
			{ outcome: 'asked_recently', n: 4 },
			{ outcome: 'invited', n: 1 }
		]);
	});

	test('A22: what comes late is told by our own clock', async () => {
		await met(place, 'late fed', { startedAt: '2026-11-10T10:00:00Z' });
		const [row] =
			await place.sql`select received_at - started_at > interval '13 days' as late from interactions where id = 'late fed'`;
		expect(row!.late).toBe(true);
	});

	test('A23: the draw is keyed: the same for everybody who has the key, unforeseeable without', async () => {
		const own = Array.from({ length: 200 }, (_, n) => vault.draw('ask', `I${n}`));
		expect(own).toEqual(Array.from({ length: 200 }, (_, n) => vault.draw('ask', `I${n}`)));
		expect(new Set(own).size).toBe(200);
		const [row] = await place.sql`select draw from decisions where interaction = 'merged'`;
		expect(row!.draw).toBe(vault.draw('ask', 'merged'));
	});
});

describe('whom the message reaches', () => {
	test('A9 A11: a contact changed after the interaction began does not count, and stays on record', async () => {
		await met(place, 'moved', { email: 'own@mail.example' });
		await place.feed('contacts', {
			customer: 'C-moved',
			kind: 'email',
			value: 'rep-made@mail.example',
			changed_at: '2026-11-23T11:05:00Z',
			changed_by: 'R1'
		});
		await place.settle();
		const [row] = await place.sql<{ sealed: Buffer; salt: Buffer }[]>`
			select sealed, salt from invitations v join contacts k on k.id = v.contact join subject_keys s on s.customer = k.customer
			where v.interaction = 'moved'`;
		expect(vault.open(row!.sealed, row!.salt)).toBe('own@mail.example');
		expect(
			await place.sql`select from contacts where customer = 'C-moved' and changed_by = 'R1'`
		).toHaveLength(1);
	});

	test('A10: a rep’s own mailbox, or one of many customers, is not used as if it were theirs', async () => {
		await place.feed('reps', { id: 'R9', email: 'Rep@mail.example' });
		await met(place, 'to rep', { email: 'rep@MAIL.example' });
		for (let n = 0; n < 3; n++) await met(place, `many${n}`, { email: 'shared@mail.example' });
		await place.settle();
		expect(await place.outcome('to rep')).toBe('staff_contact');
		expect(await place.outcome('many2')).toBe('destination_shared');
	});

	test('A12: "declined" is a state of its own, and counted', async () => {
		await met(place, 'declined', { email: 'declined' });
		await place.settle();
		expect(await place.outcome('declined')).toBe('contact_declined');
	});

	test('A13: no feed stops questions to anybody', async () => {
		const before = await place.sql`select from opt_outs`;
		for (const feed of feedNames)
			await place.feed(feed, { id: 'x', customer: 'x', opt_out: true, opted_out: 'yes' });
		expect(await place.sql`select from opt_outs`).toHaveLength(before.length);
	});
});

describe('the link and the answer', () => {
	test('A8 A27: every link of an invitation leads to the one first answer, and ends with it', async () => {
		const [link] = await makeLinks(place.sql, 1, 'forwarded', {
			kind: 'call',
			product: false,
			promise: false
		});
		const [sent] = await place.sql<{ message: number; invitation: number }[]>`
			select m.id::int as message, m.invitation::int from messages m join invitations v on v.id = m.invitation where v.customer = 'forwarded'`;
		const second = await anotherLink(place.sql, sent!);
		const post = (link: string, overall: number) =>
			takeForm(
				place.sql,
				{
					link,
					form: new URLSearchParams(formOf(link, `overall=${overall}`)),
					vault,
					random: randomBytes(12),
					sender
				},
				new Date()
			);
		const first = await post(link!, 1);
		expect(first.state).toBe('accepted');
		for (const again of [link!, second])
			expect(await post(again, 5)).toEqual({ ...first, state: 'answered' });
		const [row] = await place.sql`select replies from answers where interaction = 'forwarded1'`;
		expect(row!.replies).toEqual({ overall: 1 });
	});

	test('A28 A43: there is no way to an answer but a link that was sent', async () => {
		expect(
			Object.entries(access)
				.filter(([route, methods]) => methods.POST === 'everybody' && route.includes('(customer)'))
				.map(([route]) => route)
			// The one at "not me" only takes a changed address out of use; a specimen keeps nothing; a follow-up is about a case.
		).toEqual(
			[
				'/(customer)/s/[link]',
				'/(customer)/u/[link]',
				'/(customer)/not-me/[link]',
				'/(customer)/voice',
				'/(customer)/follow-up/[link]',
				'/(customer)/specimen/[token]'
			].sort(byList)
		);
		await expect(
			place.sql`insert into links (hash, invitation, message, minted_at) values (${randomBytes(32)}, 999999, 999999, now())`
		).rejects.toThrow(/foreign key/);
	});

	test('A41: a place that tries links is slowed down after thirty, and only for wrong ones', () => {
		const address = '198.51.100.7';
		const tries = Array.from({ length: 40 }, () => isTooMany(address, now));
		expect(tries.filter((refused) => !refused)).toHaveLength(30);
		expect(isTooMany('198.51.100.8', now)).toBe(false);
		expect(isTooMany(address, new Date(now.getTime() + 60_000))).toBe(false);
	});

	test('A15: who was not asked can say so', () => {
		expect(access['/(customer)/voice']).toEqual({ GET: 'everybody', POST: 'everybody' });
	});
});

describe('rewriting what was recorded', () => {
	test('A34 A35: neither handler nor promise, and the attempt is kept', async () => {
		const record = {
			id: 'rewritten',
			kind: 'visit',
			customer: 'C-merged',
			rep: 'R1',
			started_at: '2026-11-20',
			promise: 'A call by Friday'
		};
		await place.feed('interactions', record);
		const again = await place.feed('interactions', { ...record, rep: 'R2', promise: 'A call some day' });
		expect(again.rejected[0]!.errors.map(({ path }) => path).sort()).toEqual(['promise', 'rep']);
		const [row] = await place.sql`select rep, promise from interactions where id = 'rewritten'`;
		expect(row).toEqual({ rep: 'R1', promise: 'A call by Friday' });
		expect(await place.sql`select fields from disputes where record = 'rewritten'`).toEqual([
			{ fields: ['rep', 'promise'] }
		]);
	});

	test('A36: a definition that is not the first names the two people it comes from, or the command line', async () => {
		const one = await makeStaff(place.sql, 'quality');
		await expect(
			place.sql`insert into annotations (answer, mark, proposal, at) select id, 'excluded', 1, now() from answers limit 1`
		).rejects.toThrow(/foreign key/);
		expect(one).toBeGreaterThan(0);
		expect(await place.sql`select from policies where proposal is not null`).toHaveLength(0);
		await expect(place.sql`update policies set draw_rate = 0`).rejects.toThrow('append-only');
	});

	test('A32: two returns in one lineage count as one product failing twice', async () => {
		await place.feed('units', { serial: 'S1', sku: 'P', sold_at: '2026-09-01' });
		await place.feed('returns', {
			id: 'L1',
			sku: 'P',
			serial: 'S1',
			returned_at: '2026-10-01',
			replacement_serial: 'S2'
		});
		await place.feed('returns', { id: 'L2', sku: 'P', serial: 'S2', returned_at: '2026-11-01' });
		await analyse(place.sql, { queue: place.queue, now: () => now });
		const [row] =
			await place.sql`select summary ->> 'repeatReturns' as repeats from product_reports where sku = 'P'`;
		expect(row!.repeats).toBe('1');
	});
});
