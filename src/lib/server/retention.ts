// How long personal data is kept, and forgetting what is older.
import { z } from 'zod';
import { transaction, type Sql } from './database.ts';
import { sealOfErasure } from './ledger/ledger.ts';
import type { Runtime } from './runtime.ts';

const days = (least: number) =>
	z.coerce
		.number<string | number>('must be whole days')
		.int('must be whole days')
		.min(least, `must be at least ${least} days`)
		.max(3650, 'must be at most 3650 days');

export const retentionFields = z.strictObject({
	contact_days: days(30),
	word_days: days(30),
	set_aside_days: days(7),
	voice_days: days(7)
});

export type Retention = z.output<typeof retentionFields>;

export async function currentRetention(sql: Sql): Promise<Retention> {
	const [row] = await sql<Retention[]>`
		select contact_days, word_days, set_aside_days, voice_days from retentions order by version desc limit 1`;
	return row!;
}

export async function insertRetention(sql: Sql, retention: Retention, proposal: number, now: Date) {
	await sql`insert into retentions ${sql({ ...retention, proposal, set_at: now })}`;
}

/** Less than the database forgets at a time. */
const done = 10_000;

/** Forgets contacts, words, posts and voices past their time; how many. */
export async function applyRetention(
	{ sql, vault }: Pick<Runtime, 'sql' | 'vault'>,
	now: Date
): Promise<number> {
	let total = 0;
	for (let run = 0; ; run++) {
		// Each run is an erasure of its own, told apart by its moment.
		const at = new Date(now.getTime() + run);
		const forgotten = await transaction(sql, async (sql) => {
			const [old] = await sql<{ records: number[] }[]>`select records_past_retention()::int[] as records`;
			const { records } = old!;
			const seal = vault.sign(
				sealOfErasure({ what: 'retention', customer: null, pseudonym: null, records, at })
			);
			const [row] = await sql<
				{ forgotten: number }[]
			>`select forget_old(${records}, ${seal}, ${at}) as forgotten`;
			return row!.forgotten;
		});
		total += forgotten;
		if (forgotten < done) return total;
	}
}
