import { error, fail } from '@sveltejs/kit';
import { openStop, takeStop } from '#lib/server/delivery/delivery.ts';
import { runtime } from '#lib/server/runtime.ts';
import { languageOf } from '#lib/web/languages/languages.ts';
import { speak } from '../../customer.ts';
import { readForm } from '../../read-form.ts';

export async function load(event) {
	const { sql, vault, now } = runtime();
	const stop = await openStop(sql, { link: event.params.link, vault }, now());
	if (!stop) unknown(event);
	return { language: speak(event, stop.language).language, ticket: stop.ticket };
}

export const actions = {
	// The page's button, and one-click unsubscribe of mail programs (RFC 8058).
	default: async (event) => {
		const { sql, vault, now } = runtime();
		const form = await readForm(event);
		event.locals.chosenLanguage ??= languageOf(form.get('shown_in'));
		const stopped = await takeStop(sql, { link: event.params.link, form, vault }, now());
		if (stopped === 'unknown') unknown(event);
		if (stopped === 'choose first') return fail(400, { stopped: false });
		return { stopped: true };
	}
};

function unknown(event: Parameters<typeof speak>[0]): never {
	const { language, words } = speak(event);
	error(404, { message: words.problems.unknown, advice: words.problems.unknownAdvice, language });
}
