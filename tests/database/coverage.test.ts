// The coverage audit: every interaction in exactly one place, whatever became of it.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	coverageBy,
	coveragePage,
	endings,
	funnelOf,
	readCoverage,
	readInteractions
} from '../../src/lib/server/reports/reports.ts';
import { countAllEndings, countEndings } from '../../src/lib/server/desk/desk.ts';
import { takeStop } from '../../src/lib/server/delivery/delivery.ts';
import { acceptAnswer } from '../../src/lib/server/response/response.ts';
import { sender } from '../support/customer.ts';
import { met, now, testPlace, vault, type TestPlace } from '../support/database.ts';
import { sendInvitation } from '../support/sending.ts';
import { endingWords } from '../../src/lib/web/coverage.ts';
import { linkIn, startMailServer, type MailServer } from '../support/mail-server.ts';

let place: TestPlace;
let server: MailServer;
const later = (days: number) => new Date(now.getTime() + days * 86_400_000);

async function send(id: string, code?: number) {
	const [row] = await place.sql<{ id: number }[]>`select id::int from invitations where interaction = ${id}`;
	server.refuseWith(code);
	await sendInvitation(place, { invitation: row!.id, mail: server.url });
	server.refuseWith(undefined);
	return code ? '' : linkIn(server.mails.at(-1)!.mail.text!).slice(-22);
}

beforeAll(async () => {
	[place, server] = await Promise.all([testPlace(), startMailServer()]);
	await place.feed('reps', { id: 'R1', team: 'desk', email: 'r1@staff.example' });
	const more = { location: 'Brill', rep: 'R1' };
	for (const id of ['answered', 'waiting', 'bounced', 'unsent', 'opened', 'aside', 'stopped', 'returned'])
		await met(place, id, more);
	await place.settle();
	await met(place, 'late', { ...more, startedAt: '2026-10-01T10:00:00Z' });
	await met(place, 'staff', { ...more, email: 'r1@staff.example' });
	await met(place, 'declined', { ...more, email: 'declined' });
	for (const id of ['one', 'two', 'three']) await place.feed('customers', { id, email: 'same@mail.example' });
	await place.feed('interactions', {
		id: 'shared',
		kind: 'call',
		customer: 'one',
		location: 'Denholm',
		started_at: '2026-11-23T11:00:00Z'
	});
	await met(place, 'again', { ...more, customer: 'C-answered', email: 'answered@mail.example' });
	await place.settle();
	await place.feed('interactions', {
		id: 'unknown',
		kind: 'call',
		customer: 'nobody yet',
		started_at: '2026-11-23T11:00:00Z'
	});
	await place.settle();
	await met(place, 'imported', { ...more, startedAt: '2026-11-01T10:00:00Z' });
	await place.settle();
	await place.feed('answers', { id: 'H1', interaction: 'imported', answered_at: '2026-11-02', overall: 4 });

	const link = await send('answered');
	await acceptAnswer(
		place.sql,
		{
			link,
			interaction: 'answered',
			voice: false,
			questionnaire: 1,
			replies: { overall: 4 },
			words: {},
			seconds: 30,
			random: randomBytes(12),
			vault,
			sender
		},
		now
	);
	for (const id of ['waiting', 'opened', 'aside']) await send(id);
	await takeStop(
		place.sql,
		{ link: await send('stopped'), form: new URLSearchParams('List-Unsubscribe=One-Click'), vault },
		now
	);
	await send('bounced', 550);
	// Taken by its server, and reported undeliverable later.
	await send('returned');
	await place.sql`
		insert into delivery_reports (message, report, status, at)
		select m.id, 'bounced', '5.1.1', ${now} from messages m join invitations v on v.id = m.invitation where v.interaction = 'returned'`;
	await met(place, 'to a dead address', { ...more, customer: 'C-2', email: 'returned@mail.example' });
	await place.settle();
	await place.sql`
		insert into drafts (invitation, sealed, saved_at) select id, '\x01', ${now} from invitations where interaction = 'opened'`;
	await place.sql`
		insert into set_aside (invitation, reasons, replies, received_at) select id, '{instant}', '{}', ${now} from invitations where interaction = 'aside'`;
	await place.feed(
		'returns',
		{ id: 'B1', sku: 'P', returned_at: '2026-11-20', interaction: 'waiting' },
		{ id: 'B2', sku: 'P', returned_at: '2026-11-20' }
	);
	await place.feed(
		'counts',
		{ location: 'Brill', date: '2026-11-01', kind: 'visit', count: 4, source: 'till' },
		{ location: 'Brill', date: '2026-11-23', kind: 'visit', count: 99, source: 'till' }
	);
});
afterAll(async () => {
	await place.end();
	await server.stop();
});

