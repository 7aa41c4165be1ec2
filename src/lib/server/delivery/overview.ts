// What is waiting, what has failed and what has come in, for staff: numbers, and nobody's address.
import type { Sql } from '../database.ts';

export interface QueueRow {
	name: string;
	waiting: number;
	/** Of them tried before, without success. */
	retrying: number;
	active: number;
	/** Given up. */
	failed: number;
	next: Date | null;
}

export interface Count {
	name: string;
	n: number;
}

export interface DeliveryOverview {
	queues: QueueRow[];
	/** Of the last week. */
	messages: {
		channel: string;
		sent: number;
		delivered: number;
		bounced: number;
		lost: number;
		complained: number;
	}[];
	refusals: Count[];
	incoming: Count[];
	optOuts: Count[];
}

const week = 7 * 86_400_000;

export async function readOverview(sql: Sql, now: Date): Promise<DeliveryOverview> {
	const since = new Date(now.getTime() - week);
	const [queues, messages, refusals, incoming, optOuts] = await Promise.all([
		sql<QueueRow[]>`
			select name, count(*) filter (where state in ('created', 'retry'))::int as waiting,
				count(*) filter (where state = 'retry')::int as retrying, count(*) filter (where state = 'active')::int as active,
				count(*) filter (where state = 'failed')::int as failed,
				min(start_after) filter (where state in ('created', 'retry')) as next
			from pgboss.job where not starts_with(name, '__pgboss') and state in ('created', 'retry', 'active', 'failed')
			group by name order by name`,
		sql<DeliveryOverview['messages'][number][]>`
			select coalesce(m.channel, 'email') as channel, count(*) filter (where o.outcome = 'sent')::int as sent,
				count(*) filter (where r.reports && '{delivered}')::int as delivered,
				count(*) filter (where r.reports && '{bounced}')::int as bounced,
				count(*) filter (where r.reports && '{failed}')::int as lost,
				count(*) filter (where r.reports && '{complained}')::int as complained
			from messages m
			left join message_outcomes o on o.message = m.id
			left join lateral (select array_agg(report) as reports from delivery_reports where message = m.id) r on true
			where m.created_at >= ${since} group by 1 order by 1`,
		sql<Count[]>`
			select coalesce(detail, 'no reason given') as name, count(*)::int as n from message_outcomes
			where outcome = 'failed' and at >= ${since} group by 1 order by n desc, name limit 20`,
		sql<
			Count[]
		>`select what as name, count(*)::int as n from incoming where at >= ${since} group by 1 order by n desc, name`,
		sql<Count[]>`
			select case when stop then source else 'undone' end as name, count(*)::int as n from opt_outs
			where at >= ${since} group by 1 order by n desc, name`
	]);
	return { queues, messages, refusals, incoming, optOuts };
}
