import { error, fail, redirect } from '@sveltejs/kit';
import { runtime } from '#lib/server/runtime.ts';
import { change, editingOf, readQuestion } from '#lib/server/survey/survey.ts';
import { postedForm } from '../../posted-form.ts';

export async function load({ params }) {
	const editing = await editingOf(runtime().sql, params.key);
	if (!editing) error(404, { message: `There is no question "${params.key}" in the next version.` });
	return editing;
}

export const actions = {
	default: async ({ params, request, locals }) => {
		const { sql, now } = runtime();
		const posted = await postedForm(request);
		const form = new URLSearchParams([...posted].map(([name, value]) => [name, String(value)]));
		const before = await editingOf(sql, params.key);
		const question = readQuestion(form, before?.question);
		const edited = await change(
			sql,
			{
				revision: Number(form.get('revision')),
				staff: locals.staff!.id,
				change: { do: 'save', key: params.key, question }
			},
			now()
		);
		if ('refused' in edited) return fail(409, { refused: edited.refused, question });
		redirect(303, `/settings/questionnaire/${question.key}?saved`);
	}
};
