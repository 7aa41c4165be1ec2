// What somebody responsible for quality sees first: the figures, what stands open, and what happened meanwhile.
import type { Sql } from '../database.ts';
import { readFigures } from './figures.ts';
import type { Filters } from './filters.ts';
import { remembered, revisionOf } from './remembering.ts';

export interface Happening {
	day: string;
	words: string;
	location: string | null;
	/** Who noted it; null: the product itself knows. */
	by: string | null;
}

export interface Standing {
	openSignals: number;
	openCases: number;
	/** Not acknowledged, and an hour or less from when they ought to be, or past it. */
	casesAtRisk: number;
	setAside: number;
}

export async function readOverview(sql: Sql, filters: Filters, now: Date) {
	const [version, standing, happenings] = await Promise.all([
		revisionOf(sql),
		readStanding(sql, filters, now),
		readHappenings(sql, filters)
	]);
	const today = now.toISOString().slice(0, 10);
	const { value: figures } = await remembered(
		sql,
		['figures', filters, today],
		{ version, minutes: aDay },
		now,
		() => readFigures(sql, filters, now)
	);
	return { figures, standing, happenings };
}

const anHour = 3_600_000;
const aDay = 24 * 60;

async function readStanding(sql: Sql, { location }: Filters, now: Date): Promise<Standing> {
	const soon = new Date(now.getTime() + anHour);
	const [row] = await sql<Standing[]>`
		select
			(select count(*)::int from standing_signals where state = 'open'
				${location ? sql`and subject_type = 'location' and subject = ${location}` : sql``}) as "openSignals",
			count(*)::int as "openCases",
			count(*) filter (where acknowledged_at is null and acknowledge_by <= ${soon})::int as "casesAtRisk",
			-- Counting all of many would take as long as reading them.
			(select count(*)::int from (select from set_aside limit 1000) few) as "setAside"
		from case_standings where closed_at is null ${location ? sql`and location = ${location}` : sql``}`;
	return row!;
}

const mostShown = 60;

/** Noted by staff, and what the product knows: another questionnaire, another way of asking. */
async function readHappenings(sql: Sql, { from, to, location }: Filters): Promise<Happening[]> {
	return sql<Happening[]>`
		select day::text, words, location, by from (
			select h.day, h.words, h.location, s.email as by from happenings h join staff s on s.id = h.noted_by
			${location ? sql`where h.location is null or h.location = ${location}` : sql``}
			union all
			select published_at::date, 'Questionnaire ' || version || ' published', null, null from questionnaires
			where version > (select min(version) from questionnaires)
			union all
			select set_at::date, 'How customers are asked was changed', null, null from policies
			where version > (select min(version) from policies)
		) everything
		where true ${from ? sql`and day >= ${from}::date` : sql``} ${to ? sql`and day <= ${to}::date` : sql``}
		order by day desc limit ${mostShown}`;
}
