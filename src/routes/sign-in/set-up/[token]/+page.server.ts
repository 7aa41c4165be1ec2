import { fewFields, postedForm } from '../../../posted-form.ts';
import { error, fail, redirect } from '@sveltejs/kit';
import { completeSetup, isSetupOpen, shortestPassword } from '#lib/server/identity/identity.ts';
import { runtime } from '#lib/server/runtime.ts';
import { signIn } from '../../sign-in.ts';

export async function load({ params }) {
	if (!(await isSetupOpen(runtime().sql, params.token)))
		error(404, {
			message: 'This set-up link is not valid any more.',
			advice: 'If nobody can sign in yet, restart the product: it prints a new one.'
		});
	return { shortestPassword };
}

export const actions = {
	default: async ({ params, request, cookies }) => {
		const { sql, now } = runtime();
		const form = await postedForm(request, fewFields);
		const email = String(form.get('email') ?? '');
		const result = await completeSetup(
			sql,
			{ token: params.token, email, password: String(form.get('password') ?? '') },
			now()
		);
		if ('refused' in result) return fail(400, { email, problem: result.refused });
		await signIn({ cookies, request }, result.id);
		redirect(303, '/');
	}
};
