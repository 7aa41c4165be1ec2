import { fail } from '@sveltejs/kit';
import { addKey, listKeys, perMinute, revokeKey, scopes } from '#lib/server/identity/identity.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../../posted-form.ts';

export async function load() {
	const { sql, now } = runtime();
	return { keys: await listKeys(sql), scopes, perMinute, today: now() };
}

const day = 86_400_000;
/** Days a key may be valid for; 0: until it is revoked. */
const validity = [90, 365, 0];

export const actions = {
	add: async ({ request, locals }) => {
		const { sql, random, now } = runtime();
		const form = await postedForm(request);
		const name = String(form.get('name') ?? '').trim();
		const chosen = scopes.filter((scope) => form.getAll('scope').includes(scope));
		if (name === '' || name.length > 100)
			return fail(400, { refused: 'A key needs a name of at most 100 characters.' });
		if (chosen.length === 0) return fail(400, { refused: 'Choose what the key is for.', name });
		const days = validity.find((each) => String(each) === form.get('days'));
		if (days === undefined) return fail(400, { refused: 'Choose how long the key is valid.', name });
		const expiresAt = days > 0 ? new Date(now().getTime() + days * day) : null;
		const input = { name, scopes: chosen, random: random(24), expiresAt, by: locals.staff!.id };
		return { key: await addKey(sql, input, now()) };
	},
	revoke: async ({ request, locals }) => {
		const { sql, now } = runtime();
		const id = Number((await postedForm(request)).get('key'));
		const count = Number.isSafeInteger(id) ? await revokeKey(sql, { id, by: locals.staff!.id }, now()) : 0;
		return count === 1
			? { done: 'The key is revoked.' }
			: fail(409, { refused: 'This key was revoked before.' });
	}
};
