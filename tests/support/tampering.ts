// Changes at random by somebody whom neither grants nor triggers stop, each undone afterwards; and whether the
// verification against an earlier checkpoint finds them.
import type { Pool, Sql } from '../../src/lib/server/database.ts';
import { verifyLedger, type Checkpoint, type Outside } from '../../src/lib/server/ledger/ledger.ts';
import type { Vault } from '../../src/lib/server/vault.ts';
import { seededRandom, type Random } from '../../src/demo/random.ts';

export interface Tampering {
	rounds: number;
	seed: number;
	checkpoint: Checkpoint;
	outside: Outside;
	vault: Vault;
}

type Tally = Record<string, { tried: number; found: number; named: number }>;

/** Makes the change; the first record that no longer fits. */
type Change = (sql: Sql, random: Random, size: number) => Promise<number>;

/** A recorded answer at random, and its place in the ledger. */
async function someAnswer(sql: Sql, random: Random, where = 'true') {
	const [row] = await sql<{ id: number; index: number }[]>`
		select a.id::int, l.index::int from answers a join ledger l on l.kind = 'answer' and l.number = a.id
		where ${sql.unsafe(where)} order by md5(a.id::text || ${random.whole(0, 1e9)}) limit 1`;
	return row!;
}

/** Replaces the record's hash, too, so that fact and record agree. */
const rehash = (sql: Sql, id: number) => sql`
	update ledger l set
		personal = ledger_commitment(l.personal_salt, r.personal),
		hash = sha256('\\x00'::bytea || ledger_commitment(l.salt, r.fixed)
			|| ledger_commitment(l.personal_salt, r.personal))
	from recorded_answer r where r.number = ${id} and l.kind = 'answer' and l.number = ${id}`;

const changes: Record<string, Change> = {
	async 'edits of an answer'(sql, random) {
		const { id, index } = await someAnswer(sql, random);
		const edits = [
			sql`replies = replies || jsonb_build_object('overall', 1 + ((replies ->> 'overall')::int) % 5)`,
			sql`replies = replies - 'eased'`,
			sql`answered_at = answered_at + interval '1 microsecond'`,
			sql`seconds = coalesce(seconds, 0) + 1`,
			sql`interaction = interaction || '!'`,
			sql`voice = not voice`,
			sql`receipt = receipt || '!'`
		];
		await sql`update answers set ${random.pick(edits)} where id = ${id}`;
		return index;
	},
	async 'edits of words'(sql, random) {
		const { id, index } = await someAnswer(
			sql,
			random,
			'exists (select from answer_words w where w.answer = a.id)'
		);
		await sql`update answer_words set words = words || ' ' where answer = ${id}`;
		return index;
	},
	async 'edits with the record'(sql, random) {
		const { id, index } = await someAnswer(sql, random);
		await sql`update answers set replies = replies || '{"overall": 6}' where id = ${id}`;
		await rehash(sql, id);
		return index;
	},
	async 'edits of a record'(sql, random, size) {
		const index = random.whole(0, size - 1);
		const column = random.pick(['salt', 'personal_salt', 'hash']);
		await sql`update ledger set ${sql(column)} = set_byte(${sql(column)}, 3, get_byte(${sql(column)}, 3) # 1)
			where index = ${index}`;
		return index;
	},
	async 'deleted answers'(sql, random) {
		const { id, index } = await someAnswer(sql, random);
		await sql`delete from answer_words where answer = ${id}`;
		await sql`delete from answers where id = ${id}`;
		return index;
	},
	async 'deleted words'(sql, random) {
		const { id, index } = await someAnswer(
			sql,
			random,
			'exists (select from answer_words w where w.answer = a.id)'
		);
		await sql`delete from answer_words where answer = ${id}`;
		return index;
	},
	async 'deleted records, closed up'(sql, random, size) {
		const index = random.whole(0, size - 2);
		await sql`delete from ledger where index = ${index}`;
		await sql`update ledger set index = -index where index > ${index}`;
		await sql`update ledger set index = -index - 1 where index < 0`;
		return index;
	},
	async 'reordered records'(sql, random, size) {
		const first = random.whole(0, size - 2);
		const second = random.whole(first + 1, size - 1);
		await sql`update ledger set index = case index when ${first} then -1 else -2 end where index in (${first}, ${second})`;
		await sql`update ledger set index = case index when -1 then ${second}::bigint else ${first}::bigint end where index < 0`;
		return first;
	},
	async 'truncated records'(sql, random, size) {
		const left = random.whole(0, size - 1);
		await sql`delete from ledger where index >= ${left}`;
		return left;
	},
	async 'forged erasures'(sql, random) {
		const { id, index } = await someAnswer(
			sql,
			random,
			'exists (select from answer_words w where w.answer = a.id)'
		);
		const [made] = await sql<{ id: number }[]>`
			insert into erasures (what, records, seal, at) values ('retention', array[${index}::bigint], 'made up', now()) returning id::int`;
		await sql`delete from answer_words where answer = ${id}`;
		await sql`update ledger set personal_salt = null, erasure = ${made!.id} where index = ${index}`;
		return index;
	}
};

export async function tamper(sql: Pool, input: Tampering): Promise<Tally> {
	const random = seededRandom(input.seed);
	const tally: Tally = Object.fromEntries(
		Object.keys(changes).map((name) => [name, { tried: 0, found: 0, named: 0 }])
	);
	// Records may be numbered below zero for a moment; the server checks nothing else for a superuser either.
	await sql`alter table ledger drop constraint if exists ledger_index_check`;
	for (let round = 0; round < input.rounds; round++) {
		const name = random.pick(Object.keys(changes));
		const found = await once(sql, changes[name]!, random, input);
		tally[name]!.tried++;
		if (found.first !== undefined) tally[name]!.found++;
		if (found.first === found.expected) tally[name]!.named++;
	}
	return tally;
}

async function once(sql: Pool, change: Change, random: Random, { checkpoint, outside, vault }: Tampering) {
	const undo = new Error('undo');
	let found: { first: number | null | undefined; expected: number } | undefined;
	try {
		await sql.begin(async (sql) => {
			await sql`set local session_replication_role = replica`;
			const expected = await change(sql, random, checkpoint.size);
			const { misfits } = await verifyLedger(sql, { checkpoints: [checkpoint], outside, vault });
			found = { first: misfits[0]?.index, expected };
			throw undo;
		});
	} catch (error) {
		if (error !== undo) throw error;
	}
	return found!;
}
