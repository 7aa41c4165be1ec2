// The audit: reads what happened in the last two years, looks for signs of gaming, and writes down what stands out. A signal
// keeps its number and its first day; each audit adds what it saw. It decides nothing: people do, two of them.
import { transaction, type Pool, type Sql } from '../database.ts';
import { detectors as allDetectors } from './detectors.ts';
import type { Detector } from './detector.ts';
import type { Mark } from './encounters.ts';
import { look, type Looked, type SignalFound } from './looking.ts';
import { readSeen } from './reading.ts';
import {
	insertAudit,
	insertMeasurements,
	nameSignals,
	replaceCases,
	replaceMarks,
	takeAuditTurn
} from './storing.ts';

export interface Auditing {
	/** The clock. */
	now(): Date;
	onProgress?(step: string, share: number): void | Promise<void>;
	onFailure?(detector: string, error: unknown): void;
	detectors?: Detector[];
}

export interface Audited {
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
		const seen = await readSeen(sql, { from: new Date(startedAt.getTime() - span), until: startedAt });
		const readAt = input.now();
		await say('looking for signs of gaming', 0.5);
		const looked = look(input.detectors ?? allDetectors, seen);
		for (const { detector, error } of looked.failed) input.onFailure?.(detector, error);
		await say('writing signals', 0.9);
		const failed = looked.failed.map(({ detector }) => detector);
		const answers = seen.encounters.filter(({ answer }) => answer !== null).length;
		const result = {
			interactions: seen.encounters.length,
			answers,
			tests: looked.tested.length,
			signals: looked.signals,
			failed
		};
		const about = { ...result, startedAt, finishedAt: input.now() };
		await store(sql, looked, about, startedAt);
		await say('audited', 1);
		const seconds = (from: Date, to: Date) => (to.getTime() - from.getTime()) / 1000;
		return { ...result, seconds: seconds(startedAt, input.now()), reading: seconds(startedAt, readAt) };
	}) as Promise<Audited | 'busy'>;
}

type About = Omit<Audited, 'seconds' | 'reading'> & { startedAt: Date; finishedAt: Date };

/** All of it, or nothing. */
function store(sql: Sql, { marks, signals }: Looked, about: About, now: Date) {
	return transaction(sql, async (sql) => {
		const audit = await insertAudit(sql, about);
		const ids = await nameSignals(sql, signals, now);
		const rows = signals.map((found, at) => ({ signal: ids[at]!, found }));
		await insertMeasurements(sql, audit, rows);
		await replaceCases(sql, rows);
		const all: [answer: number, mark: Mark][] = [];
		for (const [{ answer }, own] of marks) if (answer) for (const mark of own) all.push([answer.id, mark]);
		await replaceMarks(sql, all);
	});
}
