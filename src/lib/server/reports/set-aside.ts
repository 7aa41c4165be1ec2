// Posts that looked automatic, newest first: what came, why it was set aside, and whether the person answered since.
import type { Sql } from '../database.ts';

export interface SetAsideRow {
	id: number;
	receivedAt: Date;
	reasons: string[];
	seconds: number | null;
	kind: string;
	location: string | null;
	replies: Record<string, string | number | string[]>;
	words: Record<string, string>;
	answeredSince: boolean;
}

const pageSize = 50;

/** One page of them below the id `before`. */
export async function readSetAside(
	sql: Sql,
	before?: number
): Promise<{ rows: SetAsideRow[]; next: number | null }> {
	const rows = await sql<SetAsideRow[]>`
		select s.id::int, s.received_at as "receivedAt", s.reasons, s.seconds, i.kind, i.location, s.replies,
			coalesce((select json_object_agg(key, words) from set_aside_words where set_aside = s.id), '{}') as words,
			exists (select from answers where answers.interaction = v.interaction) as "answeredSince"
		from set_aside s
		join invitations v on v.id = s.invitation
		join interactions i on i.id = v.interaction
		${before ? sql`where s.id < ${before}` : sql``}
		order by s.id desc
		limit ${pageSize + 1}`;
	const shown = rows.slice(0, pageSize);
	return { rows: shown, next: rows.length > pageSize ? shown.at(-1)!.id : null };
}
