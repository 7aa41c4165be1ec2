// Writes what an audit found. SQL and nothing else.
import type { Sql } from '../database.ts';
import type { Audited } from './audit.ts';
import type { Mark } from './encounters.ts';
import type { SignalFound } from './looking.ts';

/** Whether nobody else audits; held until the transaction ends. Any fixed number. */
export async function takeAuditTurn(sql: Sql): Promise<boolean> {
	const [row] = await sql<{ ours: boolean }[]>`select pg_try_advisory_xact_lock(7155214) as ours`;
	return row!.ours;
}

type About = Pick<Audited, 'extent' | 'interactions' | 'answers' | 'tests' | 'failed'> & {
	startedAt: Date;
	finishedAt: Date;
};

export async function insertAudit(
	sql: Sql,
	{ extent, startedAt, finishedAt, failed, interactions, answers, tests }: About
): Promise<number> {
	const [row] = await sql<{ id: number }[]>`
		insert into audits (extent, started_at, finished_at, looked_at, failed)
		values (${extent}, ${startedAt}, ${finishedAt}, ${JSON.stringify({ interactions, answers, tests })}::text::jsonb,
			${JSON.stringify(failed)}::text::jsonb)
		returning id::int`;
	return row!.id;
}

/** Numbers of the signals, in the order given; new ones get theirs. */
export async function nameSignals(sql: Sql, found: SignalFound[], now: Date): Promise<number[]> {
	const rows = found.map(({ detector, subjectType, subject }) => ({
		detector: detector.name,
		subject_type: subjectType,
		subject
	}));
	const given = JSON.stringify(rows);
	const type = sql`(detector text, subject_type text, subject text)`;
	await sql`
		insert into signals (detector, subject_type, subject, found_at)
		select g.detector, g.subject_type, g.subject, ${now} from json_to_recordset(${given}::text::json) as g ${type}
		where not exists (select from signals s
			where s.detector = g.detector and s.subject_type = g.subject_type and s.subject = g.subject)`;
	const named = await sql<{ id: number; detector: string; subject_type: string; subject: string }[]>`
		select s.id::int, detector, subject_type, subject
		from signals s join json_to_recordset(${given}::text::json) as g ${type} using (detector, subject_type, subject)`;
	const key = (row: { detector: string; subject_type: string; subject: string }) =>
		`${row.detector}\t${row.subject_type}\t${row.subject}`;
	const ids = new Map(named.map((row) => [key(row), row.id]));
	return rows.map((row) => ids.get(key(row))!);
}

export interface SignalRow {
	signal: number;
	found: SignalFound;
}

export async function insertMeasurements(sql: Sql, audit: number, rows: SignalRow[]) {
	const values = rows.map(({ signal, found }) => ({
		signal,
		n: found.n,
		observed: found.observed,
		expected: found.expected,
		low: found.low,
		high: found.high,
		eb05: found.eb05,
		p: found.p,
		q: found.q,
		since: new Date(found.since).toISOString().slice(0, 10),
		evidence: {
			quarters: found.quarters,
			beside: found.beside,
			peers: found.peers,
			rho: found.rho,
			followsTrouble: found.followed !== undefined
		}
	}));
	await sql`
		insert into signal_measurements (signal, audit, n, observed, expected, low, high, eb05, p_value, q_value, since, evidence)
		select signal, ${audit}, n, observed, expected, low, high, eb05, p, q, since, evidence
		from json_to_recordset(${JSON.stringify(values)}::text::json) as row (signal bigint, n bigint, observed bigint, expected float8,
			low float8, high float8, eb05 float8, p float8, q float8, since date, evidence jsonb)`;
}

/** Bounds what one signal writes; no place has that many in two years. */
const mostCases = 100_000;

/** With a cut, cases of signals that go on are kept from before it. */
export async function replaceCases(sql: Sql, rows: SignalRow[], cut: Date | undefined) {
	const going = rows.map(({ signal }) => signal);
	await sql`
		delete from signal_cases
		where ${cut ? sql`not (on_day < ${cut}::date and signal = any(${going}::bigint[]))` : sql`true`}`;
	const cases = rows.flatMap(({ signal, found }) => {
		const newest = new Map(found.shown.slice(-mostCases).map((each) => [each.id, each]));
		return [...newest.values()].map(({ id, answer, at }) => ({
			signal,
			case: id,
			answer,
			day: new Date(at).toISOString().slice(0, 10)
		}));
	});
	await sql`
		insert into signal_cases (signal, "case", answer, on_day)
		select signal, "case", answer, day
		from json_to_recordset(${JSON.stringify(cases)}::text::json) as row (signal bigint, "case" text, answer bigint, day date)
		on conflict do nothing`;
}

/** The marks there are from now on, of the answers looked at; only what differs is written. */
export async function replaceMarks(sql: Sql, marks: [answer: number, mark: Mark][], looked: number[]) {
	await sql`create temporary table marks_now (answer bigint, mark text) on commit drop`;
	await sql`create temporary table looked_at (answer bigint primary key) on commit drop`;
	await sql`
		insert into marks_now select (value ->> 0)::bigint, value ->> 1 from json_array_elements(${JSON.stringify(marks)}::text::json)`;
	await sql`insert into looked_at select value::bigint from json_array_elements_text(${JSON.stringify(looked)}::text::json)`;
	await sql`
		delete from answer_marks m using looked_at l
		where l.answer = m.answer and not exists (select from marks_now n where n.answer = m.answer and n.mark = m.mark)`;
	await sql`insert into answer_marks select answer, mark from marks_now n
		where not exists (select from answer_marks m where m.answer = n.answer and m.mark = n.mark)`;
	await sql`drop table marks_now, looked_at`;
}

export interface Before {
	/** Where it began before the cut. */
	since: Date | null;
	quarters: SignalFound['quarters'];
}

/** What the last audit that measured a signal said of the time before the cut. */
export async function measuredBefore(sql: Sql, cut: Date): Promise<Map<number, Before>> {
	const rows = await sql<{ signal: number; since: Date; quarters: SignalFound['quarters'] }[]>`
		select distinct on (signal) signal::int, since::timestamp at time zone 'UTC' as since, evidence -> 'quarters' as quarters
		from signal_measurements order by signal, audit desc`;
	const first = cut.toISOString().slice(0, 10);
	return new Map(
		rows.map(({ signal, since, quarters }) => [
			signal,
			{ since: since < cut ? since : null, quarters: quarters.filter(({ from }) => from < first) }
		])
	);
}
