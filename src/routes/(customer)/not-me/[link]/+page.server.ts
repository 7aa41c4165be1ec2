import { fail } from '@sveltejs/kit';
import { openDenial, takeDenial } from '#lib/server/integrity/integrity.ts';
import { runtime } from '#lib/server/runtime.ts';
import { dayIn, languageOf } from '#lib/web/languages/languages.ts';
import { speak, unknownLink } from '../../customer.ts';
import { readForm } from '../../read-form.ts';

export async function load(event) {
	const { sql, vault, now } = runtime();
	const page = await openDenial(sql, { link: event.params.link, vault }, now());
	if (!page) unknownLink(event);
	const { language } = speak(event, page.language);
	const changedOn = dayIn(language, page.changedAt, page.timezone);
	return { language, changedOn, isDenied: page.isDenied, ticket: page.ticket };
}

export const actions = {
	default: async (event) => {
		const { sql, vault, now } = runtime();
		const form = await readForm(event);
		event.locals.chosenLanguage ??= languageOf(form.get('shown_in'));
		const taken = await takeDenial(sql, { link: event.params.link, form, vault }, now());
		if (taken === 'unknown') unknownLink(event);
		if (taken === 'press again') return fail(400, { again: true });
		return { again: false };
	}
};
