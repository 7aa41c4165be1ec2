// What customers may ask for, and what is forgotten by itself; each time the figures and the ledger stay true.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { feeds, type FeedName } from '../../src/lib/server/feeds.ts';
import { receive } from '../../src/lib/server/intake/intake.ts';
import { decideProposal, propose } from '../../src/lib/server/integrity/integrity.ts';
import { openCase, showContact, takeStep } from '../../src/lib/server/recovery/recovery.ts';
import { sender } from '../support/customer.ts';
import { makeStaff } from '../support/staff.ts';
import { sendInvitation } from '../support/sending.ts';
import { connect } from '../../src/lib/server/database.ts';
import {
	makeCheckpoint,
	outsideIn,
	verifyLedger,
	type Checkpoint
} from '../../src/lib/server/ledger/ledger.ts';
import { acceptAnswer, lookUpReceipt } from '../../src/lib/server/response/response.ts';
import { applyRetention } from '../../src/lib/server/retention.ts';
import { eraseAgain, eraseCustomer, exportCustomer } from '../../src/lib/server/rights.ts';
import { everyRow, met, now, testPlace, vault, type TestPlace } from '../support/database.ts';
import { figuresOf } from '../support/desk.ts';

let place: TestPlace;
const dataDir = mkdtempSync(join(tmpdir(), 'ungamed-rights-'));
const outside = outsideIn(dataDir);
let bytes = 0;
const random = (count: number) => Buffer.from(Array.from({ length: count }, () => ++bytes % 251));
const runtime = () => ({ sql: place.sql, vault, outside, random });

beforeAll(async () => {
	place = await testPlace();
});
afterAll(async () => {
	await place.end();
	rmSync(dataDir, { recursive: true });
});

async function signed(): Promise<Checkpoint> {
	const input = { outside, key: vault.noteKey, origin: 'test', queue: place.queue, copies: 0 };
	const made = await makeCheckpoint(place.sql, input, now);
	if (made.state === 'conflict') throw new Error('conflict');
	return made.checkpoint;
}
const misfits = async (checkpoint: Checkpoint) =>
	(await verifyLedger(place.sql, { checkpoints: [checkpoint], outside, vault })).misfits;

const links = new Map<string, string>();
/** The mail server's side: takes the link out of each message. */
const mail = {
	send: async (to: string, { text }: { text: string }) => {
		links.set(to, /\/s\/([\w-]{22})/.exec(text)![1]!);
		return 'sent' as const;
	},
	close() {}
};

/** A customer with a name in every place where one can stand; the receipt of their answer. */
async function livedThrough(id: string): Promise<string> {
	await met(place, id, {
		customer: `C-${id}`,
		promise: `call ${id}`,
		email: `${id}@mail.example`,
		serial: `S-${id}`
	});
	await place.feed('contacts', {
		customer: `C-${id}`,
		kind: 'phone',
		value: '+34 600 100 200',
		changed_at: '2026-01-01',
		changed_by: 'R1'
	});
	await place.feed('units', { serial: `S-${id}`, sku: 'P', customer: `C-${id}` });
	await place.feed('returns', {
		id: `B-${id}`,
		sku: 'P',
		serial: `S-${id}`,
		customer: `C-${id}`,
		returned_at: '2026-11-01'
	});
	await place.settle();
	const [invitation] = await place.sql<
		{ id: number }[]
	>`select id::int from invitations where interaction = ${id}`;
	await sendInvitation(place, { invitation: invitation!.id, mail });
	const about = { link: links.get(`${id}@mail.example`)!, interaction: id, voice: false, questionnaire: 1 };
	const words = { comment: `I am ${id}, call me` };
	const accepted = await acceptAnswer(
		place.sql,
		{ ...about, replies: { overall: 2 }, words, seconds: 40, random: random(12), vault, sender },
		now
	);
	if (!('receipt' in accepted)) throw new Error(accepted.state);
	return accepted.receipt;
}

/** What staff write about a customer, wherever they can. */
async function spokenOf(id: string) {
	const [one, two] = [
		await makeStaff(place.sql, 'quality', 'one@l.example'),
		await makeStaff(place.sql, 'quality', 'two@l.example')
	];
	const [row] = await place.sql<{ id: number }[]>`select id::int from answers where interaction = ${id}`;
	const answer = row!.id;
	const opened = await openCase(
		place.sql,
		{ answer, reason: 'Ms Anna was promised a call', staff: one, queue: place.queue },
		now
	);
	const subject = (opened as { id: number }).id;
	for (const asked of [
		{ step: 'note', words: 'Ms Anna likes to be rung after six' },
		{ step: 'reply', words: 'Dear Ms Anna, we are sorry.' },
		{ step: 'closed', words: 'Ms Anna is content' }
	] as const)
		await takeStep(
			place.sql,
			{ id: subject, staff: one, asked, queue: place.queue, vault, hasSms: false },
			now
		);
	await showContact(place.sql, { id: subject, reason: 'to ring Ms Anna', staff: one, vault }, now);
	const proposed = await propose(
		place.sql,
		{ change: 'exclude_answer', answer, reason: 'Ms Anna says it was not her', staff: one },
		now
	);
	await decideProposal(
		place.sql,
		{
			proposal: (proposed as { id: number }).id,
			staff: two,
			verdict: 'refused',
			reason: 'Ms Anna told me otherwise'
		},
		now
	);
}

