import type { Sql } from '../database.ts';
import type { Asked } from '../survey/survey.ts';
import type { Trace } from './traces.ts';

interface LinkRow {
	invitation: number;
	interaction: string;
	voice: boolean;
	timezone: string | null;
	draft: Buffer | null;
	questionnaire: number;
	expiresAt: Date;
	kind: string;
	startedAt: Date;
	language: string | null;
	promise: string | null;
	sku: string | null;
	product: string | null;
	failureModes: Asked['failureModes'] | null;
	receipt: string | null;
	answeredAt: Date | null;
}

export async function lookUpLink(sql: Sql, hash: Buffer): Promise<LinkRow | undefined> {
	const [row] = await sql<LinkRow[]>`
		select
			v.id::int as invitation, v.interaction, v.asked_by = 'voice' as voice, v.questionnaire, v.expires_at as "expiresAt", i.kind, i.started_at as "startedAt", i.promise, i.sku,
			coalesce(i.language, c.language) as language, c.timezone, d.sealed as draft,
			p.name as product, p.failure_modes as "failureModes",
			a.receipt, a.answered_at as "answeredAt"
		from links l
		join invitations v on v.id = l.invitation
		join interactions i on i.id = v.interaction
		left join customers c on c.id = i.customer
		left join products p on p.sku = i.sku
		left join answers a on a.interaction = v.interaction
		left join drafts d on d.invitation = v.id
		where l.hash = ${hash}`;
	return row;
}

export interface NewAnswer {
	hash: Buffer;
	questionnaire: number;
	receipt: string;
	digest: string;
	replies: Record<string, unknown>;
	words: Record<string, string>;
	seconds: number | null;
	answeredAt: Date;
	trace: Trace;
}

/**
 * The hot path: one statement finds the invitations, takes for each the one place there is, and keeps the
 * words. The receipts of the answers that were accepted.
 */
export async function insertAnswers(sql: Sql, answers: NewAnswer[]): Promise<Set<string>> {
	const given = answers.map(({ hash, trace, ...answer }) => ({
		...answer,
		...trace,
		hash: `\\x${hash.toString('hex')}`
	}));
	const rows = await sql<{ receipt: string }[]>`
		with given as (
			select * from json_to_recordset(${JSON.stringify(given)}::text::json) as given
				(hash bytea, questionnaire int, receipt text, digest text, replies jsonb, words json, seconds double precision, "answeredAt" timestamptz,
				network bytea, space bytea, device bytea, address inet)
		), accepted as (
			insert into answers
				(interaction, invitation, questionnaire, receipt, digest, replies, answered_at, received_at, seconds, voice)
			select v.interaction, v.id, given.questionnaire, receipt, digest, replies, "answeredAt", "answeredAt", seconds,
				v.asked_by = 'voice'
			from given cross join lateral (
				-- "limit" keeps the planner from reading all links for a handful of answers.
				select v.id, v.interaction, v.asked_by from links l join invitations v on v.id = l.invitation
				where l.hash = given.hash and v.expires_at > given."answeredAt" limit 1
			) v
			on conflict (interaction) do nothing
			returning id, invitation, receipt
		), finished as (
			delete from drafts using accepted where drafts.invitation = accepted.invitation
		), kept as (
			insert into answer_words (answer, key, words)
			select accepted.id, said.key, said.value
			from accepted join given using (receipt), json_each_text(given.words) said
		), traced as (
			insert into answer_traces (answer, network, space, device, branch, kept_at)
			select accepted.id, network, space, device, ${branchOf(sql)}, "answeredAt"
			from accepted join given using (receipt) where network is not null
		)
		select receipt from accepted`;
	return new Set(rows.map((row) => row.receipt));
}

/** The narrowest branch network the address belongs to. */
const branchOf = (sql: Sql) => sql`(
	select b.id from branch_networks b where given.address <<= b.network and b.ended_at is null
	order by masklen(b.network) desc, b.id limit 1)`;

/** Somebody posted again, a minute or more after the answer was in. */
export async function noteLatePost(sql: Sql, receipt: string, now: Date) {
	await sql`
		insert into late_posts (answer, at)
		select id, ${now} from answers where receipt = ${receipt} and not exists (select from late_posts where answer = answers.id)
		on conflict do nothing`;
}

export interface ImportedAnswer extends Omit<NewAnswer, 'hash' | 'digest' | 'answeredAt'> {
	importedAs: string;
	interaction: string;
	answeredAt: string;
}

