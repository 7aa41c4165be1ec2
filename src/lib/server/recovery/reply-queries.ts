import type { Sql } from '../database.ts';
import { recipientColumns, type Recipient } from './handing.ts';

/** Of the invitation v: where its newest message went. */
const reachedAt = (sql: Sql) => sql`coalesce((
	select m.contact from messages m join message_outcomes o on o.message = m.id and o.outcome = 'sent'
	where m.invitation = v.id and m.contact is not null
	order by exists (select from delivery_reports r where r.message = m.id and r.report in ('bounced', 'failed')), m.id desc limit 1), v.contact)`;

const isDenied = (sql: Sql) => sql`exists (
	select from notices n join denials x on x.notice = n.id join contacts denied on denied.id = n.about
	where denied.customer = k.customer and denied.fingerprint = k.fingerprint)`;

export interface ReplyRow extends Recipient {
	words: string;
}

/**
 * To the address the last message about the interaction went to, unless its customer says that it is not theirs; where nobody was asked
 * through a link, there is none.
 */
export async function findReply(sql: Sql, step: number): Promise<ReplyRow | undefined> {
	const [row] = await sql<ReplyRow[]>`
		select s.words, ${recipientColumns(sql, 'reply', sql`s.id`)}
		from case_steps s
		join cases on cases.id = s."case"
		join interactions i on i.id = cases.interaction
		join invitations v on v.interaction = cases.interaction
		join contacts k on k.id = ${reachedAt(sql)}
		left join subject_keys y on y.customer = k.customer
		left join customers c on c.id = i.customer
		where s.id = ${step} and s.step = 'reply' and not ${isDenied(sql)}`;
	return row;
}

export async function canReply(sql: Sql, id: number): Promise<boolean> {
	const [row] = await sql`
		select from cases join invitations v on v.interaction = cases.interaction join contacts k on k.id = ${reachedAt(sql)}
		where cases.id = ${id} and k.sealed <> '' and not ${isDenied(sql)}`;
	return row !== undefined;
}
