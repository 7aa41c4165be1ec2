import type { Sql } from '../database.ts';
import type { DefinitionChange, Exclusion } from './encounters.ts';
import type { Change } from './changes.ts';

/** Held until the transaction ends: what two approvals change, they change one after the other. Any fixed number. */
export async function takeDecidingTurn(sql: Sql) {
	await sql`select pg_advisory_xact_lock(7155208)`;
}

export interface NewProposal {
	change: Change;
	answer: number | null;
	signal: number | null;
	content: object;
	reason: string;
	staff: number;
}

export async function insertProposal(
	sql: Sql,
	{ change, answer, signal, content, reason, staff }: NewProposal,
	now: Date
): Promise<number> {
	const [row] = await sql<{ id: number }[]>`
		insert into proposals (change, answer, signal, content, reason, proposed_by, proposed_at)
		values (${change}, ${answer}, ${signal}, ${JSON.stringify(content)}::text::jsonb, ${reason}, ${staff}, ${now}) returning id::int`;
	return row!.id;
}

export interface ProposalRow {
	id: number;
	change: Change;
	answer: number | null;
	signal: number | null;
	content: Record<string, unknown>;
	reason: string;
	proposedBy: string;
	proposedById: number;
	proposedAt: Date;
	verdict: 'approved' | 'refused' | 'withdrawn' | null;
	decidedBy: string | null;
	decidedAt: Date | null;
	because: string | null;
}

const columns = (sql: Sql) => sql`
	p.id::int, p.change, p.answer::int, p.signal::int, p.content, p.reason, proposer.email as "proposedBy", p.proposed_by::int as "proposedById",
	p.proposed_at as "proposedAt", v.verdict, decider.email as "decidedBy", v.decided_at as "decidedAt", v.reason as because
	from proposals p
	join staff proposer on proposer.id = p.proposed_by
	left join verdicts v on v.proposal = p.id
	left join staff decider on decider.id = v.decided_by`;

/** Open ones first, then the newest. */
export async function allProposals(sql: Sql): Promise<ProposalRow[]> {
	return sql<ProposalRow[]>`select ${columns(sql)} order by v.proposal is not null, p.id desc limit 100`;
}

export async function findProposal(sql: Sql, id: number): Promise<ProposalRow | undefined> {
	const [row] = await sql<ProposalRow[]>`select ${columns(sql)} where p.id = ${id}`;
	return row;
}

export async function proposalsOfAnswer(sql: Sql, answer: number): Promise<ProposalRow[]> {
	return sql<ProposalRow[]>`select ${columns(sql)} where p.answer = ${answer} order by p.id desc`;
}

export async function proposalsOfSignal(sql: Sql, signal: number): Promise<ProposalRow[]> {
	return sql<ProposalRow[]>`select ${columns(sql)} where p.signal = ${signal} order by p.id desc`;
}

export async function openOfChange(sql: Sql, change: Change): Promise<ProposalRow[]> {
	return sql<
		ProposalRow[]
	>`select ${columns(sql)} where p.change = ${change} and v.proposal is null order by p.id desc`;
}

/** False where somebody has decided before. */
export async function insertVerdict(
	sql: Sql,
	row: { proposal: number; proposedBy: number; verdict: string; staff: number; reason: string | null },
	now: Date
): Promise<boolean> {
	const rows = await sql`
		insert into verdicts (proposal, proposed_by, verdict, decided_by, reason, decided_at)
		values (${row.proposal}, ${row.proposedBy}, ${row.verdict}, ${row.staff}, ${row.reason}, ${now})
		on conflict (proposal) do nothing returning 1`;
	return rows.length === 1;
}

export async function insertAnnotation(
	sql: Sql,
	{ answer, mark, proposal }: { answer: number; mark: 'excluded' | 'included'; proposal: number },
	now: Date
) {
	await sql`insert into annotations (answer, mark, proposal, at) values (${answer}, ${mark}, ${proposal}, ${now})`;
}

export async function markOf(sql: Sql, answer: number): Promise<'excluded' | 'included' | undefined> {
	const [row] = await sql<{ excluded: boolean }[]>`
		select exists (select from excluded_answers where answer = a.id) as excluded from answers a where a.id = ${answer}`;
	return row && (row.excluded ? 'excluded' : 'included');
}

export type SignalState = 'open' | 'confirmed' | 'explained';

/** State of a signal that stands; undefined for one that does not, or is none. */
export async function stateOf(
	sql: Sql,
	signal: number
): Promise<{ state: SignalState; observed: number } | undefined> {
	const [row] = await sql<{ state: SignalState; observed: number }[]>`
		select state, observed::float8 as observed from standing_signals where signal = ${signal}`;
	return row;
}

export async function insertSignalState(
	sql: Sql,
	row: { signal: number; state: SignalState; observed: number; proposal: number },
	now: Date
) {
	await sql`insert into signal_states ${sql({ ...row, at: now })}`;
}

/** Answers somebody proposed to leave out, and whether that raises the figure. */
export async function readExclusions(sql: Sql): Promise<Exclusion[]> {
	return sql<Exclusion[]>`
		select s.email as staff, p.id::text as id, (extract(epoch from p.proposed_at) * 1000)::float8 as at, a.id::int as answer,
			(a.replies ->> 'overall')::int <= 3 as raises
		from proposals p join staff s on s.id = p.proposed_by join answers a on a.id = p.answer
		where p.change = 'exclude_answer' and a.replies ->> 'overall' is not null
			and not exists (select from verdicts v where v.proposal = p.id and v.verdict = 'withdrawn')`;
}

/** Published questionnaires and policies, but for those that came with a release. */
export async function readChanges(sql: Sql): Promise<DefinitionChange[]> {
	return sql<DefinitionChange[]>`
		select id, (extract(epoch from at) * 1000)::float8 as at,
			extract(day from at at time zone 'UTC' + interval '3 days') <= 6 as "isNearTarget"
		from (
			select 'questionnaire ' || version as id, published_at as at from questionnaires where published_by is not null
			union all
			select 'policy ' || version, set_at from policies where proposal is not null
		) changes order by at`;
}

/** Whether the signal is about this member of staff. */
export async function isAbout(
	sql: Sql,
	{ signal, staff }: { signal: number; staff: number }
): Promise<boolean> {
	const rows = await sql`
		select from signals g join staff s on lower(s.email) = lower(g.subject)
		where g.id = ${signal} and g.subject_type = 'staff' and s.id = ${staff}`;
	return rows.length > 0;
}
