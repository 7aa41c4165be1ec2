// What is due to be sent: everything about it in one read.
import type { Sql } from '../database.ts';
import type { Purpose } from '../invitation/invitation.ts';

export interface Due {
	invitation: number;
	purpose: Purpose;
}

export const keyOf = ({ invitation, purpose }: Due) => `${invitation} ${purpose}`;

export interface DueMessage extends Due {
	customer: string;
	expiresAt: Date;
	answered: boolean;
	questionnaire: number;
	language: string | null;
	timezone: string | null;
	location: string | null;
	kind: string;
	startedAt: Date;
	/** Messages of this purpose begun so far, and whether one has left and did not come back. */
	attempts: number;
	sent: boolean;
	/** The last message of whatever purpose that left. */
	lastSentAt: Date | null;
	/** The address it goes to; null: erased, or all have turned out not to work. */
	contact: number | null;
	channel: 'email' | 'sms';
	/** Sealed with this salt. */
	sealed: Buffer;
	salt: Buffer | null;
	stopped: boolean;
	/** There is another address to try. */
	hasOther: boolean;
}

/** In no order; what is not known is left out. */
export async function findDue(sql: Sql, due: Due[]): Promise<DueMessage[]> {
	return sql<DueMessage[]>`
		select
			v.id::int as invitation, given.purpose, v.customer, v.questionnaire, v.expires_at as "expiresAt", i.kind,
			i.started_at as "startedAt", i.location, coalesce(i.language, c.language) as language, c.timezone,
			exists (select from answers where answers.interaction = v.interaction) as answered,
			so_far.attempts, so_far.sent, so_far.last as "lastSentAt",
			usable.id::int as contact, case usable.kind when 'phone' then 'sms' else 'email' end as channel,
			usable.sealed, s.salt, usable.others > 1 as "hasOther",
			exists (select from stopped where stopped.fingerprint = usable.fingerprint) as stopped
		from json_to_recordset(${JSON.stringify(due)}::text::json) as given (invitation bigint, purpose text)
		join invitations v on v.id = given.invitation
		join interactions i on i.id = v.interaction
		left join customers c on c.id = v.customer
		left join lateral (
			select k.id, k.kind, k.sealed, k.fingerprint, count(*) over () as others from contacts k
			where k.id in (v.contact, v.fallback) and k.sealed <> ''
				and not exists (select from messages m join delivery_reports r on r.message = m.id
					where m.invitation = v.id and m.contact = k.id and r.report in ('bounced', 'failed'))
			order by k.id = v.contact desc limit 1
		) usable on true
		left join subject_keys s on s.customer = v.customer
		cross join lateral (
			select
				coalesce(max(m.attempt) filter (where m.purpose = given.purpose), 0) as attempts,
				-- Reported delivered, it has arrived, whatever else was said of it: a reply that was lost, a report of another part.
				coalesce(bool_or(m.purpose = given.purpose and (r.reports && '{delivered}'
					or o.outcome = 'sent' and not coalesce(r.reports && '{bounced,failed}', false))), false) as sent,
				max(o.at) filter (where o.outcome = 'sent') as last
			from messages m left join message_outcomes o on o.message = m.id
			left join lateral (select array_agg(report) as reports from delivery_reports where message = m.id) r on true
			where m.invitation = v.id
		) so_far`;
}
