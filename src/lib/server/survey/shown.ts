// A question as one customer reads it: in one language, with the options of their product.
import { wordsIn, type Language } from '../../web/languages/languages.ts';
import type { Applying } from './rules.ts';
import type { Question, Wording } from './questionnaire.ts';

export interface ShownQuestion {
	key: string;
	type: Question['type'];
	ask: string;
	hint: string | undefined;
	low: string | undefined;
	high: string | undefined;
	options: { code: string; label: string }[];
	wordsWith: string | undefined;
	least: number | undefined;
	most: number | undefined;
	required: boolean;
	/** Shown only when something holds. */
	conditional: boolean;
}

export function inLanguage(language: Language, question: Applying): ShownQuestion {
	const say = (wording: Wording | undefined) => wording && wordingIn(language, wording);
	const { page } = wordsIn(language);
	const { key, type, wordsWith, least, most, required = false, when } = question;
	const options =
		type === 'yes_no'
			? [
					{ code: 'yes', label: page.yes },
					{ code: 'no', label: page.no }
				]
			: question.options.map(({ code, label }) => ({ code, label: say(label) || code }));
	return {
		...{ key, type, options, wordsWith, least, most, required, conditional: when !== undefined },
		ask: say(question.ask) || key,
		hint: say(question.hint),
		low: say(question.low),
		high: say(question.high)
	};
}

/** In this language; where it is missing (a next version being written), in any there is. */
export function wordingIn(language: Language, wording: Wording): string {
	if (typeof wording === 'string') return wording;
	return wording[language] || wording.en || (Object.values(wording).find(Boolean) ?? '');
}
