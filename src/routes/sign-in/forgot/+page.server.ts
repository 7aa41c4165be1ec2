import { clientAddress } from '../../client-address.ts';
import { fewFields, postedForm } from '../../posted-form.ts';
import { fail } from '@sveltejs/kit';
import { askForReset, mayTry } from '#lib/server/identity/identity.ts';
import { runtime } from '#lib/server/runtime.ts';

export const actions = {
	default: async (event) => {
		const { sql, queue, vault, now } = runtime();
		const email = String((await postedForm(event.request, fewFields)).get('email') ?? '').slice(0, 320);
		const trying = { purpose: 'forgot', account: email, address: clientAddress(event), vault };
		if (!(await mayTry(sql, trying, now())))
			return fail(429, { problem: 'That was asked too often. Please try again in a few minutes.' });
		await askForReset(sql, { email, queue }, now());
		return { asked: true };
	}
};
