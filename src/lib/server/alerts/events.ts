// What happened that others may be told. Read off the facts by the minute: whatever is missing is noted, each once, so that no event is
// lost and none comes twice.
import type { Sql } from '../database.ts';

export const eventTypes = [
	'case.opened',
	'case.escalated',
	'case.closed',
	'alert.raised',
	'signal.found',
	'finding.crossed'
] as const;
export type EventType = (typeof eventTypes)[number];

/** Older facts are no news: a hook added today is not told of last year. */
const isNews = '7 days';

export interface NewEvent {
	id: number;
	type: EventType;
}

export async function noteEvents(sql: Sql, origin: string, now: Date): Promise<NewEvent[]> {
	const since = sql`${now}::timestamptz - ${isNews}::interval`;
	return sql<NewEvent[]>`
		with happened (type, subject, data, sentence, at) as (
			select 'case.opened', c.id, jsonb_build_object('case', c.id, 'kind', s.kind, 'location', s.location, 'rules', c.rules,
					'acknowledge_by', c.acknowledge_by, 'url', ${`${origin}/cases/`}::text || c.id),
				'Case ' || c.id || ' has been opened: ' || s.kind || coalesce(', ' || s.location, ''), c.opened_at
			from cases c join case_standings s on s."case" = c.id where s.opened_at >= ${since}
			union all
			select 'case.' || p.step, p.id, jsonb_build_object('case', p."case", 'kind', s.kind, 'location', s.location, 'remedies', s.remedies,
					'url', ${`${origin}/cases/`}::text || p."case"),
				case p.step when 'closed' then 'Case ' || p."case" || ' has been closed' else 'Nobody has taken up case ' || p."case" || ' in time' end, p.at
			from case_steps p join case_standings s on s."case" = p."case"
			where p.step in ('escalated', 'closed') and p.at >= ${since}
			union all
			select 'alert.raised', a.id, jsonb_build_object('alert', a.id, 'rule', r.name, 'figure', r.figure, 'filters', r.filters,
				'sentence', a.sentence, 'url', ${`${origin}/settings/alerts`}::text), a.sentence, a.raised_at
			from alerts a join alert_rules r on r.id = a.rule where a.raised_at >= ${since}
			union all
			-- Whom a signal is about stays inside.
			select 'signal.found', g.id, jsonb_build_object('signal', g.id, 'detector', g.detector, 'subject_type', g.subject_type,
				'url', ${`${origin}/quality/signals/`}::text || g.id), 'A signal stands out: ' || replace(g.detector, '_', ' '), g.found_at
			from signals g where g.found_at >= ${since}
			union all
			select 'finding.crossed', x.id, jsonb_build_object('finding', x.finding, 'sku', f.sku, 'failure_mode', f.failure_mode, 'tier', x.tier,
				'url', ${`${origin}/findings/`}::text || x.finding),
				'A finding is now ' || case x.tier when 'watch' then 'watched' else x.tier end || ': ' || f.sku || ', ' || f.failure_mode, x.noted_at
			from crossings x join findings f on f.id = x.finding where x.noted_at >= ${since}
		)
		insert into hook_events (type, subject, data, sentence, at)
		select type, subject, data, sentence, at from happened h
		where not exists (select from hook_events e where e.type = h.type and e.subject = h.subject)
		order by at
		on conflict do nothing
		returning id::int, type`;
}
