import { error, fail } from '@sveltejs/kit';
import { followUpQuestions, openFollowUp, takeFollowUp } from '#lib/server/recovery/recovery.ts';
import { runtime } from '#lib/server/runtime.ts';
import { inLanguage } from '#lib/server/survey/survey.ts';
import { languageOf } from '#lib/web/languages/languages.ts';
import { speak, unknownLink } from '../../customer.ts';
import { readForm } from '../../read-form.ts';

export async function load(event) {
	const { sql, vault, now } = runtime();
	const page = await openFollowUp(sql, { link: event.params.link, vault }, now());
	if (!page) unknownLink(event);
	const { language, words } = speak(event, page.language);
	const { problems } = words;
	if (page.isExpired && !page.isAnswered)
		error(410, { message: problems.expired, advice: problems.expiredAdvice, language });
	const questions = followUpQuestions.map((question) => inLanguage(language, question));
	return { language, questions, isAnswered: page.isAnswered, ticket: page.ticket };
}

export const actions = {
	default: async (event) => {
		const { sql, vault, now } = runtime();
		const form = await readForm(event);
		event.locals.chosenLanguage ??= languageOf(form.get('shown_in'));
		const taken = await takeFollowUp(sql, { link: event.params.link, form, vault }, now());
		if (taken === 'unknown') unknownLink(event);
		if (taken === 'press again' || taken === 'nothing said') {
			const given = Object.fromEntries(
				followUpQuestions.map(({ key }) => [key, form.getAll(key).slice(0, 1)])
			);
			return fail(400, { again: taken === 'press again', given });
		}
		return { again: false, given: {} };
	}
};
