// Who hears of cases at once.
import type { Sql } from '../database.ts';

export interface Watching {
	opened: boolean;
	escalated: boolean;
}

export async function watchingOf(sql: Sql, staff: number): Promise<Watching> {
	const [row] = await sql<Watching[]>`select opened, escalated from case_watchers where staff = ${staff}`;
	return row ?? { opened: false, escalated: false };
}

export async function watchCases(sql: Sql, staff: number, { opened, escalated }: Watching) {
	await sql`insert into case_watchers (staff, opened, escalated) values (${staff}, ${opened}, ${escalated})
		on conflict (staff) do update set opened = excluded.opened, escalated = excluded.escalated`;
}

/** Staff who want it and may still see cases. Where nobody wants to hear of a clock that ran out, all of them do. */
export async function watchersOf(sql: Sql, what: keyof Watching): Promise<number[]> {
	const rows = await sql<{ id: number; wants: boolean }[]>`
		select s.id::int, coalesce(${sql(what)}, false) as wants
		from staff s left join case_watchers w on w.staff = s.id
		where s.ended_at is null and s.role in ('admin', 'quality') order by s.id`;
	const wanting = rows.filter(({ wants }) => wants);
	return (what === 'escalated' && wanting.length === 0 ? rows : wanting).map(({ id }) => id);
}
