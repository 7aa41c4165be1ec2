// The words of an SMS. In Latin script it is one part: less text, not more parts.
import { encounterIn, wordsIn, type Language } from '../../web/languages/languages.ts';
import { lengthInGsm7, segmentLength, toGsm7 } from './gsm7.ts';
import { filled } from './wordings.ts';
import type { FollowUpFacts, InviteFacts, NoticeFacts, ReplyFacts } from './wording.ts';

const isLatin = (language: Language) => new Intl.Locale(language).maximize().script === 'Latn';

/** The reason first, then the link, then the way out. */
export function inviteSms(facts: InviteFacts): string {
	const { company, language, texts } = facts;
	const { message } = wordsIn(language);
	const encounter = encounterIn(language, facts);
	const rest = ` ${facts.answer} ${message.smsStop}`;
	const own = texts?.sms && filled(texts.sms, { company, encounter });
	const said = own ?? message.sms(company, encounter);
	if (!isLatin(language)) return `${said}${rest}`;
	return fitting([said, message.smsShort(company)], rest);
}

/** The first that leaves room for the rest; if none does, the last one cut short. */
function fitting(ways: string[], rest: string): string {
	const end = toGsm7(rest);
	const room = segmentLength - lengthInGsm7(end);
	const found = ways.map(toGsm7).find((way) => lengthInGsm7(way) <= room);
	if (found !== undefined) return found + end;
	let short = toGsm7(ways.at(-1)!);
	// Letters of another script do not fit whatever their number: they go, too.
	short = [...short].filter((character) => lengthInGsm7(character) < Infinity).join('');
	while (lengthInGsm7(short) > Math.max(room, 0)) short = short.slice(0, -1);
	return short + end;
}

export function changedSms({ company, origin, language, link }: NoticeFacts & { link: string }): string {
	const said = `${wordsIn(language).message.smsChanged(company)} ${origin}/not-me/${link}`;
	return isLatin(language) ? toGsm7(said) : said;
}

export function promiseSms({ company, language, promise }: NoticeFacts & { promise: string }): string {
	const said = wordsIn(language).message.smsPromise(company, promise);
	return isLatin(language) ? toGsm7(said) : said;
}

export function followUpSms({ company, language, address }: FollowUpFacts): string {
	const { followUp, message } = wordsIn(language);
	const [said, rest] = [followUp.sms(company), ` ${address} ${message.smsStop}`];
	return isLatin(language) ? fitting([said], rest) : said + rest;
}

export const replySms = ({ company, words }: ReplyFacts): string => `${company}: ${words}`;
