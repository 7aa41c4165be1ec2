// The audit: reads what happened in the last two years, looks for signs of gaming, and writes down what stands out. A signal
// keeps its number and its first day; each audit adds what it saw. It decides nothing: people do, two of them.
import { transaction, type Pool, type Sql } from '../database.ts';
import { collectGarbage } from './collecting.ts';
import { detectors as allDetectors } from './detectors.ts';
import type { Detector } from './detector.ts';
import type { Mark, Seen } from './encounters.ts';
import { look, type Looked, type SignalFound } from './looking.ts';
import { readSeen } from './reading.ts';
import { keepSettled, readSettled } from './settled.ts';
import {
	insertAudit,
	insertMeasurements,
	measuredBefore,
	nameSignals,
	replaceCases,
	replaceMarks,
	takeAuditTurn,
	type Before
} from './storing.ts';

export interface Auditing {
	/** The clock. */
	now(): Date;
	onProgress?(step: string, share: number): void | Promise<void>;
	onFailure?(detector: string, error: unknown): void;
	detectors?: Detector[];
	/** Reads everything anew. */
	full?: boolean;
}

export interface Audited {
	extent: 'full' | 'incremental';
	seconds: number;
	reading: number;
	interactions: number;
	answers: number;
	/** Subjects × detectors tested together. */
	tests: number;
	signals: SignalFound[];
	/** Detectors that could not look. */
	failed: string[];
}

const span = 730 * 86_400_000;

/** "busy": another audit is at it. */
export async function audit(sql: Pool, input: Auditing): Promise<Audited | 'busy'> {
	const startedAt = input.now();
	const say = input.onProgress ?? (() => {});
	return sql.begin(async (turn) => {
		if (!(await takeAuditTurn(turn))) return 'busy' as const;
		await say('reading interactions', 0);
		const detectors = input.detectors ?? allDetectors;
		const settled = input.full ? undefined : await readSettled(sql, detectors, startedAt);
		const from = settled?.cut ?? new Date(startedAt.getTime() - span);
		const seen = await readSeen(sql, { from, until: startedAt });
		collectGarbage();
		const readAt = input.now();
		await say('looking for signs of gaming', 0.5);
		const looked = look(detectors, seen, settled?.counts);
		for (const { detector, error } of looked.failed) input.onFailure?.(detector, error);
		await say('writing signals', 0.9);
		const failed = looked.failed.map(({ detector }) => detector);
		const answers = seen.encounters.filter(({ answer }) => answer !== null).length;
		const result = {
			extent: settled ? ('incremental' as const) : ('full' as const),
			interactions: seen.encounters.length,
			answers,
			tests: looked.tested.length,
			signals: looked.signals,
			failed
		};
		const about = { ...result, startedAt, finishedAt: input.now() };
		await store(sql, { looked, seen, about, detectors, cut: settled?.cut }, startedAt);
		await say('audited', 1);
		const seconds = (from: Date, to: Date) => (to.getTime() - from.getTime()) / 1000;
		return { ...result, seconds: seconds(startedAt, input.now()), reading: seconds(startedAt, readAt) };
	}) as Promise<Audited | 'busy'>;
}

type About = Omit<Audited, 'seconds' | 'reading'> & { startedAt: Date; finishedAt: Date };

interface Storing {
	looked: Looked;
	seen: Seen;
	about: About;
	detectors: Detector[];
	/** Undefined: everything was read. */
	cut: Date | undefined;
}

/** All of it, or nothing. */
function store(sql: Sql, { looked, seen, about, detectors, cut }: Storing, now: Date) {
	const { marks, signals, context } = looked;
	return transaction(sql, async (sql) => {
		const ids = await nameSignals(sql, signals, now);
		const before = cut ? await measuredBefore(sql, cut) : new Map<number, Before>();
		const rows = signals.map((found, at) => ({
			signal: ids[at]!,
			found: together(found, before.get(ids[at]!))
		}));
		const audit = await insertAudit(sql, about);
		await insertMeasurements(sql, audit, rows);
		await replaceCases(sql, rows, cut);
		const all: [answer: number, mark: Mark][] = [];
		for (const [{ answer }, own] of marks) if (answer) for (const mark of own) all.push([answer.id, mark]);
		const looked = seen.encounters.flatMap(({ answer }) => (answer ? [answer.id] : []));
		await replaceMarks(sql, all, looked);
		if (!cut) await keepSettled(sql, { detectors, seen, context, failed: about.failed }, now);
	});
}

/** What the last audit knew of the time that was not read now. */
function together(found: SignalFound, before: Before | undefined): SignalFound {
	if (!before) return found;
	const since = before.since ? Math.min(found.since, before.since.getTime()) : found.since;
	return { ...found, since, quarters: [...before.quarters, ...found.quarters] };
}
