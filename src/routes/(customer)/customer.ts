// What the pages for customers have in common: whose look they wear and which language they speak.
import { clientAddress } from '../client-address.ts';
import { error, type RequestEvent } from '@sveltejs/kit';
import { companyName } from '#lib/server/config.ts';
import { outage } from '#lib/server/database.ts';
import { countWrongLink } from '#lib/server/metrics.ts';
import { runtime } from '#lib/server/runtime.ts';
import { currentLook, type Look } from '#lib/server/survey/survey.ts';
import { isTooMany } from '#lib/server/wrong-links.ts';
import {
	allLanguages,
	languageOf,
	preferredLanguage,
	wordsIn,
	type Language,
	type Words
} from '#lib/web/languages/languages.ts';
import { pageSheet } from '#lib/web/survey/style-sheet.ts';

type Locals = RequestEvent['locals'];

/** Company, logo and style sheet; without our records, the plain ones. */
export async function dress(locals: Locals) {
	const { sql, config } = runtime();
	const look: Look = await currentLook(sql).catch((problem: unknown) => {
		if (!outage(problem)) throw problem;
		return { name: null, colour: null, logo: null };
	});
	const sheet = pageSheet(look.colour);
	locals.styleHashes.push(sheet.hash);
	const logo = look.logo && `data:${look.logo.type};base64,${look.logo.bytes.toString('base64')}`;
	return { company: look.name ?? companyName(config), logo, style: sheet.tag };
}

/**
 * The language of this page: chosen on the page, else the customer's own, else the browser's, among those
 * offered. Whatever is said afterwards, problems included, is said in it.
 */
export function speak(
	{ locals, request }: Pick<RequestEvent, 'locals' | 'request'>,
	own: string | null = null,
	offered: readonly Language[] = allLanguages
): { language: Language; words: Words } {
	const accepted = preferredLanguage(request.headers.get('accept-language'), offered);
	const candidates = [locals.chosenLanguage, languageOf(own), accepted];
	const language =
		candidates.find((one): one is Language => one !== undefined && offered.includes(one)) ??
		offered[0] ??
		'en';
	locals.language = language;
	return { language, words: wordsIn(language) };
}

/** A link we never sent, or one that was cut on its way: the page is the same, and says nothing of the past. */
export function unknownLink(event: Pick<RequestEvent, 'locals' | 'request' | 'getClientAddress'>): never {
	const { language, words } = speak(event);
	const { problems } = words;
	countWrongLink();
	if (isTooMany(clientAddress(event), runtime().now()))
		error(429, { message: problems.limited, advice: problems.limitedAdvice, language });
	error(404, { message: problems.unknown, advice: problems.unknownAdvice, language });
}
