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
import { asDate, makeWorld, storyEnd } from '../bench/flaws/world.ts';
import { factsOf } from '../bench/flaws/in-memory.ts';
import { feedWorld, figures, later, run, size } from '../support/chain.ts';
import { now, testPlace, type TestPlace } from '../support/database.ts';
import { makeStaff } from '../support/staff.ts';

const end = asDate(storyEnd);

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
		// Nor does looking again use up numbers, which the ledger would miss.
		const [last] = await place.sql`select last_value::int as n from crossings_id_seq`;
		expect(last!.n).toBe(after.length);
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
