import { fail } from '@sveltejs/kit';
import { openStop, takeStop } from '#lib/server/delivery/delivery.ts';
import { runtime } from '#lib/server/runtime.ts';
import { languageOf } from '#lib/web/languages/languages.ts';
import { speak, unknownLink } from '../../customer.ts';
import { readForm } from '../../read-form.ts';

export async function load(event) {
	const { sql, vault, now } = runtime();
	const stop = await openStop(sql, { link: event.params.link, vault }, now());
	if (!stop) unknownLink(event);
	return { ...stop, language: speak(event, stop.language).language };
}

export const actions = {
	// The page's buttons, and one-click unsubscribe of mail programs (RFC 8058).
	default: async (event) => {
		const { sql, vault, now } = runtime();
		const form = await readForm(event);
		event.locals.chosenLanguage ??= languageOf(form.get('shown_in'));
		const became = await takeStop(sql, { link: event.params.link, form, vault }, now());
		if (became === 'unknown') unknownLink(event);
		if (became === 'press again') return fail(400, { became });
		return { became };
	}
};
