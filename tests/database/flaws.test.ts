// From feeds to findings, in a real database.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { flawsJobs } from '../../src/lib/server/flaws/jobs.ts';
import {
	adviseOn,
	analyse,
	findFinding,
	findingsPage,
	listFindings,
	lookAt,
	assess,
	requestAnalysis,
	latestRun,
	stepsOf,
	subscribe,
	takeStep
} from '../../src/lib/server/flaws/flaws.ts';
import { decideProposal, propose } from '../../src/lib/server/integrity/integrity.ts';
import { readBoard, readFinding, readProduct } from '../../src/lib/server/reports/reports.ts';
import type { Runtime } from '../../src/lib/server/runtime.ts';
import { asDate, makeWorld, storyEnd, usual, type World } from '../bench/flaws/world.ts';
import { factsOf } from '../bench/flaws/in-memory.ts';
import { now, testPlace, type TestPlace } from '../support/database.ts';
import { makeStaff } from '../support/staff.ts';

const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const size = { ...usual, units: 5000, products: 12, plants: 3 };
const end = asDate(storyEnd);

async function feedWorld(
	place: TestPlace,
	world: World,
	feeds: (keyof World)[] = ['products', 'reasons', 'units', 'interactions', 'returns', 'answers']
) {
	for (const feed of feeds) {
		const rows = (world[feed] as object[]).map((row) =>
			feed === 'answers' ? { ...row, overall: Number((row as { overall: string }).overall) } : row
		);
		for (let from = 0; from < rows.length; from += 5000) {
			const { rejected } = await place.feed(feed as 'units', ...rows.slice(from, from + 5000));
			expect(rejected).toEqual([]);
		}
	}
}

async function run(place: TestPlace, more: { asOf?: string; full?: boolean; at?: Date } = {}) {
	const { at = now, ...rest } = more;
	const result = await analyse(place.sql, { asOf: end, ...rest, queue: place.queue, now: () => at });
	if (result === 'busy') throw new Error('busy');
	return result;
}
const figures = ({ found }: Awaited<ReturnType<typeof run>>) =>
	found.map(({ sku, mode, tier, cause, lot, observed, expected, eb05 }) => ({
		sku,
		mode,
		tier,
		cause,
		lot,
		observed,
		expected: expected.toFixed(6),
		eb05: eb05.toFixed(2)
	}));

