// What happened on a day – a move, a strike, a new form of the desk – so that a bend in a trend finds its reason.
import { z } from 'zod';
import type { Sql } from '../database.ts';

export interface NewHappening {
	day: string;
	words: string;
	location: string;
	staff: number;
}

export async function noteHappening(
	sql: Sql,
	{ day, words, location, staff }: NewHappening,
	now: Date
): Promise<'noted' | { refused: string }> {
	const said = words.trim();
	if (!z.iso.date().safeParse(day).success) return { refused: 'Choose the day on which it happened.' };
	if (day < '2000' || Date.parse(day) > now.getTime() + 366 * 86_400_000)
		return { refused: 'Choose a day after 1999 and within the next year.' };
	if (said.length < 3 || said.length > 200) return { refused: 'Say in 3 to 200 characters what happened.' };
	await sql`
		insert into happenings (day, words, location, noted_by, noted_at)
		values (${day}, ${said}, ${location.trim() || null}, ${staff}, ${now})`;
	return 'noted';
}
