// The languages customers are spoken to in, and how one is chosen.
import Negotiator from 'negotiator';
import { ar } from './ar.ts';
import { de } from './de.ts';
import { en, type Words } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { pt } from './pt.ts';
import { zh } from './zh.ts';

export type { Words } from './en.ts';
export type Language = 'en' | 'es' | 'fr' | 'de' | 'pt' | 'zh' | 'ar';

/** Each by its own name, in the order in which they are offered. */
export const languages: Record<Language, { name: string; direction: 'ltr' | 'rtl'; words: Words }> = {
	en: { name: 'English', direction: 'ltr', words: en },
	es: { name: 'Español', direction: 'ltr', words: es },
	fr: { name: 'Français', direction: 'ltr', words: fr },
	de: { name: 'Deutsch', direction: 'ltr', words: de },
	pt: { name: 'Português', direction: 'ltr', words: pt },
	zh: { name: '简体中文', direction: 'ltr', words: zh },
	ar: { name: 'العربية', direction: 'rtl', words: ar }
};

export const allLanguages = Object.keys(languages) as Language[];

export const wordsIn = (language: Language): Words => languages[language].words;

/** The language a tag such as "pt-BR" or "ZH_hans" belongs to. */
export function languageOf(tag: string | null | undefined): Language | undefined {
	const main = tag?.trim().toLowerCase().split(/[-_]/)[0] ?? '';
	return Object.hasOwn(languages, main) ? (main as Language) : undefined;
}

/** What a browser likes best (header Accept-Language), among those offered. */
export function preferredLanguage(
	accepted: string | null,
	offered: readonly Language[] = allLanguages
): Language | undefined {
	if (!accepted) return undefined;
	const [best] = new Negotiator({ headers: { 'accept-language': accepted } }).languages([...offered]);
	return best as Language | undefined;
}

/** The heading of one encounter: kinds we have no word for are "your contact with us". */
export function encounterIn(
	language: Language,
	{ kind, startedAt, timezone }: { kind: string; startedAt: Date; timezone: string | null }
): string {
	const { encounters } = wordsIn(language);
	const named = Object.hasOwn(encounters, kind)
		? encounters[kind as keyof typeof encounters]
		: encounters.other;
	return named(dayIn(language, startedAt, timezone));
}

const dayFormats = new Map<string, Intl.DateTimeFormat>();

/** A day as its readers write it, on the customer's own calendar day where their time zone is known. */
export function dayIn(language: Language, day: Date, timezone: string | null = null): string {
	const known = `${language} ${timezone}`;
	const format =
		dayFormats.get(known) ??
		new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: timezone ?? 'UTC' });
	dayFormats.set(known, format);
	return format.format(day);
}

/** Set apart (Unicode isolates): what a company wrote may run in the other direction than the sentence around it. */
export const apart = (text: string) => `\u2068${text}\u2069`;
