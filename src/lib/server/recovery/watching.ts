// Who hears of cases at once.
import type { Sql } from '../database.ts';
import { listQualityStaff } from '../identity/identity.ts';

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
	const watching = await sql<{ staff: number }[]>`select staff::int from case_watchers where ${sql(what)}`;
	const wanting = new Set(watching.map(({ staff }) => staff));
	const all = (await listQualityStaff(sql)).map(({ id }) => id);
	const told = all.filter((id) => wanting.has(id));
	return what === 'escalated' && told.length === 0 ? all : told;
}
