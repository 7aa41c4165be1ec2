// Saving and forgetting views, the same on each page that has them.
import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import { removeView, saveView } from '#lib/server/desk/desk.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../posted-form.ts';

/** The filters in an address, without the action of a form. */
export function searchOf(url: URL): string {
	const kept = [...url.searchParams].filter(([name]) => !name.startsWith('/'));
	return new URLSearchParams(kept).toString();
}

export const viewActions = (page: string) => ({
	save: async ({ request, locals }: RequestEvent) => {
		const { sql, now } = runtime();
		const form = await postedForm(request);
		const said = (name: string) => String(form.get(name) ?? '');
		const view = { name: said('name'), page, search: said('search'), shared: form.get('shared') === 'yes' };
		const saved = await saveView(sql, { ...view, staff: locals.staff!.id }, now());
		if (saved !== 'saved') return fail(400, { notSaved: saved.refused });
		redirect(303, `${page}?${view.search}`);
	},
	forget: async ({ request, locals, url }: RequestEvent) => {
		const id = Number((await postedForm(request)).get('view'));
		if (Number.isSafeInteger(id)) await removeView(runtime().sql, { id, staff: locals.staff!.id });
		redirect(303, `${page}?${searchOf(url)}`);
	}
});
