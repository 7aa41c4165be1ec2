import type { Fragment, Sql } from '../database.ts';
import type { CaseRule, RecoveryRules, Remedy } from './rules.ts';

export interface CaseRow {
	id: number;
	interaction: string;
	kind: string;
	location: string | null;
	startedAt: Date;
	reason: string;
	rules: CaseRule[];
	/** null: the rules. */
	openedBy: string | null;
	openedAt: Date;
	acknowledgeBy: Date | null;
	acknowledgedAt: Date | null;
	escalatedAt: Date | null;
	closedAt: Date | null;
	owner: string | null;
	answer: number | null;
	/** What the customer said they wanted, and what was done. */
	wanted: string[];
	remedies: Remedy[];
}

const columns = (sql: Sql) => sql`
	c.id::int, c.interaction, s.kind, s.location, i.started_at as "startedAt", c.reason, c.rules, opener.email as "openedBy",
	c.opened_at as "openedAt", s.acknowledge_by as "acknowledgeBy", s.acknowledged_at as "acknowledgedAt",
	s.escalated_at as "escalatedAt", s.closed_at as "closedAt", owner.email as owner, a.id::int as answer,
	coalesce((select array_agg(code) from jsonb_array_elements_text(case jsonb_typeof(a.replies -> 'wanted')
		when 'array' then a.replies -> 'wanted' else '[]' end) code), '{}') as wanted, s.remedies
	from case_standings s
	join cases c on c.id = s."case"
	left join staff opener on opener.id = c.opened_by
	left join staff owner on owner.id = s.owner
	join interactions i on i.id = c.interaction
	left join answers a on a.interaction = c.interaction`;

export interface CaseFilter {
	/** unacknowledged: nobody has taken it up; working: somebody has; overdue: unacknowledged past its time. */
	state?: 'open' | 'unacknowledged' | 'working' | 'overdue' | 'closed';
	owner?: number;
	location?: string;
	rule?: CaseRule;
	/** Numbers below this one. */
	before?: number;
	/** The newest number first, whatever the clocks say: for reading page by page. */
	isByNumber?: boolean;
}

const wanted = (
	sql: Sql,
	{ state, owner, location, rule, before }: CaseFilter,
	now: Date
): Fragment => sql`true
	${state === 'closed' ? sql`and s.closed_at is not null` : state ? sql`and s.closed_at is null` : sql``}
	${state === 'unacknowledged' ? sql`and s.acknowledged_at is null` : sql``}
	${state === 'working' ? sql`and s.acknowledged_at is not null` : sql``}
	${state === 'overdue' ? sql`and s.acknowledged_at is null and s.acknowledge_by < ${now}` : sql``}
	${owner ? sql`and s.owner = ${owner}` : sql``}
	${location ? sql`and s.location = ${location}` : sql``}
	${rule ? sql`and ${rule} = any(c.rules)` : sql``}
	${before ? sql`and c.id < ${before}` : sql``}`;

/** Newest first; what runs out first where nobody has taken it up. */
export async function listCases(sql: Sql, filter: CaseFilter, limit: number, now: Date): Promise<CaseRow[]> {
	const isByClock = filter.state === 'unacknowledged' || filter.state === 'overdue';
	const order = filter.isByNumber
		? sql`c.id desc`
		: isByClock
			? sql`s.acknowledge_by nulls last, c.id`
			: sql`s.opened_at desc, c.id desc`;
	return sql<CaseRow[]>`
		select ${columns(sql)} where ${wanted(sql, filter, now)} order by ${order} limit ${limit}`;
}

export async function findCase(sql: Sql, id: number): Promise<CaseRow | undefined> {
	const [row] = await sql<CaseRow[]>`select ${columns(sql)} where c.id = ${id}`;
	return row;
}

export interface StepRow {
	id: number;
	step: string;
	by: string | null;
	owner: string | null;
	remedies: Remedy[];
	words: string | null;
	at: Date;
	/** Of a reply: what became of it so far. */
	became: 'waiting' | 'sent' | 'refused' | null;
}

/** Everything that happened to a case, looks at the contact among it, oldest first. */
export async function listSteps(sql: Sql, id: number): Promise<StepRow[]> {
	return sql<StepRow[]>`
		select s.id::int, s.step, staff.email as by, owner.email as owner, s.remedies, s.words, s.at,
			case when s.step = 'reply' then coalesce((select case o.outcome when 'sent' then 'sent' when 'refused' then 'refused' end
				from recovery_outcomes o where o.what = 'reply' and o.number = s.id and o.outcome in ('sent', 'refused') limit 1), 'waiting') end as became
		from case_steps s left join staff on staff.id = s.staff left join staff owner on owner.id = s.owner
		where s."case" = ${id}
		union all
		select -act.id::int, 'contact_shown', who.email, null, '{}', act.reason, act.at, null
		from actions act join staff who on who.id = act.staff
		where act.action = 'contact_shown' and act.subject = ${`case ${id}`}
		order by 7, 1`;
}

export interface NewCase {
	interaction: string;
	reason: string;
	staff: number | null;
	rules: CaseRule[];
	answer: number | null;
}

