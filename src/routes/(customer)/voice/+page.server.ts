import { clientAddress } from '../../client-address.ts';
import { error, fail } from '@sveltejs/kit';
import { speakUp } from '#lib/server/invitation/invitation.ts';
import { runtime } from '#lib/server/runtime.ts';
import { languageOf } from '#lib/web/languages/languages.ts';
import { speak } from '../customer.ts';
import { readForm } from '../read-form.ts';

export const load = (event) => ({ language: speak(event).language });

export const actions = {
	default: async (event) => {
		const { sql, vault, queue, config, now } = runtime();
		const form = await readForm(event);
		event.locals.chosenLanguage ??= languageOf(form.get('shown_in'));
		const { language, words } = speak(event);
		const [number, contact] = [form.get('number') ?? '', form.get('contact') ?? ''];
		const typed = { number, contact, address: clientAddress(event) };
		// A program that fills in every field is told the same as anybody, and nothing happens.
		if (form.get('reference')) return { heard: true };
		const heard = await speakUp(sql, { ...typed, vault, queue, phoneCountry: config.PHONE_COUNTRY }, now());
		if (heard === 'heard') return { heard: true };
		if (heard === 'limited')
			error(429, { message: words.problems.limited, advice: words.problems.limitedAdvice, language });
		return fail(400, { heard: false, missing: heard.missing, number, contact });
	}
};
