// The answers themselves, newest first, without contacts and without names of reps.
import type { Sql } from '../database.ts';
import { besides, hasBesides, matching, type AnswerFilters } from './answer-filters.ts';
import { narrowed } from './tallies.ts';

export interface AnswerRow {
	id: number;
	answeredAt: Date;
	imported: boolean;
	/** The customer asked to be asked. */
	voice: boolean;
	/** Left out of the adjusted figures by two people. */
	excluded: boolean;
	kind: string | null;
	location: string | null;
	product: string | null;
	sku: string | null;
	replies: Record<string, string | number | string[]>;
	words: Record<string, string>;
	marks: string[];
	tags: string[];
	/** Signals that rest on it. */
	signals: number[];
	/** Of its interaction. */
	case: number | null;
}

const pageSize = 25;

/** What stands beside every answer; `d` are desk_answers. */
const details = (sql: Sql) => sql`
	d.answer::int as id, d.answered_at as "answeredAt", d.imported, d.voice, d.left_out is not distinct from 'excluded' as excluded,
	d.kind, d.location, d.sku, a.replies, coalesce(products.name, d.sku) as product,
	coalesce((select json_object_agg(key, words) from answer_words where answer = d.answer), '{}') as words,
	array(select mark from answer_marks m where m.answer = d.answer order by 1) as marks,
	array(select tag from answer_tags t where t.answer = d.answer order by 1) as tags,
	array(select c.signal::int from signal_cases c where c.answer = d.answer order by 1) as signals,
	(select c.id::int from cases c where c.interaction = a.interaction) as case`;

/** One page of answers after `cursor` (from the page before), and the cursor of the next. */
export async function readAnswers(
	sql: Sql,
	filters: AnswerFilters,
	cursor?: string
): Promise<{ rows: AnswerRow[]; next: string | null }> {
	const found = await findAnswers(sql, filters, readCursor(cursor));
	const rows = await sql<(AnswerRow & { at: string })[]>`
		select replace(d.answered_at::text, '+00', 'Z') as at, ${details(sql)}
		from desk_answers d join answers a on a.id = d.answer left join products on products.sku = d.sku
		where d.answer = any(${found.slice(0, pageSize)}::bigint[])
		order by d.answered_at desc, d.answer desc`;
	const last = rows.at(-1);
	return {
		rows: rows.map(({ at: _, ...row }) => row),
		next: found.length > pageSize && last ? `${last.at}~${last.id}` : null
	};
}

/** What is common is among so many of the newest. */
const looked = 4000;

/**
 * The numbers of a page and one more. Whatever is asked for is looked for among the newest first; where too few of them fit it is rare, and
 * found through its own index, without regard to the order. The planner, who knows little of rare words, would walk through everything.
 */
async function findAnswers(
	sql: Sql,
	filters: AnswerFilters,
	after: ReturnType<typeof readCursor>
): Promise<number[]> {
	const older = after
		? sql`and (answered_at, answer) < (${after.at}::text::timestamptz, ${after.id})`
		: sql``;
	const newestFirst = sql`order by answered_at desc, answer desc`;
	const isPlain = !hasBesides(filters);
	const [{ numbers, seen }] = (await sql<{ numbers: number[]; seen: number }[]>`
		with newest as materialized (
			select ${isPlain ? sql`answer, answered_at` : sql`*`} from desk_answers where ${narrowed(sql, filters)} ${older} ${newestFirst}
			limit ${isPlain ? pageSize + 1 : looked}
		)
		select array(select answer::int from newest desk_answers where true ${besides(sql, filters)} ${newestFirst} limit ${pageSize + 1}) as numbers,
			(select count(*)::int from newest) as seen`) as unknown as [{ numbers: number[]; seen: number }];
	if (isPlain || numbers.length > pageSize || seen < looked) return numbers;
	const rare = await sql<{ answer: number }[]>`
		select answer::int from (
			select answer, answered_at from desk_answers where ${matching(sql, filters)} ${older} offset 0
		) rare ${newestFirst} limit ${pageSize + 1}`;
	return rare.map(({ answer }) => answer);
}

export function readCursor(cursor = '') {
	const [at, id] = cursor.split('~');
	if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?Z$/.test(at ?? '') || Number.isNaN(Date.parse(at!)))
		return undefined;
	if (!/^\d{1,15}$/.test(id ?? '')) return undefined;
	return { at: at!, id: Number(id) };
}

/** What is known of the address an answer was asked for at; never the address. */
export interface AskedAt {
	/** null: since before anybody noted when. */
	since: Date | null;
	/** A rep's id, "customer", "system"; null: nobody noted who. */
	setBy: string | null;
	startedAt: Date;
	/** Somebody changed the address of this customer after the interaction began: that one was not used. */
	changedAfter: Date | null;
	denied: boolean;
}

/** What the answer is about, as the feed told it. */
export interface About {
	interaction: string;
	startedAt: Date | null;
	waitMinutes: number | null;
	outcome: string | null;
	promise: string | null;
	promiseDueAt: Date | null;
	serial: string | null;
}

export interface WholeAnswer extends AnswerRow, About {
	/** null: imported. */
	askedAt: AskedAt | null;
}

/** One answer. */
export async function readAnswer(sql: Sql, id: number): Promise<WholeAnswer | undefined> {
	const [row] = await sql<(WholeAnswer & Partial<AskedAt> & { contact: number | null })[]>`
		with d as (
			-- Also in the second before it has been gathered.
			select a.id as answer, a.answered_at, a.imported_as is not null as imported, a.voice, i.kind, i.location, p.sku,
				(select 'excluded' from excluded_answers x where x.answer = a.id) as left_out
			from answers a left join interactions i on i.id = a.interaction left join answered_products p on p.answer = a.id
			where a.id = ${id}
		)
		select ${details(sql)}, a.interaction, i.wait_minutes as "waitMinutes", i.outcome, i.promise, i.promise_due_at as "promiseDueAt",
			i.serial, v.contact::int, nullif(k.changed_at, '-infinity') as since, k.changed_by as "setBy", i.started_at as "startedAt",
			(select min(later.changed_at) from contacts later where later.customer = k.customer and later.kind = k.kind
				and later.changed_at > i.started_at and later.changed_at <= a.answered_at) as "changedAfter",
			exists (select from notices n join denials x on x.notice = n.id where n.contact = k.id) as denied
		from d
		join answers a on a.id = d.answer
		left join interactions i on i.id = a.interaction
		left join invitations v on v.id = a.invitation
		left join contacts k on k.id = v.contact
		left join products on products.sku = d.sku`;
	if (!row) return undefined;
	const { contact, since = null, setBy = null, changedAfter = null, denied = false, ...answer } = row;
	const askedAt =
		contact === null ? null : { since, setBy, startedAt: answer.startedAt!, changedAfter, denied };
	return { ...answer, askedAt };
}

/** Tags in use, the commonest first. */
export async function listTags(sql: Sql): Promise<string[]> {
	const rows = await sql<
		{ tag: string }[]
	>`select tag from answer_tags group by 1 order by count(*) desc, 1 limit 100`;
	return rows.map(({ tag }) => tag);
}
