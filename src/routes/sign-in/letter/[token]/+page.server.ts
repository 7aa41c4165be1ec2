import { fewFields, postedForm } from '../../../posted-form.ts';
import { error, fail, redirect } from '@sveltejs/kit';
import { answerLetter, readLetter, shortestPassword } from '#lib/server/identity/identity.ts';
import { runtime } from '#lib/server/runtime.ts';
import { signIn } from '../../sign-in.ts';

export async function load({ params }) {
	const { sql, now } = runtime();
	const letter = await readLetter(sql, params.token, now());
	if (!letter)
		error(404, {
			message: 'This link has been used, or is too old.',
			advice: 'Ask for another one on the sign-in page, or ask your admin.'
		});
	return { shortestPassword, email: letter.email, purpose: letter.purpose };
}

export const actions = {
	default: async (event) => {
		const { sql, now } = runtime();
		const password = String((await postedForm(event.request, fewFields)).get('password') ?? '');
		const answered = await answerLetter(sql, { token: event.params.token, password }, now());
		if ('refused' in answered) return fail(400, { problem: answered.refused });
		await signIn(event, answered.staff);
		redirect(303, '/');
	}
};
