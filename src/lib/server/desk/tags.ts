// What staff call an answer, to find it again. Tags change no figure.
import type { Sql } from '../database.ts';

const longest = 40;
const most = 20;

export async function tagAnswer(
	sql: Sql,
	{ answer, tag, staff }: { answer: number; tag: string; staff: number },
	now: Date
): Promise<'tagged' | { refused: string }> {
	const called = tag.trim().toLowerCase().replaceAll(/\s+/g, ' ');
	if (called === '' || called.length > longest)
		return { refused: `A tag has at least one and at most ${longest} characters.` };
	const [row] = await sql<{ count: number; exists: boolean }[]>`
		select (select count(*)::int from answer_tags where answer = ${answer}) as count,
			exists (select from answers where id = ${answer}) as exists`;
	if (!row!.exists) return { refused: 'There is no such answer.' };
	if (row!.count >= most) return { refused: `An answer can have ${most} tags; take one away first.` };
	await sql`
		insert into answer_tags (tag, answer, tagged_by, tagged_at) values (${called}, ${answer}, ${staff}, ${now})
		on conflict do nothing`;
	return 'tagged';
}

export async function untagAnswer(sql: Sql, { answer, tag }: { answer: number; tag: string }) {
	await sql`delete from answer_tags where answer = ${answer} and tag = ${tag}`;
}