describe('erasing a customer', () => {
	test('takes address, words and identity, and nothing else; figures, receipt and ledger stay', async () => {
		const receipt = await livedThrough('anna');
		await livedThrough('bert');
		await spokenOf('anna');
		await place.feed('customers', { id: 'C-anna', email: 'other@mail.example' });
		const checkpoint = await signed();
		const figures = await figuresOf(place);

		expect(
			await eraseCustomer(runtime(), { customer: 'C-anna', reason: 'asked by letter', staff: null }, now)
		).toBe('erased');
		const everything = await everyRow(place.sql);
		for (const trace of ['C-anna', 'anna@mail.example', 'I am anna', 'call anna', 'Ms Anna'])
			expect(everything).not.toContain(trace);
		expect(everything).toContain('C-bert');
		// Where she answered from is gone; where he did is not.
		expect(
			await place.sql`select interaction from answer_traces t join answers a on a.id = t.answer`
		).toEqual([{ interaction: 'bert' }]);
		const [kept] = await place.sql`select customer, promise, serial from interactions where id = 'anna'`;
		expect(kept).toEqual({
			customer: expect.stringMatching(/^erased-/),
			promise: '(erased)',
			serial: 'S-anna'
		});

		expect(await figuresOf(place)).toEqual(figures);
		expect(await misfits(checkpoint)).toEqual([]);
		expect(await misfits(await signed())).toEqual([]);
		expect((await lookUpReceipt(place.sql, receipt, vault)).state).toBe('counted');
	});

	test('leaves nothing to send to, nothing to open, and no way back in', async () => {
		const [contact] = await place.sql<{ sealed: Buffer }[]>`
			select sealed from contacts where customer like 'erased-%' and kind = 'email'`;
		expect(contact!.sealed).toHaveLength(0);
		const again = await place.feed('customers', { id: 'C-anna', email: 'anna@mail.example' });
		expect(again.rejected[0]!.errors[0]!.message).toContain('erased');
		expect(
			(
				await place.feed('contacts', {
					customer: 'C-anna',
					kind: 'email',
					value: 'a@b.example',
					changed_at: '2026-11-02',
					changed_by: 'R1'
				})
			).accepted
		).toBe(0);
		// What happened to them goes on under the name that stands in their place, and an old record again is no dispute.
		const late = {
			id: 'late',
			kind: 'call',
			customer: 'C-anna',
			started_at: '2026-11-20',
			promise: 'to anna'
		};
		expect((await place.feed('interactions', late)).accepted).toBe(1);
		const resent = {
			id: 'anna',
			kind: 'visit',
			customer: 'C-anna',
			started_at: '2026-11-23T11:00:00Z',
			promise: 'call anna',
			serial: 'S-anna'
		};
		expect(await place.feed('interactions', resent)).toMatchObject({ duplicates: 1, rejected: [] });
		expect(await place.feed('units', { serial: 'S-anna', sku: 'P', customer: 'C-anna' })).toMatchObject({
			duplicates: 1
		});
		expect(await everyRow(place.sql)).not.toContain('C-anna');
		// The same batch, the others are kept.
		const mixed = await place.feed('customers', { id: 'C-new' }, { id: 'C-anna' }, { id: 'C-newer' });
		expect([mixed.accepted, mixed.rejected.map(({ index }) => index)]).toEqual([2, [1]]);
	});

	test('is recorded without naming who it was, and somebody unknown is not erased', async () => {
		const [action] = await place.sql`select subject, reason from actions where action = 'customer_erased'`;
		expect(action).toEqual({
			subject: expect.stringMatching(/^customer [0-9a-f]{32}$/),
			reason: 'asked by letter'
		});
		expect(await eraseCustomer(runtime(), { customer: 'nobody', reason: 'x', staff: null }, now)).toBe(
			'unknown'
		);
	});
});

test('everything held about a customer is handed over, links excepted', async () => {
	const found = JSON.stringify(await exportCustomer(runtime(), { customer: 'C-bert', staff: null }, now));
	for (const part of [
		'bert@mail.example',
		'+34 600 100 200',
		'I am bert',
		'call bert',
		'S-bert',
		'B-bert',
		'"overall":2',
		'"places_answered_from":1'
	])
		expect(found).toContain(part);
	expect(found).not.toContain(links.get('bert@mail.example'));
	expect(found).not.toContain('anna');
	expect(await exportCustomer(runtime(), { customer: 'nobody', staff: null }, now)).toBeUndefined();
	expect(await place.sql`select from actions where action = 'customer_exported'`).toHaveLength(1);
});

