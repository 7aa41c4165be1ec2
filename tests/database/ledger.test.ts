// The ledger on a real database: what is recorded, what a checkpoint proves, and whom it convicts.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	appendRecords,
	makeCheckpoint,
	outsideIn,
	proveRecord,
	readCheckpoint,
	readProof,
	recordAction,
	rootOfInclusion,
	sealOfErasure,
	verifierKey,
	verifyLedger,
	type Checkpoint
} from '../../src/lib/server/ledger/ledger.ts';
import { met, now, testPlace, vault, type TestPlace } from '../support/database.ts';

let place: TestPlace;
const dataDir = mkdtempSync(join(tmpdir(), 'ungamed-ledger-'));
const outside = outsideIn(dataDir);
beforeAll(async () => {
	place = await testPlace();
	for (let n = 0; n < 30; n++) await met(place, `I${n}`);
	await place.settle();
	await place.feed(
		'answers',
		...Array.from({ length: 300 }, (_, n) => ({
			id: `H${n}`,
			interaction: `old ${n}`,
			answered_at: '2026-01-01',
			overall: 1 + (n % 5),
			comment: `words ${n}`
		}))
	);
	for (let n = 0; n < 5; n++)
		await recordAction(place.sql, { staff: null, action: 'tested', reason: `${n}` }, now);
});
afterAll(async () => {
	await place.end();
	rmSync(dataDir, { recursive: true });
});

const checkpointing = () => ({
	outside,
	key: vault.noteKey,
	origin: 'larkfield.example/ungamed',
	queue: place.queue,
	copies: 1
});
const verify = (checkpoints: Checkpoint[] = []) => verifyLedger(place.sql, { checkpoints, outside, vault });

async function signed(): Promise<Checkpoint> {
	const made = await makeCheckpoint(place.sql, checkpointing(), now);
	if (made.state === 'conflict') throw new Error('conflict');
	return made.checkpoint;
}

test('every fact is recorded once, however often one looks', async () => {
	expect(await appendRecords(place.sql)).toBeGreaterThan(360);
	expect(await appendRecords(place.sql)).toBe(0);
	const kinds = await place.sql`select kind, count(*)::int as n from ledger group by 1`;
	const counted = Object.fromEntries(kinds.map(({ kind, n }) => [kind, n]));
	expect(counted).toMatchObject({
		decision: 30,
		answer: 300,
		contact: 30,
		action: 5,
		policy: 2,
		questionnaire: 1
	});
});

test('a checkpoint is signed, kept outside, and read by its key alone', async () => {
	const checkpoint = await signed();
	expect(checkpoint.note).toMatch(
		/^larkfield\.example\/ungamed\n\d+\n[A-Za-z0-9+/]{43}=\ntime \S+\n\n— larkfield\.example\/ungamed \S+\n$/
	);
	expect(await outside.notes()).toEqual([checkpoint.note]);
	expect(await outside.countLeaves()).toBe(checkpoint.size);
	expect(
		readCheckpoint(checkpoint.note.replace(/^(.*\n)(\d)/, '$19'), vault.noteKey.publicKey)
	).toBeUndefined();
	expect(verifierKey('a', vault.noteKey.publicKey)).toMatch(/^a\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$/);
	expect((await makeCheckpoint(place.sql, checkpointing(), now)).state).toBe('unchanged');
	expect(place.jobs.filter(({ name }) => name === 'checkpoint_copy')).toHaveLength(1);
});

test('a fact that commits long after later ones is recorded all the same', async () => {
	const settled = async () =>
		(await place.sql`select settled::int from ledger_marks where kind = 'action'`)[0]!.settled as number;
	const late = await place.sql.reserve();
	await late`begin`;
	const [row] = await late`insert into actions (action, at) values ('late', now()) returning id::int`;
	await recordAction(place.sql, { staff: null, action: 'tested' }, now);
	for (let n = 0; n < 3; n++) {
		await appendRecords(place.sql);
		await place.sql`update ledger_marks set noted_at = noted_at - interval '1 minute'`;
	}
	expect(await settled()).toBeLessThan(row!.id);
	await late`commit`;
	late.release();
	expect(await appendRecords(place.sql)).toBe(1);
	// A server knows of running transactions, not of which database: those of other tests put it off too.
	const settledOnceQuiet = async () => {
		await place.sql`update ledger_marks set noted_at = noted_at - interval '1 minute'`;
		await appendRecords(place.sql);
		return settled();
	};
	await expect.poll(settledOnceQuiet, { timeout: 60_000 }).toBeGreaterThanOrEqual(row!.id);
});

