// Signals as people and other systems read them. Reads only.
import { signalWords } from '../../web/signals.ts';
import type { Sql } from '../database.ts';
import type { SubjectType } from './detector.ts';
import { detectors } from './detectors.ts';
import type { SignalState } from './queries.ts';

export interface Signal {
	id: number;
	detector: string;
	attacks: string[];
	subjectType: SubjectType;
	subject: string;
	n: number;
	observed: number;
	expected: number;
	/** 95 % interval of observed / n. */
	low: number;
	high: number;
	eb05: number;
	q: number;
	/** Days such as 2026-11-23. */
	since: string;
	foundOn: string;
	state: SignalState;
	/** Explained once, and doubled since. */
	reopened: boolean;
	title: string;
	sentence: string;
	innocent: string[];
	beside: string[];
	quarters: { from: string; n: number; observed: number }[];
	peers: number;
	followsTrouble: boolean;
}

export interface SignalFilter {
	id?: number;
	state?: SignalState | 'standing';
	detector?: string;
	subjectType?: SubjectType;
	location?: string;
	team?: string;
	/** Found from and to this day. */
	from?: string;
	to?: string;
	after?: number;
	limit?: number;
}

type Row = Omit<
	Signal,
	'attacks' | 'title' | 'sentence' | 'innocent' | 'beside' | 'quarters' | 'peers' | 'followsTrouble'
> & {
	evidence: Pick<Signal, 'beside' | 'quarters' | 'peers' | 'followsTrouble'>;
};

/** Those of the last audit, by number. */
export async function listSignals(sql: Sql, filter: SignalFilter = {}): Promise<Signal[]> {
	const { id, state, detector, subjectType, location, team, from, to, after = 0, limit = 10_000 } = filter;
	const rows = await sql<Row[]>`
		select s.id::int, s.detector, s.subject_type as "subjectType", s.subject, m.n::float8 as n, m.observed::float8 as observed, m.expected, m.low, m.high, m.eb05,
			m.q_value as q, m.since::text, (s.found_at at time zone 'UTC')::date::text as "foundOn", t.state, t.reopened, m.evidence
		from standing_signals t
		join signals s on s.id = t.signal
		join signal_measurements m on m.signal = s.id and m.audit = (select max(id) from audits)
		left join reps r on s.subject_type = 'rep' and r.id = s.subject
		where s.id > ${after}
			${id === undefined ? sql`` : sql`and s.id = ${id}`}
			${!state || state === 'standing' ? sql`` : sql`and t.state = ${state}`}
			${detector ? sql`and s.detector = ${detector}` : sql``}
			${subjectType ? sql`and s.subject_type = ${subjectType}` : sql``}
			${location ? sql`and (r.location = ${location} or (s.subject_type = 'location' and s.subject = ${location}))` : sql``}
			${team ? sql`and r.team = ${team}` : sql``}
			${from ? sql`and s.found_at >= ${from}::date` : sql``}
			${to ? sql`and s.found_at < ${to}::date + 1` : sql``}
		order by s.id limit ${limit}`;
	return rows.map(({ evidence, ...row }) => {
		const { attacks, innocent } = byName.get(row.detector) ?? { attacks: [], innocent: [] };
		const { title } = signalWords(row.detector);
		return { ...row, ...evidence, attacks, innocent, title, sentence: sentenceOf(row) };
	});
}

const byName = new Map(detectors.map((detector) => [detector.name, detector]));

/** One sentence that can be checked by hand. */
function sentenceOf({
	detector,
	subjectType,
	subject,
	n,
	observed,
	expected,
	low,
	high
}: Omit<Row, 'evidence'>): string {
	const { of, trace } = signalWords(detector);
	const percent = (share: number) => `${(100 * share).toFixed(share < 0.1 ? 1 : 0)} %`;
	const who = { rep: `Rep ${subject}`, location: subject, staff: subject, company: 'The company' }[
		subjectType
	];
	const others = {
		rep: 'reps of the same place and kind of work',
		location: 'other places',
		staff: 'chance',
		company: 'chance'
	}[subjectType];
	return `${who}: ${observed} of ${n} ${of} ${trace} (${percent(observed / n)}, between ${percent(low)} and ${percent(high)} in 95 of 100 cases), where ${expected < 0.05 ? 'hardly any' : expected.toFixed(1)} would be expected as with ${others} (${percent(expected / n)}).`;
}

export interface Case {
	id: string;
	day: string;
	answer: number | null;
	kind: string | null;
	location: string | null;
	outcome: string | null;
	marks: string[];
}

const shownCases = 200;

/** What a signal rests on, newest first. No contact, no customer. */
export async function casesOf(sql: Sql, signal: number): Promise<Case[]> {
	return sql<Case[]>`
		select c."case" as id, c.on_day::text as day, c.answer::int, i.kind, i.location, i.outcome,
			array(select mark from answer_marks m where m.answer = c.answer order by 1) as marks
		from signal_cases c left join interactions i on i.id = c."case"
		where c.signal = ${signal} order by c.on_day desc, c."case" limit ${shownCases}`;
}

export interface AuditRow {
	extent: 'full' | 'incremental';
	finishedAt: Date;
	interactions: number;
	answers: number;
	tests: number;
	failed: string[];
}

export async function latestAudit(sql: Sql): Promise<AuditRow | undefined> {
	const [row] = await sql<
		{
			extent: AuditRow['extent'];
			finishedAt: Date;
			lookedAt: Omit<AuditRow, 'extent' | 'finishedAt' | 'failed'>;
			failed: string[];
		}[]
	>`
		select extent, finished_at as "finishedAt", looked_at as "lookedAt", failed from audits order by id desc limit 1`;
	return row && { extent: row.extent, finishedAt: row.finishedAt, ...row.lookedAt, failed: row.failed };
}
