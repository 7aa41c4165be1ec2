// Saved views: a page of the desk with its filters, under a name.
import type { Sql } from '../database.ts';

export const viewPages = ['/quality', '/quality/answers'] as const;
export type ViewPage = (typeof viewPages)[number];

export interface SavedView {
	id: number;
	name: string;
	page: ViewPage;
	search: string;
	/** Saved by whoever reads the list. */
	isOwn: boolean;
}

/** One's own and those shared, by name. */
export async function listViews(sql: Sql, staff: number, page: ViewPage): Promise<SavedView[]> {
	return sql<SavedView[]>`
		select id::int, name, page, search, staff = ${staff} as "isOwn" from saved_views
		where page = ${page} and (staff = ${staff} or shared) order by lower(name), id limit 200`;
}

export interface NewView {
	staff: number;
	name: string;
	page: string;
	search: string;
	shared: boolean;
}

/** Saved under a name again, a view is replaced. */
export async function saveView(
	sql: Sql,
	{ staff, name, page, search, shared }: NewView,
	now: Date
): Promise<'saved' | { refused: string }> {
	const called = name.trim().replaceAll(/\s+/g, ' ');
	if (called === '' || called.length > 80)
		return { refused: 'Give the view a name of at most 80 characters.' };
	if (!viewPages.some((each) => each === page)) return { refused: 'This page has no views.' };
	// What is saved is where to look, not where one was in the list.
	const kept = new URLSearchParams(search);
	kept.delete('after');
	if (kept.toString().length > 2000) return { refused: 'These are more filters than a view can hold.' };
	await sql`
		insert into saved_views (staff, name, page, search, shared, saved_at)
		values (${staff}, ${called}, ${page}, ${kept.toString()}, ${shared}, ${now})
		on conflict (staff, name) do update set page = excluded.page, search = excluded.search, shared = excluded.shared,
			saved_at = excluded.saved_at`;
	return 'saved';
}

/** Only one's own. */
export async function removeView(sql: Sql, { id, staff }: { id: number; staff: number }) {
	await sql`delete from saved_views where id = ${id} and staff = ${staff}`;
}
