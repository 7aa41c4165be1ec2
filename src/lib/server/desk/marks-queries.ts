import type { Sql } from '../database.ts';

/** One process gathers at a time; held until the transaction ends. Any fixed number. */
export async function takeGatheringTurn(sql: Sql): Promise<boolean> {
	const [row] = await sql<{ ours: boolean }[]>`select pg_try_advisory_xact_lock(7155216) as ours`;
	return row!.ours;
}

/** The same, however long it takes. */
export async function waitForGatheringTurn(sql: Sql) {
	await sql`select pg_advisory_xact_lock(7155216)`;
}

export interface Marks {
	figures: string;
	answers: string;
	answersNext: string | null;
	decisions: string;
	decisionsNext: string | null;
	leftOutSeen: string;
	/** Whatever was on its way when the next marks were noted has been committed or is gone. */
	isPast: boolean;
}

/** A number is taken a moment before its transaction is known to run, hence the seconds; a horizon ahead comes from a backup. */
export async function readMarks(sql: Sql): Promise<Marks> {
	const [row] = await sql<Marks[]>`
		select figures, answers::text, answers_next::text as "answersNext", decisions::text, decisions_next::text as "decisionsNext",
			left_out_seen as "leftOutSeen",
			coalesce(horizon <= pg_snapshot_xmin(pg_current_snapshot()) and noted_at < clock_timestamp() - interval '10 seconds', false)
				or coalesce(horizon > pg_snapshot_xmax(pg_current_snapshot()), false) as "isPast"
		from desk_marks`;
	return row!;
}

export async function noteNext(sql: Sql) {
	await sql`
		update desk_marks set answers_next = coalesce((select max(answer) from desk_answers), 0),
			decisions_next = coalesce((select max(number) from decisions), 0),
			horizon = pg_snapshot_xmax(pg_current_snapshot()), noted_at = clock_timestamp()`;
}

export async function settleMarks(sql: Sql, { answersNext, decisionsNext }: Marks) {
	await sql`
		update desk_marks set answers = greatest(answers, ${answersNext}::bigint), decisions = greatest(decisions, ${decisionsNext}::bigint),
			answers_next = null, decisions_next = null, horizon = null, noted_at = null`;
}

/** For whoever remembers what was worked out from before. */
export async function moveRevision(sql: Sql) {
	await sql`update desk_marks set revision = revision + 1`;
}
