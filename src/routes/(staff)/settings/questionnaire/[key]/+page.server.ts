import { error, fail, redirect } from '@sveltejs/kit';
import { runtime } from '#lib/server/runtime.ts';
import { change, editingOf, readQuestion, toClauses } from '#lib/server/survey/survey.ts';
import { postedForm, revisionOf } from '../../../../posted-form.ts';

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
		const revision = revisionOf(form);
		const edited = await change(
			sql,
			{
				revision,
				staff: locals.staff!.id,
				change: { do: 'save', key: params.key, question }
			},
			now()
		);
		// With the revision it was written on: pressing again must not overwrite what it was refused for.
		if ('refused' in edited)
			return fail(409, { refused: edited.refused, question, revision, clauses: toClauses(question.when) });
		redirect(303, `/settings/questionnaire/${question.key}?saved`);
	}
};