describe('a whole chain', () => {
	let place: TestPlace;
	const world = makeWorld(12, size);
	let staff: number;
	beforeAll(async () => {
		place = await testPlace();
		staff = await makeStaff(place.sql, 'product');
		await feedWorld(place, world);
		await run(place);
	});
	afterAll(() => place.end());

	test('leads to the same findings as its facts in memory', async () => {
		const look = lookAt({ ...factsOf(world), asOf: storyEnd });
		const found = assess(look).found.map(({ cell, tier }) => ({
			sku: look.products[cell.product]!.sku,
			mode: look.modes[cell.mode]!,
			tier
		}));
		const stored = await listFindings(place.sql, {});
		expect(stored.length).toBeGreaterThan(0);
		expect(
			stored.map(({ sku, mode, tier }) => ({ sku, mode, tier })).sort((a, b) => (a.sku < b.sku ? -1 : 1))
		).toEqual(found.sort((a, b) => (a.sku < b.sku ? -1 : 1)));
	});

	test('a night that reads what is new comes to the same as reading everything', async () => {
		// An hour later everything is kept; then something of every kind arrives.
		await run(place, { at: later(60) });
		const [first] = world.returns;
		const unit = world.units.find(
			({ serial, replaces }) => !replaces && !world.returns.some((each) => each.serial === serial)
		)!;
		await place.sql`insert into units (serial, sku, lot, sold_at, location, received_at)
			values ('LATE', ${unit.sku!}, ${unit.lot!}, ${unit.sold_at!}, 'Store 1', ${later(90)})`;
		await place.sql`insert into returns (id, sku, serial, location, returned_at, recorded_at, reason, replacement_serial, disposition, received_at)
			values ('B-LATE', ${unit.sku!}, 'UNKNOWN-YET', 'Store 1', ${end}, ${end}, 'DEFECT', ${unit.serial!}, 'replaced', ${later(91)})`;
		await place.sql`insert into units (serial, sku, lot, sold_at, location, received_at)
			values ('UNKNOWN-YET', ${unit.sku!}, ${unit.lot!}, ${unit.sold_at!}, 'Store 1', ${later(92)})`;
		await place.sql`insert into interactions (id, kind, customer, started_at, "return", received_at)
			values ('I-LATE', 'return', 'C1', ${end}, ${first!.id!}, ${later(93)})`;
		await place.sql`insert into answers (interaction, imported_as, questionnaire, receipt, replies, answered_at, received_at)
			values ('I-LATE', 'A-LATE', 1, 'r-late', ${place.sql.json({ product_failed: 'yes', failure_mode: 'other', resolved: 'no' })}, ${end}, ${later(94)})`;
		const night = await run(place, { at: later(120) });
		expect(night.extent).toBe('incremental');
		const again = await run(place, { at: later(180) });
		expect(again.extent).toBe('incremental');
		const whole = await run(place, { at: later(240), full: true });
		expect(whole.extent).toBe('full');
		expect(figures(night)).toEqual(figures(whole));
		expect(figures(again)).toEqual(figures(whole));
		expect([night.lookedAt.units, night.lookedAt.returns, night.lookedAt.answers]).toEqual([
			whole.lookedAt.units + 2,
			whole.lookedAt.returns,
			whole.lookedAt.answers
		]);
	});

	test('rows that came in behind its back make it read everything', async () => {
		await run(place, { at: later(300) });
		await place.sql`insert into units (serial, sku, sold_at, received_at) values ('BEHIND', 'SKU-1', ${end}, ${later(200)})`;
		expect((await run(place, { at: later(360) })).extent).toBe('full');
	});

	test('says what was reached when, once and for all', async () => {
		const before =
			await place.sql`select finding, tier, crossed_on::text, analysis from crossings order by id`;
		expect(before.length).toBeGreaterThan(0);
		await run(place, { at: later(400), asOf: '2026-11-20' });
		const after =
			await place.sql`select finding, tier, crossed_on::text, analysis from crossings order by id`;
		expect(after.slice(0, before.length)).toEqual(before);
		await expect(place.sql`update crossings set crossed_on = '2020-01-01'`).rejects.toThrow('append-only');
		await expect(place.sql`delete from measurements`).rejects.toThrow('append-only');
	});

	test('looking back sees what had been recorded by then, and writes nothing', async () => {
		const count = async () => (await place.sql`select count(*)::int as n from analyses`)[0]!.n;
		const before = await count();
		const asOf = asDate(storyEnd - 300);
		const result = await run(place, { asOf, at: later(410) });
		expect(result.isLookBack).toBe(true);
		expect(result.lookedAt.returns).toBe(
			world.returns.filter(({ recorded_at, returned_at }) => recorded_at! <= asOf && returned_at! <= asOf)
				.length
		);
		expect(await count()).toBe(before);
	});

	test('two analyses at once are one', async () => {
		const both = await Promise.all(
			[0, 1].map(() => analyse(place.sql, { queue: place.queue, now: () => later(420) }))
		);
		expect(both.filter((each) => each === 'busy')).toHaveLength(1);
	});

	test('is told on the board, the product’s page and the finding’s, to the last return', async () => {
		const { standing, findings, products } = await readBoard(place.sql, { state: 'open' }, 'strength', false);
		expect(standing!.lookedAt.products).toBe(12);
		expect(products.length).toBe(12);
		const [finding] = findings;
		const page = await readProduct(place.sql, finding!.sku);
		expect(page!.findings.map(({ id }) => id)).toContain(finding!.id);
		expect(page!.product.content!.modes.length).toBeGreaterThan(4);
		expect(page!.product.content!.curve.own.length).toBeGreaterThan(10);
		const whole = await readFinding(place.sql, finding!.id, null);
		expect(whole!.returns).toHaveLength(finding!.observed);
		expect(JSON.stringify(whole)).not.toMatch(/C-S\d/);
		expect(await readProduct(place.sql, 'NOPE')).toBeUndefined();
		expect(await readFinding(place.sql, 999_999)).toBeUndefined();
	});

	test('an answer two people have excluded does not count', async () => {
		const [counted] = await place.sql<{ finding: number; answer: number }[]>`
			select finding::int, answer::int from counted_returns where source = 'customer' limit 1`;
		const before = await findFinding(place.sql, counted!.finding);
		const second = await makeStaff(place.sql, 'quality');
		const proposed = await propose(
			place.sql,
			{ change: 'exclude_answer', answer: counted!.answer, staff, reason: 'not theirs' },
			now
		);
		await decideProposal(
			place.sql,
			{ proposal: (proposed as { id: number }).id, staff: second, verdict: 'approved', reason: '' },
			now
		);
		await run(place, { at: later(500), asOf: '2026-11-23' });
		const rows = await place.sql`select source from counted_returns where answer = ${counted!.answer}`;
		expect(rows).toEqual([]);
		expect(before).toBeDefined();
	});

	describe('work on a finding', () => {
		const step = (what: Parameters<typeof takeStep>[1]) => takeStep(place.sql, what, later(550));
		let finding: number;
		beforeAll(async () => void (finding = (await listFindings(place.sql, {}))[0]!.id));

		test('is refused where it says nothing', async () => {
			const state = { finding, staff, step: 'state', note: '', fixLot: '' } as const;
			expect(await step({ ...state, state: 'dismissed' })).toEqual({ refused: 'Say why it is dismissed.' });
			expect(await step({ ...state, state: 'fix_shipped' })).toEqual({
				refused: 'Say from which lot on the fix is in.'
			});
			expect(await step({ ...state, state: 'solved' })).toEqual({ refused: 'Choose a state from the list.' });
			expect(await step({ finding, staff, step: 'note', note: ' \0 ' })).toEqual({
				refused: 'Write something first.'
			});
			expect(await step({ finding, staff, step: 'owner', owner: 'nobody@x.example' })).toMatchObject({
				refused: /Nobody/
			});
			expect(await step({ ...state, finding: 99_999, state: 'watching' })).toMatchObject({
				refused: /no such/
			});
			expect(await stepsOf(place.sql, finding)).toEqual([]);
		});
		test('stays, step by step, and the newest state counts', async () => {
			const { lots } = (await findFinding(place.sql, finding))!.evidence;
			const state = { finding, staff, step: 'state', note: 'why', fixLot: lots.at(-1)!.name } as const;
			for (const each of ['watching', 'investigating', 'fix_shipped'])
				expect(await step({ ...state, state: each })).toBe('done');
			const found = (await findFinding(place.sql, finding))!;
			expect([found.state, found.fixLot]).toEqual(['fix_shipped', lots.at(-1)!.name]);
			expect(found.fix!.after.n).toBe(lots.at(-1)!.n);
			expect((await stepsOf(place.sql, finding)).map((each) => each.state)).toEqual([
				'fix_shipped',
				'investigating',
				'watching'
			]);
		});
		test('goes into the ledger with what was reached', async () => {
			const [{ n }] = (await place.sql`select ledger_append()::int as n`) as unknown as [{ n: number }];
			expect(n).toBeGreaterThan(0);
			const kinds =
				await place.sql`select distinct kind from ledger where kind in ('crossing', 'finding_step') order by 1`;
			expect(kinds.map(({ kind }) => kind)).toEqual(['crossing', 'finding_step']);
		});
		test('what is dismissed leaves the board and the advice', async () => {
			const { sku } = (await findFinding(place.sql, finding))!;
			const before = await adviseOn(place.sql, sku);
			expect(before!.replace_like_with_like).toBe(false);
			expect(before!.advice).toBe('Do not replace like with like: offer another product.');
			expect(before!.alternatives.map((each) => each.sku)).not.toContain(sku);
			await step({ finding, staff, step: 'state', state: 'dismissed', note: 'a test batch', fixLot: '' });
			expect((await listFindings(place.sql, { state: 'open' })).map(({ id }) => id)).not.toContain(finding);
			const others = (await listFindings(place.sql, { sku, state: 'open' })).filter(
				({ tier }) => tier !== 'watch'
			);
			expect((await adviseOn(place.sql, sku))!.replace_like_with_like).toBe(others.length === 0);
			expect(await adviseOn(place.sql, 'NOPE')).toBeUndefined();
		});
	});

	test('findings are read page by page, and a wrong question is answered by its field', async () => {
		const all = await listFindings(place.sql, {});
		const ids: number[] = [];
		let after = '0';
		for (;;) {
			const page = await findingsPage(place.sql, new URLSearchParams({ limit: '1', after }));
			if (page.mistakes) throw new Error(page.mistakes.join());
			ids.push(...page.findings.map(({ id }) => id));
			if (page.next === null) break;
			after = page.next;
		}
		expect(ids).toEqual(all.map(({ id }) => id).sort((a, b) => a - b));
		const wrong = await findingsPage(place.sql, new URLSearchParams({ from: 'yesterday', limit: '0' }));
		expect(wrong.mistakes!.join()).toMatch(/from must be a real day.*limit/);
	});

	test('who subscribed hears at once of a signal, and weekly of all', async () => {
		await subscribe(place.sql, staff, { atOnce: true, weekly: true });
		const fresh = await testPlace();
		const own = await makeStaff(fresh.sql, 'product');
		await subscribe(fresh.sql, own, { atOnce: true, weekly: true });
		await feedWorld(fresh, world);
		await run(fresh);
		const jobs = fresh.jobs.filter(({ name }) => name === 'finding_notice');
		expect(jobs).toHaveLength(1);
		const sent: { to: string; subject: string; text: string }[] = [];
		const mail = {
			send: async (to: string, { subject, text }: { subject: string; text: string }) => {
				sent.push({ to, subject, text });
				return 'sent' as const;
			},
			close() {}
		};
		const runtime = {
			sql: fresh.sql,
			queue: fresh.queue,
			now: () => now,
			config: { ORIGIN: 'https://desk.example' }
		} as unknown as Runtime;
		await flawsJobs.notice(jobs[0]!.job.data, runtime, mail);
		await flawsJobs.digests(runtime);
		const digest = fresh.jobs.find(({ name }) => name === 'finding_digest')!;
		await flawsJobs.digest(digest.job.data, runtime, mail);
		expect(sent.map(({ subject }) => subject)).toEqual([
			expect.stringMatching(/reached|:/),
			expect.stringMatching(/Findings of the week/)
		]);
		expect(sent[0]!.text).toMatch(
			/where .* expected; at least .*\nNext: .*\nhttps:\/\/desk\.example\/findings\/\d/s
		);
		await fresh.end();
	});

	test('asking twice is one run', async () => {
		const runtime = { sql: place.sql, queue: place.queue, now: () => later(600) };
		const [one, two] = [await requestAnalysis(runtime, staff), await requestAnalysis(runtime, staff)];
		expect(one).toBe(two);
		const before = place.jobs.filter(({ name }) => name === 'analyse');
		expect(before).toHaveLength(1);
		const log = { info() {} };
		await flawsJobs.analyse(before[0]!.job.data, { ...runtime, log } as unknown as Runtime);
		expect((await latestRun(place.sql))!.finishedAt).not.toBeNull();
		expect(await requestAnalysis(runtime, null)).not.toBe(one);
	});
});

