import { fail } from '@sveltejs/kit';
import { askForReset, mayTry } from '#lib/server/identity/identity.ts';
import { runtime } from '#lib/server/runtime.ts';

export const actions = {
	default: async ({ request, getClientAddress }) => {
		const { sql, queue, vault, now } = runtime();
		const email = String((await request.formData()).get('email') ?? '').slice(0, 320);
		const trying = { purpose: 'forgot', account: email, address: getClientAddress(), vault };
		if (!(await mayTry(sql, trying, now())))
			return fail(429, { problem: 'That was asked too often. Please wait a quarter of an hour.' });
		await askForReset(sql, { email, queue }, now());
		return { asked: true };
	}
};
