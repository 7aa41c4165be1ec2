// The answers themselves, newest first, without contacts and without names of reps.
import type { Sql } from '../database.ts';
import type { Filters } from './filters.ts';
import { answersWithContext, matching } from './queries.ts';

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
	replies: Record<string, string | number | string[]>;
	words: Record<string, string>;
}

const pageSize = 25;

/** One page of answers after `cursor` (from the page before), and the cursor of the next. */
export async function readAnswers(
	sql: Sql,
	filters: Filters,
	cursor?: string
): Promise<{ rows: AnswerRow[]; next: string | null }> {
	const after = readCursor(cursor);
	const rows = await sql<(AnswerRow & { at: string })[]>`
		with page as (
			select a.id, a.answered_at, a.imported_as, a.voice, a.replies, i.kind, i.location, i.id as interaction
			from ${answersWithContext(sql, filters)}
			where ${matching(sql, filters)}
				${after ? sql`and (a.answered_at, a.id) < (${after.at}::timestamptz, ${after.id})` : sql``}
			order by a.answered_at desc, a.id desc
			limit ${pageSize + 1}
		)
		select
			page.id::int, page.answered_at as "answeredAt", page.answered_at::text as at, page.imported_as is not null as imported, page.voice,
			exists (select from excluded_answers x where x.answer = page.id) as excluded,
			page.kind, page.location, page.replies, coalesce(products.name, about.sku) as product,
			coalesce((select json_object_agg(key, words) from answer_words where answer = page.id), '{}') as words
		from page
		left join answered_products about on about.answer = page.id
		left join products on products.sku = about.sku
		order by page.answered_at desc, page.id desc`;
	const more = rows.length > pageSize;
	const shown = rows.slice(0, pageSize);
	const last = shown.at(-1);
	return { rows: shown.map(({ at: _, ...row }) => row), next: more && last ? `${last.at}~${last.id}` : null };
}

function readCursor(cursor = '') {
	const [at, id] = cursor.split('~');
	if (!/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(\.\d+)?\+00$/.test(at ?? '') || Number.isNaN(Date.parse(at!)))
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

export interface WholeAnswer extends AnswerRow {
	marks: string[];
	/** Signals that rest on it. */
	signals: number[];
	/** null: imported. */
	askedAt: AskedAt | null;
}

/** One answer. */
export async function readAnswer(sql: Sql, id: number): Promise<WholeAnswer | undefined> {
	const [row] = await sql<(WholeAnswer & Partial<AskedAt> & { contact: number | null })[]>`
		select
			a.id::int, a.answered_at as "answeredAt", a.imported_as is not null as imported, a.voice,
			exists (select from excluded_answers x where x.answer = a.id) as excluded,
			i.kind, i.location, a.replies, coalesce(products.name, about.sku) as product,
			coalesce((select json_object_agg(key, words) from answer_words where answer = a.id), '{}') as words,
			array(select mark from answer_marks m where m.answer = a.id order by 1) as marks,
			array(select c.signal::int from signal_cases c where c.answer = a.id order by 1) as signals,
			v.contact::int, nullif(k.changed_at, '-infinity') as since, k.changed_by as "setBy", i.started_at as "startedAt",
			(select min(later.changed_at) from contacts later where later.customer = k.customer and later.kind = k.kind
				and later.changed_at > i.started_at and later.changed_at <= a.answered_at) as "changedAfter",
			exists (select from notices n join denials x on x.notice = n.id where n.contact = k.id) as denied
		from answers a
		left join interactions i on i.id = a.interaction
		left join invitations v on v.id = a.invitation
		left join contacts k on k.id = v.contact
		left join answered_products about on about.answer = a.id
		left join products on products.sku = about.sku
		where a.id = ${id}`;
	if (!row) return undefined;
	const {
		contact,
		since = null,
		setBy = null,
		startedAt,
		changedAfter = null,
		denied = false,
		...answer
	} = row;
	const askedAt = contact === null ? null : { since, setBy, startedAt: startedAt!, changedAfter, denied };
	return { ...answer, askedAt };
}