describe('bad data is counted, explained, and moves nothing silently', () => {
	let place: TestPlace;
	beforeAll(async () => void (place = await testPlace()));
	afterAll(() => place.end());
	const panel = async () =>
		Object.fromEntries(
			(await run(place, { asOf: '2026-11-23' })).quality.map(({ what, count }) => [what, count])
		);

	test('each kind of it', async () => {
		await place.feed('products', { sku: 'P', category: 'phone', failure_modes: ['battery:Battery'] });
		await place.feed(
			'reasons',
			{ reason: 'BAT', meaning: 'failed', failure_mode: 'battery' },
			{ reason: 'ODD', meaning: 'failed', failure_mode: 'battry' }
		);
		const unit = (serial: string, more = {}) => ({
			serial,
			sku: 'P',
			lot: 'L1',
			sold_at: '2026-06-01',
			location: 'A',
			...more
		});
		await place.feed(
			'units',
			...Array.from({ length: 60 }, (_, n) => unit(`S${n}`)),
			unit('NODATE', { sold_at: undefined }),
			unit('FUTURE', { sold_at: '2027-06-01' }),
			unit('ONLY', { sku: 'SINGLE' }),
			unit('NOWHERE', { location: undefined }),
			...Array.from({ length: 180 }, (_, n) => unit(`T${n}`, { location: 'B' }))
		);
		const back = (id: string, serial: string | undefined, more = {}) => ({
			id,
			sku: 'P',
			serial,
			returned_at: '2026-07-01',
			recorded_at: '2026-07-02',
			reason: 'BAT',
			location: 'A',
			...more
		});
		await place.feed(
			'returns',
			back('R1', undefined),
			back('R2', 'GHOST'),
			back('R3', 'S1', { returned_at: '2026-05-01', recorded_at: '2026-05-02' }),
			back('R4', 'S2', { returned_at: '2027-01-01', recorded_at: '2027-01-02' }),
			back('R5', 'S3', { recorded_at: '2026-06-01' }),
			back('R6', 'S4'),
			back('R7', 'S4'),
			back('R8', 'S5', { reason: 'X-99' }),
			back('R9', 'S6', { reason: 'ODD' }),
			back('R10', 'S7', { sku: 'OTHER' }),
			back('R11', 'LOST', { sku: 'NEVER-SOLD' }),
			back('R12', 'S8', { recorded_at: undefined }),
			back('R13', 'S9', { replacement_serial: 'S9', disposition: 'repaired' }),
			...Array.from({ length: 20 }, (_, n) => back(`M${n}`, `S${20 + n}`))
		);
		expect(await panel()).toEqual({
			'Units without a day of sale': 1,
			'Units without a location': 1,
			'Returns without a day of recording': 1,
			'Replaced by the very same unit': 1,
			'Units sold in the future': 1,
			'Products with fewer than 30 units': 1,
			'Products with returns and no unit on record': 1,
			'Returns without a serial number': 1,
			'Returns of units that are not on record': 2,
			'Returned before they were sold': 1,
			'Returned in the future': 1,
			'Recorded before they were returned': 1,
			'One unit twice on one day': 1,
			'Returns that name another product than the unit’s record': 1,
			'Returns at one place that has far more of them than its share of the units': expect.any(Number),
			'Returns with a reason code nobody has explained': 1,
			'Failures in a mode the product does not list': 1
		});
	});

	test('units without a location are expected to fail like any other', async () => {
		const nowhere = await testPlace();
		const world = makeWorld(12, size);
		for (const unit of world.units) unit.location = undefined;
		await feedWorld(nowhere, world);
		await run(nowhere);
		const [row] = await nowhere.sql<{ observed: number; expected: number }[]>`
			select sum((mode ->> 'observed')::float) as observed, sum((mode ->> 'expected')::float) as expected
			from product_reports, jsonb_array_elements(content -> 'modes') mode`;
		expect(row!.expected / row!.observed).toBeGreaterThan(0.8);
		await nowhere.end();
	});

	test('a finding whose answers were all excluded stands out no more', async () => {
		const made = await testPlace();
		const first = await makeStaff(made.sql, 'quality');
		const second = await makeStaff(made.sql, 'admin');
		await feedWorld(made, makeWorld(12, { ...size, plants: 0 }));
		const { rows } = {
			rows: await made.sql<
				{ id: string; sku: string }[]
			>`select id, sku from returns where sku = 'SKU-1' and id not in (select "return" from interactions i join answers a on a.interaction = i.id where "return" is not null) limit 14`
		};
		for (const { id } of rows)
			await made.feed('answers', {
				id: `F-${id}`,
				interaction: `I${id}`,
				answered_at: '2026-10-01',
				overall: 1,
				product_failed: 'yes',
				failure_mode: 'smoulders'
			});
		await run(made);
		const [finding] = await listFindings(made.sql, { sku: 'SKU-1' });
		expect(finding).toMatchObject({ mode: 'smoulders' });
		const answers = await made.sql<
			{ id: number }[]
		>`select id::int from answers where replies ->> 'failure_mode' = 'smoulders'`;
		for (const { id } of answers) {
			const proposed = await propose(
				made.sql,
				{ change: 'exclude_answer', answer: id, staff: first, reason: 'forged' },
				now
			);
			await decideProposal(
				made.sql,
				{ proposal: (proposed as { id: number }).id, staff: second, verdict: 'approved', reason: '' },
				now
			);
		}
		await run(made, { at: later(10) });
		expect((await findFinding(made.sql, finding!.id))!.tier).toBeNull();
		expect((await adviseOn(made.sql, 'SKU-1'))!.replace_like_with_like).toBe(true);
		const { product } = (await readProduct(made.sql, 'SKU-1'))!;
		expect(product.content!.modes.find(({ code }) => code === 'smoulders')!.said).toBe(0);
		await made.end();
	});

	test('a feed that doubles changes no finding', async () => {
		const before = figures(await run(place, { asOf: '2026-11-23' }));
		const rows = await place.sql<
			{ id: string; serial: string }[]
		>`select id, serial from returns where id like 'M%'`;
		await place.feed(
			'returns',
			...rows.map(({ id, serial }) => ({
				id: `${id}-again`,
				sku: 'P',
				serial,
				returned_at: '2026-07-01',
				recorded_at: '2026-07-02',
				reason: 'BAT',
				location: 'A'
			}))
		);
		expect(figures(await run(place, { asOf: '2026-11-23' }))).toEqual(before);
		expect((await panel())['One unit twice on one day']).toBe(21);
	});
});
