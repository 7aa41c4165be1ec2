import { error, fail } from '@sveltejs/kit';
import { findCase, showContact } from '#lib/server/recovery/recovery.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../../posted-form.ts';

const idOf = (params: { case: string }) => (/^\d{1,15}$/.test(params.case) ? Number(params.case) : 0);

export async function load({ params }) {
	const found = await findCase(runtime().sql, idOf(params));
	if (!found) error(404, { message: 'There is no such case.' });
	return { case: found };
}

export const actions = {
	// The contact is in the answer to this post only; reloading the page asks for a reason again.
	default: async ({ request, locals, params }) => {
		const { sql, vault, now } = runtime();
		const reason = String((await postedForm(request)).get('reason') ?? '');
		const shown = await showContact(sql, { id: idOf(params), reason, staff: locals.staff!.id, vault }, now());
		return 'refused' in shown ? fail(400, { ...shown, reason }) : shown;
	}
};
