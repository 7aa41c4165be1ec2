import { clientAddress } from '../../client-address.ts';
import { fewFields, postedForm } from '../../posted-form.ts';
import { fail, redirect } from '@sveltejs/kit';
import { knownCookie, mayTry, takeCode } from '#lib/server/identity/identity.ts';
import { recordAction } from '#lib/server/ledger/ledger.ts';
import { runtime } from '#lib/server/runtime.ts';
import { goOn, ownPath, signIn } from '../sign-in.ts';

export function load(event) {
	goOn(event, 'code needed');
	if (!event.locals.pending) redirect(303, '/sign-in');
	return { email: event.locals.pending.user.email };
}

export const actions = {
	default: async (event) => {
		const { sql, vault, now } = runtime();
		const { pending } = event.locals;
		if (pending?.standing !== 'code needed') redirect(303, '/sign-in');
		const { id, email } = pending.user;
		const form = await postedForm(event.request, fewFields);
		const known = event.cookies.get(knownCookie);
		const trying = { purpose: 'code', account: email, address: clientAddress(event), known, vault };
		if (!(await mayTry(sql, trying, now())))
			return fail(429, { problem: 'That was tried too often. Please try again in a few minutes.' });
		const code = String(form.get('code') ?? '').slice(0, 40);
		const taken = await takeCode(sql, { staff: id, code, vault }, now());
		if (taken === 'wrong') return fail(400, { problem: 'This code is wrong, or was used before.' });
		if (taken === 'recovered')
			await recordAction(sql, { staff: id, action: 'recovery_code_used', subject: `staff ${id}` }, now());
		await signIn(event, id, { secondFactor: true, email });
		redirect(303, ownPath(event.url.searchParams.get('next')));
	}
};
