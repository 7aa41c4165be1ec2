import { fail, redirect } from '@sveltejs/kit';
import { propose, proposalsAbout } from '#lib/server/integrity/integrity.ts';
import { runtime } from '#lib/server/runtime.ts';
import {
	change,
	coreKeys,
	discardNext,
	inPlainWords,
	openEditing,
	questionTypes,
	recommend,
	wordingIn,
	type Change,
	type Question
} from '#lib/server/survey/survey.ts';
import { allLanguages, languages } from '#lib/web/languages/languages.ts';
import { postedForm, revisionOf } from '../../../posted-form.ts';

export async function load() {
	const { sql } = runtime();
	const { fixedKeys: _, next, published, ...editing } = await openEditing(sql);
	const waiting = await proposalsAbout(sql, { change: 'questionnaire' });
	return {
		...editing,
		published: published.version,
		isProposed: waiting.some(({ content }) => content.revision === editing.revision),
		languages: next.languages,
		allLanguages: allLanguages.map((code) => ({ code, name: languages[code].name })),
		types: questionTypes,
		hasRecommend: next.questions.some(({ key }) => key === recommend.key),
		questions: next.questions.map(({ key, type, ask, when, required = false }) => ({
			key,
			type,
			required,
			ask: wordingIn('en', ask),
			when: inPlainWords(when),
			isCore: coreKeys.includes(key)
		}))
	};
}

type Posted = { request: Request; locals: App.Locals };

/** One change by the posted form; the page comes back with it, or with what refused it. */
async function apply({ request, locals }: Posted, read: (form: FormData) => Change) {
	const { sql, now } = runtime();
	const form = await postedForm(request);
	const input = { revision: revisionOf(form), staff: locals.staff!.id, change: read(form) };
	const edited = await change(sql, input, now());
	return 'refused' in edited ? fail(409, { refused: edited.refused }) : { done: true };
}

const text = (form: FormData, name: string) => String(form.get(name) ?? '').trim();

export const actions = {
	up: (event) => apply(event, (form) => ({ do: 'move', key: text(form, 'key'), by: -1 })),
	down: (event) => apply(event, (form) => ({ do: 'move', key: text(form, 'key'), by: 1 })),
	remove: (event) => apply(event, (form) => ({ do: 'remove', key: text(form, 'key') })),
	recommend: (event) => apply(event, () => ({ do: 'add', question: recommend })),
	languages: (event) =>
		apply(event, (form) => ({
			do: 'languages',
			languages: allLanguages.filter((code) => form.getAll('language').includes(code))
		})),
	add: async (event) => {
		let key = '';
		const added = await apply(event, (form) => {
			const type = questionTypes.find((each) => each === form.get('type')) ?? 'choice';
			const question: Question = { key: (key = text(form, 'key')), type, ask: { en: text(form, 'ask') } };
			return { do: 'add', question };
		});
		if (!('done' in added)) return added;
		redirect(303, `/settings/questionnaire/${key}`);
	},
	propose: async ({ request, locals }) => {
		const { sql, now } = runtime();
		const form = await postedForm(request);
		const input = { revision: revisionOf(form), reason: text(form, 'reason'), staff: locals.staff!.id };
		const proposed = await propose(sql, { change: 'questionnaire', ...input }, now());
		return 'refused' in proposed ? fail(409, proposed) : { proposed: true };
	},
	discard: async ({ request }) => {
		const { sql } = runtime();
		const discarded = await discardNext(sql, revisionOf(await postedForm(request)));
		return discarded ? { done: true } : fail(409, { refused: 'Somebody else has changed it meanwhile.' });
	}
};