test('nothing changed, nothing misfits', async () => {
	const { misfits, confirmed, size } = await verify([await signed()]);
	expect(misfits).toEqual([]);
	expect(confirmed.map((checkpoint) => checkpoint.size)).toEqual([size]);
});

test('a proof leads from a record to the signed root', async () => {
	const [row] = await place.sql`select id::int from answers where imported_as = 'H77'`;
	const proven = await proveRecord(place.sql, 'answer', row!.id);
	if (proven.state !== 'sealed') throw new Error(proven.state);
	const { index, path, checkpoint } = readProof(proven.proof)!;
	const { size, root } = readCheckpoint(checkpoint, vault.noteKey.publicKey)!;
	const [{ hash }] = (await place.sql`select hash from ledger where index = ${index}`) as unknown as [
		{ hash: Buffer }
	];
	expect(rootOfInclusion({ leaf: hash, index, size, path })).toEqual(root);
	expect(rootOfInclusion({ leaf: hash, index: index + 1, size, path })).not.toEqual(root);
});

test('records hold commitments, no words and no identity', async () => {
	const [row] = await place.sql`select string_agg(ledger::text, '') as all from ledger`;
	for (const word of ['words 7', 'mail.example', 'C-I1', 'old 7']) {
		expect(row!.all).not.toContain(word);
		expect(row!.all).not.toContain(Buffer.from(word).toString('hex'));
	}
});