test('without a subject’s half of the key the other half opens nothing', async () => {
	const [row] = await place.sql<{ sealed: Buffer; salt: Buffer }[]>`
		select sealed, salt from contacts join subject_keys using (customer) where customer = 'C-bert' and kind = 'email'`;
	expect(vault.open(row!.sealed, row!.salt)).toBe('bert@mail.example');
	expect(() => vault.open(row!.sealed)).toThrow();
	expect(() => vault.open(row!.sealed, Buffer.alloc(16, 7))).toThrow();
});

describe('retention', () => {
	/** Longer ago than anything is kept. */
	const longAgo = new Date('2020-01-01T12:00:00Z');

	/** A customer of those days, with words and a voice. */
	async function livedLongAgo() {
		const old = (feed: FeedName, ...records: object[]) =>
			receive(
				place.sql,
				{
					feed: feeds[feed],
					records: [records.map((value, index) => ({ index, value }))],
					queue: place.queue,
					vault
				},
				longAgo
			);
		await old('customers', { id: 'C-dora', email: 'dora@mail.example' });
		await old('interactions', { id: 'dora', kind: 'call', customer: 'C-dora', started_at: '2020-01-01' });
		await old('answers', {
			id: 'H-dora',
			interaction: 'dora',
			answered_at: '2020-01-02',
			overall: 3,
			comment: 'I am dora'
		});
		await place.sql`insert into voice_requests (number, contact, network, received_at) values ('B-dora', '\\x01', '\\x02', ${longAgo})`;
		await place.settle();
		await place.sql`
			with post as (
				insert into set_aside (invitation, reasons, replies, received_at)
				select min(id), array['instant'], '{}', ${longAgo} from invitations returning id
			)
			insert into set_aside_words (set_aside, key, words) select id, 'comment', 'set aside of dora' from post`;
	}

	test('forgets nothing before its time', async () => {
		expect(await applyRetention(runtime(), now)).toBe(0);
	});

	test('forgets addresses, words and voices after it, and the ledger still verifies', async () => {
		await livedLongAgo();
		const checkpoint = await signed();
		expect(await applyRetention(runtime(), now)).toBe(4);
		const everything = await everyRow(place.sql);
		for (const trace of ['I am dora', 'B-dora', 'set aside of dora']) expect(everything).not.toContain(trace);
		for (const kept of ['C-dora', 'I am bert', 'C-bert']) expect(everything).toContain(kept);
		expect(await place.sql`select from contacts where customer = 'C-dora' and sealed <> ''`).toHaveLength(0);
		expect(await place.sql`select from subject_keys where customer = 'C-dora'`).toHaveLength(0);
		expect(await misfits(checkpoint)).toEqual([]);
		expect(await misfits(await signed())).toEqual([]);
		expect(await applyRetention(runtime(), now)).toBe(0);
	});

	test('what is sent again stays forgotten, and is no dispute', async () => {
		const again = await place.feed('customers', { id: 'C-dora', email: 'dora@mail.example' });
		expect(again).toMatchObject({ duplicates: 1, rejected: [] });
		expect(await place.sql`select from contacts where customer = 'C-dora' and sealed <> ''`).toHaveLength(0);
	});

	test('a forgotten address is nobody’s: the next interaction has no contact', async () => {
		await place.feed('interactions', {
			id: 'later',
			kind: 'call',
			customer: 'C-dora',
			started_at: '2026-11-23T11:00:00Z'
		});
		await place.settle();
		expect(await place.outcome('later')).toBe('no_contact');
	});

	test('the product cannot forget what is not old, whatever it signs', async () => {
		const [mine] = await place.sql`select array_agg(index) as records from ledger where kind = 'answer'`;
		await expect(place.sql`select forget_old(${mine!.records}, 'x', ${now})`).rejects.toThrow(
			'not those that were signed'
		);
	});
});

// Last, because a database can only be copied while nobody is connected to it.
test('an erasure survives the restore of an older backup', async () => {
	await livedThrough('cora');
	const backup = `${new URL(place.url).pathname.slice(1)}_backup`;
	const admin = connect(process.env.TEST_CLUSTER!, { max: 1 });
	await place.sql.end();
	const name = new URL(place.url).pathname.slice(1);
	await admin.unsafe(`create database ${backup} template ${name}`);
	place.sql = connect(place.url, { max: 20 });
	await eraseCustomer(runtime(), { customer: 'C-cora', reason: 'asked', staff: null }, now);
	expect(await eraseAgain(runtime(), () => {})).toBe(0);

	const restored = connect(Object.assign(new URL(place.url), { pathname: `/${backup}` }).href, { max: 4 });
	expect(await everyRow(restored)).toContain('C-cora');
	const said: string[] = [];
	expect(await eraseAgain({ ...runtime(), sql: restored }, (line) => said.push(line))).toBe(1);
	expect(said[0]).toContain('1 erasure');
	expect(await everyRow(restored)).not.toContain('C-cora');
	expect(await everyRow(restored)).toContain('C-bert');
	expect(await eraseAgain({ ...runtime(), sql: restored }, () => {})).toBe(0);
	await restored.end();
	await admin.unsafe(`drop database ${backup} with (force)`);
	await admin.end();
});