test('everything is accounted for, exactly once, and the steps add up', async () => {
	const { total, byEnding, steps, counted, returns } = await readCoverage(place.sql, {}, now);
	const [all] = await place.sql`select count(*)::int as n from interactions`;
	expect(total).toBe(all!.n);
	expect(byEnding).toMatchObject({
		answered: 1,
		waiting: 2,
		bounced: 2,
		undeliverable: 1,
		to_be_sent: 1,
		opened: 1,
		set_aside: 1,
		too_late: 1,
		staff_contact: 1,
		contact_declined: 1,
		destination_shared: 1,
		asked_recently: 1,
		undecided: 1,
		answered_elsewhere: 1
	});
	for (const [at, { n, lost }] of steps.entries()) {
		const next = steps[at + 1]?.n ?? n;
		expect(n - lost.reduce((sum, each) => sum + each.n, 0)).toBe(next);
	}
	expect(steps.at(-1)).toMatchObject({ key: 'answered', n: 1 });
	expect(returns).toEqual({ n: 2, unexplained: 1 });
	// Today's count may be on its way.
	expect(counted).toMatchObject([{ location: 'Brill', counted: 4, logged: 1, missing: 3, shortDays: 1 }]);
});

test('there is an ending for every decision there can be', async () => {
	const [check] = await place.sql<{ definition: string }[]>`
		select pg_get_constraintdef(oid) as definition from pg_constraint where conname = 'decisions_outcome_check'`;
	const outcomes = [...check!.definition.matchAll(/'(\w+)'/g)].map(([, outcome]) => outcome!);
	expect(outcomes.length).toBeGreaterThan(5);
	expect(endings).toEqual(expect.arrayContaining(outcomes.filter((outcome) => outcome !== 'invited')));
	expect(Object.keys(endingWords).sort()).toEqual([...endings].sort());
});

test('what nobody answered in time has expired', async () => {
	const { byEnding } = await readCoverage(place.sql, {}, later(40));
	expect(byEnding).toMatchObject({ waiting: 0, expired: 2, to_be_sent: 1, answered: 1 });
});

test('each ending leads to its interactions, without a contact', async () => {
	for (const ending of endings) {
		const { rows } = await readInteractions(place.sql, {}, ending, now);
		expect(rows).toHaveLength((await readCoverage(place.sql, {}, now)).byEnding[ending]);
		expect(JSON.stringify(rows)).not.toMatch(/@|C-/);
	}
});

test('groups add up to the whole; a rep with few is not shown', async () => {
	const { total } = await readCoverage(place.sql, {}, now);
	for (const by of ['location', 'team', 'kind', 'day'] as const) {
		const groups = await coverageBy(place.sql, {}, by, now);
		expect(groups.reduce((sum, group) => sum + group.total, 0)).toBe(total);
	}
	expect(await coverageBy(place.sql, {}, 'rep', now)).toEqual([]);
	const funnel = funnelOf(await coverageBy(place.sql, {}, 'location', now), 'asked');
	expect(
		funnel.points.every(({ low, share, high, isOutside }) => isOutside === (share < low || share > high))
	).toBe(true);
});

test('filters narrow, and the API names what is wrong with them', async () => {
	expect((await readCoverage(place.sql, { location: 'Denholm' }, now)).total).toBe(1);
	expect((await readCoverage(place.sql, { team: 'desk', kind: 'visit', to: '2026-11-05' }, now)).total).toBe(
		2
	);
	const page = await coveragePage(place.sql, new URLSearchParams({ by: 'kind', kind: 'call' }), now);
	expect(page).toMatchObject({ interactions: 2, by: 'kind', groups: [{ group: 'call', interactions: 2 }] });
	expect(
		await coveragePage(place.sql, new URLSearchParams({ by: 'customer', from: 'x' }), now)
	).toMatchObject({
		mistakes: [expect.stringContaining('from'), expect.stringContaining('by')]
	});
});

test('what the desk counts beforehand is what counting now comes to', async () => {
	const at = later(3);
	const read = async () => [
		...(await Promise.all(
			[
				{},
				{ location: 'Ashford' },
				{ team: 'desk' },
				{ kind: 'visit' },
				{ from: '2026-11-20', to: '2026-11-24' }
			].map((filters) => readCoverage(place.sql, filters, at).then(({ at: _, ...coverage }) => coverage))
		)),
		...(await Promise.all(
			(['location', 'team', 'kind', 'day', 'rep'] as const).map((by) => coverageBy(place.sql, {}, by, at))
		))
	];
	const before = await read();
	await countAllEndings(place.sql, at);
	expect(await read()).toEqual(before);
	expect((await readCoverage(place.sql, {}, later(9))).at).toEqual(at);
	// Not again a moment later, nor as long as nothing has changed and no link can have expired.
	const seconds = (count: number) => new Date(at.getTime() + count * 1000);
	expect(await countEndings(place.sql, seconds(1))).toBe(false);
	expect(await countEndings(place.sql, seconds(60))).toBe(false);
	expect(await countEndings(place.sql, seconds(3600))).toBe(true);
	expect((await readCoverage(place.sql, {}, later(4))).total).toBe((before[0] as { total: number }).total);
	// History that is fed afterwards is counted as soon as it is here.
	const total = async () => (await readCoverage(place.sql, { to: '2024-12-31' }, later(5))).total;
	expect(await total()).toBe(0);
	await place.sql`
		insert into interactions (id, kind, customer, started_at, received_at) values ('long ago', 'visit', 'C-old', '2024-05-05', ${seconds(3650)})`;
	expect(await countEndings(place.sql, seconds(3660))).toBe(true);
	expect(await countEndings(place.sql, seconds(3720))).toBe(false);
	expect(await total()).toBe(1);
});