describe('a superuser', () => {
	/** What somebody with every right does to the database, undone afterwards. */
	async function tampered(work: string) {
		const checkpoint = await signed();
		let result: Awaited<ReturnType<typeof verify>> | undefined;
		await place.sql
			.begin(async (sql) => {
				await sql`set local session_replication_role = replica`;
				await sql.unsafe(work);
				result = await verifyLedger(sql, { checkpoints: [checkpoint], outside, vault });
				throw new Error('undo');
			})
			.catch((error) => {
				if (error.message !== 'undo') throw error;
			});
		return result!;
	}
	const recordOf = async (imported: string) => {
		const [row] =
			await place.sql`select l.index::int, a.id::int from answers a join ledger l on l.kind = 'answer' and l.number = a.id
			where imported_as = ${imported}`;
		return row as unknown as { index: number; id: number };
	};

	test.each([
		['changes a score', `update answers set replies = replies || '{"overall": 5}' where imported_as = 'H1'`],
		[
			'changes a word',
			`update answer_words set words = 'fine' where answer = (select id from answers where imported_as = 'H1')`
		],
		[
			'takes words away',
			`delete from answer_words where answer = (select id from answers where imported_as = 'H1')`
		],
		['deletes an answer', `delete from answers where imported_as = 'H1'`],
		['moves an answer', `update answers set interaction = 'x' where imported_as = 'H1'`],
		[
			'puts back the clock',
			`update answers set answered_at = answered_at - interval '1 day' where imported_as = 'H1'`
		],
		[
			'changes a score and its record',
			`update answers set replies = replies || '{"overall": 5}' where imported_as = 'H1';
			update ledger l set hash = sha256('\\x00'::bytea || ledger_commitment(l.salt, r.fixed) || l.personal)
			from recorded_answer r, answers a where a.imported_as = 'H1' and l.kind = 'answer' and l.number = a.id and r.number = a.id`
		]
	])('who %s is found, and the record is named', async (_, work) => {
		const { index, id } = await recordOf('H1');
		const { misfits } = await tampered(work);
		expect(misfits[0]).toMatchObject({ index, record: `answer ${id}` });
	});

	test.each([
		['deletes a record', `delete from ledger where index = 100`, 100],
		[
			'exchanges two records',
			`update ledger set index = -1 where index = 50; update ledger set index = 50 where index = 60; update ledger set index = 60 where index = -1`,
			50
		]
	])('who %s is found', async (_, work, index) => {
		expect(
			(await tampered(`alter table ledger drop constraint ledger_index_check; ${work}`)).misfits[0]
		).toMatchObject({ index });
	});

	test('who cuts off the end is found', async () => {
		const { misfits, size } = await tampered('delete from ledger where index > 300');
		expect([size, misfits[0]!.index]).toEqual([301, 301]);
	});

	test('who calls a deletion an erasure is found', async () => {
		const { misfits } = await tampered(`
			delete from answer_words where answer = (select id from answers where imported_as = 'H1');
			with made as (
				insert into erasures (what, records, seal, at)
				select 'retention', array_agg(index), 'made up', now() from ledger l join answers a on l.kind = 'answer' and l.number = a.id
				where imported_as = 'H1' returning id
			)
			update ledger l set personal_salt = null, erasure = made.id from made, answers a
			where a.imported_as = 'H1' and l.kind = 'answer' and l.number = a.id`);
		expect(misfits[0]!.message).toContain('was not made by the product');
	});

	test('who adds records to an erasure of the product’s own is found', async () => {
		const at = new Date('2026-11-23T13:00:00Z');
		const seal = vault.sign(
			sealOfErasure({ what: 'retention', customer: null, pseudonym: null, records: [2], at })
		);
		const { misfits } = await tampered(`
			delete from answer_words where answer = (select id from answers where imported_as = 'H1');
			insert into erasures (what, records, seal, at)
				select 'retention', array[2, index], '${seal}', '${at.toISOString()}' from ledger l join answers a
				on l.kind = 'answer' and l.number = a.id where imported_as = 'H1'`);
		expect(misfits.some(({ message }) => message.includes('was not made by the product'))).toBe(true);
	});

	test('who slips in a fact below what was recorded, or moves the mark past facts to come, is found', async () => {
		const slipped = await tampered(
			`insert into answers (id, imported_as, interaction, questionnaire, receipt, replies, answered_at, received_at)
			overriding system value values (-5, 'slipped', 'slipped', 1, 'S', '{}', now(), now())`
		);
		expect(slipped.misfits[0]).toMatchObject({ record: 'answer -5' });
		const moved = await tampered(`update ledger_marks set settled = 9000000000 where kind = 'answer';
			insert into answers (imported_as, interaction, questionnaire, receipt, replies, answered_at, received_at)
			values ('after', 'after', 1, 'T', '{}', now(), now())`);
		expect(moved.misfits[0]!.message).toContain('never recorded');
	});

	test('who puts words under an answer whose words were erased is found', async () => {
		const { index } = await recordOf('H2');
		const { misfits } = await tampered(`
			with made as (
				insert into erasures (what, records, seal, at) values ('retention', array[${index}::bigint], '${vault.sign(
					sealOfErasure({ what: 'retention', customer: null, pseudonym: null, records: [index], at: now })
				)}', '${now.toISOString()}') returning id
			)
			update ledger set personal_salt = null, erasure = made.id from made where index = ${index}`);
		expect(misfits[0]).toMatchObject({ index });
	});

	test.each([
		[
			'a view',
			`create or replace view recorded_policy as select version::bigint as number, 'as you like it'::text as fixed, ''::text as personal from policies`,
			'recorded_policy'
		],
		[
			'a function',
			`create or replace function ledger_commitment(salt bytea, content text) returns bytea language sql immutable as $$ select sha256(salt) $$`,
			'ledger_commitment'
		]
	])('who exchanges %s that makes records is found', async (_, work, name) => {
		const other = await testPlace();
		await other.sql.unsafe(work);
		const { misfits } = await verifyLedger(other.sql, { checkpoints: [], outside, vault });
		expect(misfits.map(({ record }) => record)).toEqual([name]);
		await other.end();
	});

	test('without the hashes kept outside, the range up to the checkpoint is named', async () => {
		const checkpoint = await signed();
		const none = { countLeaves: async () => 0, leaves: async () => Buffer.alloc(0) };
		await place.sql
			.begin(async (sql) => {
				await sql`set local session_replication_role = replica`;
				await sql`update answers set replies = '{}' where imported_as = 'H1'`;
				await sql`delete from ledger`;
				await sql`update ledger_marks set settled = 0, candidate = null`;
				await sql`select ledger_append()`;
				const { misfits } = await verifyLedger(sql, { checkpoints: [checkpoint], outside: none, vault });
				expect(misfits[0]!.message).toContain('do not lead to the checkpoint');
				throw new Error('undo');
			})
			.catch((error) => {
				if (error.message !== 'undo') throw error;
			});
	});
});

test('a history that does not continue the one signed before is not signed', async () => {
	await recordAction(place.sql, { staff: null, action: 'tested' }, now);
	await place.sql`alter table ledger disable trigger append_only`;
	const [kept] =
		await place.sql`delete from ledger where index = (select max(index) from ledger) returning *`;
	const before = await outside.notes();
	const made = await makeCheckpoint(place.sql, checkpointing(), now);
	expect(made.state).toBe('conflict');
	expect(await outside.notes()).toEqual(before);
	await place.sql`delete from ledger where index >= ${kept!.index}`;
	await place.sql`insert into ledger ${place.sql(kept!)}`;
	await place.sql`alter table ledger enable trigger append_only`;
	expect((await makeCheckpoint(place.sql, checkpointing(), now)).state).toBe('signed');
});
