import type { Sql } from '../database.ts';
import type { Look, LogoType } from './look.ts';

export async function newestLook(sql: Sql): Promise<Look | undefined> {
	const [row] = await sql<
		{ name: string | null; colour: string | null; logo: Buffer | null; logo_type: LogoType | null }[]
	>`select name, colour, logo, logo_type from looks order by version desc limit 1`;
	return (
		row && {
			name: row.name,
			colour: row.colour,
			logo: row.logo && row.logo_type ? { type: row.logo_type, bytes: row.logo } : null
		}
	);
}

export async function insertLook(sql: Sql, { name, colour, logo }: Look, staff: number, now: Date) {
	await sql`
		insert into looks (name, colour, logo, logo_type, set_at, set_by)
		values (${name}, ${colour}, ${logo?.bytes ?? null}, ${logo?.type ?? null}, ${now}, ${staff})`;
}