/** Ids of those opened: not where the interaction has one, or is not on record. */
export async function insertCases(
	sql: Sql,
	cases: NewCase[],
	acknowledgeBy: Date,
	now: Date
): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		with given as (
			select * from jsonb_to_recordset(${JSON.stringify(cases)}::text::jsonb)
				as each (interaction text, reason text, staff bigint, rules jsonb, answer bigint)
		), opened as (
			insert into cases (interaction, reason, opened_by, opened_at, rules, answer, acknowledge_by)
			select d.interaction, given.reason, given.staff, ${now}, array(select jsonb_array_elements_text(given.rules)), given.answer,
				${acknowledgeBy}
			from given join decisions d on d.interaction = given.interaction
			where not exists (select from cases c where c.interaction = d.interaction)
			on conflict (interaction) do nothing
			returning id, interaction
		)
		insert into case_standings ("case", location, kind, opened_at, acknowledge_by)
		select opened.id, i.location, i.kind, ${now}, ${acknowledgeBy} from opened join interactions i on i.id = opened.interaction
		returning "case"::int as id`;
	return rows.map(({ id }) => id);
}

export interface Candidate {
	id: number;
	interaction: string;
	replies: Record<string, unknown>;
}

/** Answers through a link, among these, that are recent and have no case. */
export async function candidates(
	sql: Sql,
	{ answers, since }: { answers: number[]; since: Date }
): Promise<Candidate[]> {
	return sql<Candidate[]>`
		select a.id::int, a.interaction, a.replies from answers a
		where a.id = any(${answers}::bigint[]) and a.imported_as is null and a.answered_at >= ${since}
			and not exists (select from cases c where c.interaction = a.interaction)`;
}

export async function interactionOf(sql: Sql, answer: number): Promise<string | undefined> {
	const [row] = await sql<{ interaction: string }[]>`select interaction from answers where id = ${answer}`;
	return row?.interaction;
}

export interface NewStep {
	case: number;
	step: 'owner' | 'acknowledged' | 'note' | 'remedy' | 'reply' | 'escalated' | 'closed' | 'reopened';
	staff: number | null;
	owner?: number | null;
	remedies?: Remedy[];
	words?: string;
}

export async function insertStep(
	sql: Sql,
	{ staff, owner, remedies, words, ...step }: NewStep,
	now: Date
): Promise<number> {
	const [row] = await sql<{ id: number }[]>`
		insert into case_steps ("case", step, staff, owner, remedies, words, at)
		values (${step.case}, ${step.step}, ${staff}, ${owner ?? null}, ${remedies ?? []}, ${words ?? null}, ${now})
		returning id::int`;
	return row!.id;
}

export interface Standing {
	acknowledgeBy: Date | null;
	acknowledgedAt: Date | null;
	escalatedAt: Date | null;
	closedAt: Date | null;
	owner: number | null;
}

/** Held until the transaction ends, so that steps of one case come one after the other. */
export async function lockStanding(sql: Sql, id: number): Promise<Standing | undefined> {
	const [row] = await sql<Standing[]>`
		select acknowledge_by as "acknowledgeBy", acknowledged_at as "acknowledgedAt", escalated_at as "escalatedAt",
			closed_at as "closedAt", owner::int
		from case_standings where "case" = ${id} for update`;
	return row;
}

/** Brings the standing up to its newest step. */
export async function moveStanding(
	sql: Sql,
	{ case: id, step, staff, owner, remedies = [] }: NewStep,
	now: Date
) {
	const takesUp = staff !== null && step !== 'reopened';
	await sql`
		update case_standings set
			acknowledged_at = ${takesUp ? sql`coalesce(acknowledged_at, ${now})` : sql`acknowledged_at`},
			owner = ${step === 'owner' ? (owner ?? null) : sql`owner`},
			escalated_at = ${step === 'escalated' ? now : sql`escalated_at`},
			closed_at = ${step === 'closed' ? now : step === 'reopened' ? null : sql`closed_at`},
			remedies = array(select distinct unnest(remedies || ${remedies}::text[]) order by 1)
		where "case" = ${id}`;
}

/** The newest address of each kind that the customer has and nobody erased. */
export async function contactsOfCase(
	sql: Sql,
	id: number
): Promise<{ kind: 'email' | 'phone'; sealed: Buffer; salt: Buffer | null }[]> {
	return sql<{ kind: 'email' | 'phone'; sealed: Buffer; salt: Buffer | null }[]>`
		select kind, sealed, salt from (
		select distinct on (k.kind) k.kind, k.sealed, s.salt
		from cases c
		join interactions i on i.id = c.interaction
		-- The newest, even if it says that there is none any more; not what was erased.
		join contacts k on k.customer = i.customer and (k.sealed <> '' or k.fingerprint = '')
		left join subject_keys s on s.customer = k.customer
		where c.id = ${id}
		order by k.kind, k.changed_at desc, k.id desc) newest where sealed <> ''`;
}

export async function currentRules(sql: Sql): Promise<RecoveryRules & { version: number }> {
	const [row] = await sql<(RecoveryRules & { version: number })[]>`
		select version, low_eased, promise_broken, wants_contact, failed_again, minutes, hours, days, timezone,
			follow_up_hours as "followUpHours"
		from recovery_rules order by version desc limit 1`;
	return row!;
}

export async function insertRules(sql: Sql, rules: RecoveryRules, staff: number, now: Date) {
	await sql`
		insert into recovery_rules (low_eased, promise_broken, wants_contact, failed_again, minutes, hours, days, timezone,
			follow_up_hours, set_by, set_at)
		values (${rules.low_eased}, ${rules.promise_broken}, ${rules.wants_contact}, ${rules.failed_again}, ${rules.minutes},
			${rules.hours}, ${rules.days}, ${rules.timezone}, ${rules.followUpHours}, ${staff}, ${now})`;
}
