// How long personal data is kept, and forgetting what is older.
import { z } from 'zod';
import type { Sql } from './database.ts';
import { sealOfErasure } from './ledger/ledger.ts';
import type { Runtime } from './runtime.ts';

const days = (least: number) =>
	z.coerce
		.number<string>('must be whole days')
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

const day = 86_400_000;
const most = 2000;

/** Forgets contacts, words, posts and voices past their time; how many. */
export async function applyRetention(
	{ sql, vault }: Pick<Runtime, 'sql' | 'vault'>,
	now: Date
): Promise<number> {
	const rules = await currentRetention(sql);
	const before = (days: number) => new Date(now.getTime() - days * day);
	let total = 0;
	for (let run = 0; ; run++) {
		// Each run is an erasure of its own, told apart by its moment.
		const at = new Date(now.getTime() + run);
		const seal = vault.sign(sealOfErasure({ what: 'retention', customer: null, pseudonym: null, at }));
		const [row] = await sql<{ forgotten: number }[]>`
			select forget_old(${before(rules.contact_days)}, ${before(rules.word_days)}, ${before(rules.set_aside_days)},
				${before(rules.voice_days)}, ${most}, ${seal}, ${at}) as forgotten`;
		total += row!.forgotten;
		if (row!.forgotten < most) return total;
	}
}
