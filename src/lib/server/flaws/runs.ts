// Analyses asked for, by a person or by the night, and how far they are.
import { transaction, type Sql } from '../database.ts';
import { JobFailed } from '../queue.ts';
import type { Runtime } from '../runtime.ts';
import { audit, type Audited } from '../integrity/integrity.ts';
import { analyse, type Analysed } from './analysis.ts';

export interface Run {
	id: number;
	requestedAt: Date;
	/** What it is doing, and how far it is (0 to 1); null: it waits for the worker. */
	step: string | null;
	share: number | null;
	finishedAt: Date | null;
	failedAt: Date | null;
}

/** Nobody asks twice while one waits or runs; one that has been silent for an hour is given up. */
const patience = 3_600_000;

type Asked = Pick<Runtime, 'sql' | 'now'> & { queue: Pick<Runtime['queue'], 'enqueue'> };

/** `staff`: null for the night. The run that will answer. */
export function requestAnalysis({ sql, queue, now }: Asked, staff: number | null) {
	return transaction(sql, async (sql) => {
		await sql`select pg_advisory_xact_lock(7155213)`;
		const open = await latestRun(sql);
		const isOpen = open && !open.finishedAt && !open.failedAt;
		if (isOpen && now().getTime() - open.requestedAt.getTime() < patience) return open.id;
		const [row] = await sql<{ id: number }[]>`
			insert into analysis_runs (requested_by, requested_at) values (${staff}, ${now()}) returning id::int`;
		await queue.enqueue(sql, 'analyse', [{ data: { run: row!.id } }]);
		return row!.id;
	});
}

export async function latestRun(sql: Sql): Promise<Run | undefined> {
	const [row] = await sql<Run[]>`
		select id::int, requested_at as "requestedAt", step, share, finished_at as "finishedAt", failed_at as "failedAt"
		from analysis_runs order by id desc limit 1`;
	return row;
}

/**
 * Does what was asked for, and says how far it is while doing so: first the audit, for answers under a signal count for no
 * flaw. Where the audit fails, the analysis goes on with the signals of the last one, and then the run counts as failed.
 */
export async function carryOut(
	{ sql, queue, now, log }: Asked & Pick<Runtime, 'log'>,
	run: number
): Promise<Analysed & { audited: Audited }> {
	await sql`update analysis_runs set started_at = ${now()}, failed_at = null where id = ${run}`;
	const progress = (from: number) => async (step: string, share: number) => {
		await sql`update analysis_runs set step = ${step}, share = ${from + share / 2} where id = ${run}`;
	};
	const onFailure = (detector: string, error: unknown) => log.error({ detector, error }, 'a detector failed');
	try {
		const audited = await audit(sql, { now, onProgress: progress(0), onFailure }).catch((error: unknown) => ({
			error
		}));
		const result = await analyse(sql, { queue, now, onProgress: progress(0.5) });
		if (typeof audited === 'object' && 'error' in audited) throw audited.error;
		if (result === 'busy' || audited === 'busy') throw new JobFailed('another analysis is running');
		await sql`update analysis_runs set finished_at = ${now()} where id = ${run}`;
		return { ...result, audited };
	} catch (error) {
		await sql`update analysis_runs set failed_at = ${now()} where id = ${run}`;
		throw error;
	}
}
