import { clientAddress } from '../client-address.ts';
import { fewFields, postedForm } from '../posted-form.ts';
import { fail, redirect } from '@sveltejs/kit';
import { checkPassword, knownCookie, mayTry } from '#lib/server/identity/identity.ts';
import { runtime } from '#lib/server/runtime.ts';
import { goOn, ownPath, signIn } from './sign-in.ts';

const problems: Record<string, string> = {
	nobody: 'Your company account did not lead to anybody here. Ask your admin for an invitation.',
	provider: 'Signing in there did not work. Please try again.'
};

export function load(event) {
	goOn(event);
	const { config } = runtime();
	return {
		provider: config.OIDC_ISSUER ? config.OIDC_NAME : null,
		problem: problems[event.url.searchParams.get('problem') ?? ''] ?? null,
		next: ownPath(event.url.searchParams.get('next'))
	};
}

export const actions = {
	default: async (event) => {
		const { sql, vault, now } = runtime();
		const form = await postedForm(event.request, fewFields);
		const email = String(form.get('email') ?? '').slice(0, 320);
		const known = event.cookies.get(knownCookie);
		const trying = { purpose: 'password', account: email, address: clientAddress(event), known, vault };
		if (!(await mayTry(sql, trying, now())))
			return fail(429, { email, problem: 'That was tried too often. Please try again in a few minutes.' });
		const staff = await checkPassword(sql, { email, password: String(form.get('password') ?? '') });
		if (staff === undefined)
			return fail(400, { email, problem: 'This address and password do not belong together.' });
		await signIn(event, staff, { email });
		redirect(303, ownPath(event.url.searchParams.get('next')));
	}
};
