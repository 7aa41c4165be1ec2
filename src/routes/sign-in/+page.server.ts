import { fail, redirect } from '@sveltejs/kit';
import { homeOf } from '#lib/server/identity/access.ts';
import { checkPassword } from '#lib/server/identity/identity.ts';
import { runtime } from '#lib/server/runtime.ts';
import { signIn } from './sign-in.ts';

export function load({ locals }) {
	if (locals.staff) redirect(303, homeOf(locals.staff.role));
}

export const actions = {
	default: async ({ request, cookies, url }) => {
		const form = await request.formData();
		const email = String(form.get('email') ?? '');
		const staff = await checkPassword(runtime().sql, { email, password: String(form.get('password') ?? '') });
		if (staff === undefined)
			return fail(400, { email, problem: 'This address and password do not belong together.' });
		await signIn(cookies, staff);
		const next = url.searchParams.get('next') ?? '/';
		// Only paths of our own: "//elsewhere" and "/\elsewhere" lead to other sites.
		redirect(303, /^\/(?![/\\])/.test(next) ? next : '/');
	}
};