/** Inserts history answers whose id and interaction are both free; the ids of those inserted. */
export async function insertHistory(sql: Sql, answers: ImportedAnswer[], now: Date): Promise<Set<string>> {
	const rows = await sql<{ imported_as: string }[]>`
		with given as (
			select * from json_to_recordset(${JSON.stringify(answers.map(({ trace, ...answer }) => ({ ...answer, ...trace })))}::text::json) as given
				("importedAs" text, interaction text, questionnaire int, receipt text, replies jsonb, words json,
				"answeredAt" timestamptz, seconds double precision, network bytea, space bytea, device bytea, address inet)
		), accepted as (
			insert into answers (imported_as, interaction, questionnaire, receipt, replies, answered_at, received_at, seconds)
			select "importedAs", interaction, questionnaire, receipt, replies, "answeredAt", ${now}, seconds from given
			on conflict do nothing
			returning id, imported_as
		), kept as (
			insert into answer_words (answer, key, words)
			select accepted.id, said.key, said.value
			from accepted join given on given."importedAs" = accepted.imported_as, json_each_text(given.words) said
		), traced as (
			insert into answer_traces (answer, network, space, device, branch, kept_at)
			select accepted.id, network, space, device, ${branchOf(sql)}, ${now}
			from accepted join given on given."importedAs" = accepted.imported_as
			where network is not null or device is not null
		)
		select imported_as from accepted`;
	return new Set(rows.map((row) => row.imported_as));
}

export interface TakenAnswer {
	importedAs: string;
	/** An answer with this id exists. */
	sameId: boolean;
	/** It is about the same interaction and says the same. */
	equal: boolean;
}

/** For history answers that found their place taken: by what. */
export async function compareHistory(sql: Sql, answers: ImportedAnswer[]): Promise<TakenAnswer[]> {
	if (answers.length === 0) return [];
	return sql<TakenAnswer[]>`
		select given."importedAs", stored.id is not null as "sameId",
			stored.interaction is not distinct from given.interaction
				and stored.answered_at is not distinct from given."answeredAt"
				and stored.seconds is not distinct from given.seconds
				and stored.replies is not distinct from given.replies
				and coalesce((select jsonb_object_agg(key, words) from answer_words w where w.answer = stored.id), '{}')
					= given.words as equal
		from json_to_recordset(${JSON.stringify(answers)}::text::json) as given
			("importedAs" text, interaction text, replies jsonb, words jsonb, "answeredAt" timestamptz, seconds double precision)
		left join answers stored on stored.imported_as = given."importedAs"`;
}

export async function upsertDraft(sql: Sql, draft: { invitation: number; sealed: Buffer }, now: Date) {
	await sql`
		insert into drafts (invitation, sealed, saved_at) values (${draft.invitation}, ${draft.sealed}, ${now})
		on conflict (invitation) do update set sealed = excluded.sealed, saved_at = excluded.saved_at`;
}

export async function deleteStaleDrafts(sql: Sql, now: Date) {
	await sql`
		delete from drafts using invitations v
		where v.id = drafts.invitation
			and (v.expires_at <= ${now} or exists (select from answers where answers.interaction = v.interaction))`;
}

export interface SetAside {
	invitation: number;
	reasons: string[];
	replies: Record<string, unknown>;
	words: Record<string, string>;
	seconds: number | null;
}

/** A program may post without end: what is kept of one invitation is bounded. */
const mostSetAside = 10;

export async function insertSetAside(
	sql: Sql,
	{ invitation, reasons, replies, words, seconds }: SetAside,
	now: Date
) {
	await sql`
		with kept as (
			insert into set_aside (invitation, reasons, replies, seconds, received_at)
			select ${invitation}, ${reasons}, ${JSON.stringify(replies)}::text::jsonb, ${seconds}, ${now}
			where (select count(*) from set_aside where invitation = ${invitation}) < ${mostSetAside}
			returning id
		)
		insert into set_aside_words (set_aside, key, words)
		select kept.id, said.key, said.value from kept, json_each_text(${JSON.stringify(words)}::text::json) said`;
}

export interface ReceiptRow {
	id: number;
	receipt: string;
	questionnaire: number;
	digest: string | null;
	interaction: string;
	voice: boolean;
	seconds: number | null;
	replies: Record<string, unknown>;
	words: Record<string, string>;
	/** By the customer's wish, or because they were old. */
	wordsErased: boolean;
	answeredAt: Date;
	timezone: string | null;
}

/** Answers given through a link only: nobody holds a receipt of an imported one. */
export async function findByReceipt(sql: Sql, receipt: string): Promise<ReceiptRow | undefined> {
	const [row] = await sql<ReceiptRow[]>`
		select id::int, receipt, questionnaire, digest, interaction,
			exists (select from ledger where kind = 'answer' and number = answers.id and erasure is not null) as "wordsErased", voice, seconds, replies, answered_at as "answeredAt",
			(select c.timezone from interactions i join customers c on c.id = i.customer
				where i.id = answers.interaction) as timezone,
			coalesce((select json_object_agg(key, words) from answer_words where answer = answers.id), '{}') as words
		from answers where receipt = ${receipt} and invitation is not null`;
	return row;
}
