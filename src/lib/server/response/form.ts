// The customer's page, from the server's side: what it shows, and what becomes of a posted form. Five things
// can: sent back with what is wrong, kept for later, set aside, accepted, or met by an answer already given.
import type { Sql } from '../database.ts';
import { applicable, questionnaireOf, readReplies, type Applying, type Wrong } from '../survey/survey.ts';
import type { Vault } from '../vault.ts';
import { keepDraft, openDraft } from './drafts.ts';
import { insertSetAside } from './queries.ts';
import { acceptAnswer, openLink, type Accepted, type Opened, type OpenLink } from './accepting.ts';
import type { Sender } from './traces.ts';
import { suspicionsOf, type Posted } from './rules.ts';
import { readTicket, secondsOf, visitOf, writeTicket, type Ticket } from './ticket.ts';

export interface Asking extends OpenLink {
	questions: Applying[];
	languages: readonly string[];
	ticket: string;
	/** What was kept for later. */
	given: Given | undefined;
}

export type Given = Record<string, string[]>;
export type Page = Exclude<Opened, OpenLink> | Asking;

/** Everything the page of a link shows. Reads only. */
export async function openPage(sql: Sql, link: string, vault: Vault, now: Date): Promise<Page> {
	const opened = await openLink(sql, link, now);
	if (opened.state !== 'open') return opened;
	const { questions, languages } = await questionnaireOf(sql, opened.questionnaire);
	const draft = opened.draft ? openDraft(vault, opened.draft) : undefined;
	const ticket = writeTicket(vault, link, { ...opened, shownAt: now, spent: draft?.spent ?? 0 });
	return {
		...opened,
		questions: applicable(questions, opened.asked),
		languages,
		ticket,
		given: draft && givenOf(draft.given)
	};
}

export interface Posting {
	link: string;
	form: URLSearchParams;
	vault: Vault;
	/** 12 random bytes for the receipt. */
	random: Uint8Array;
	sender: Sender;
}

/** To be shown again, with everything that was filled in. */
interface Again {
	given: Given;
	ticket: string;
}

export type Taken =
	| Accepted
	| { state: 'kept'; expiresAt: Date; timezone: string | null; language: string | null }
	| ({ state: 'wrong'; errors: Wrong[] } & Again)
	| ({ state: 'set aside' } & Again)
	/** Nothing was asked of us but to show the page in another language. */
	| ({ state: 'shown' } & Again);

export async function takeForm(sql: Sql, posting: Posting, now: Date): Promise<Taken> {
	const { link, form, vault, random, sender } = posting;
	const ticket = readTicket(vault, link, form.get('ticket'));
	const isAnswering = !form.has('language') && !form.has('later');
	// Without a ticket the page was never fetched: the facts are read, to set it aside or to show it again.
	if (!ticket || !isAnswering) return takeWithFacts(sql, posting, ticket, now);

	const { questions } = await questionnaireOf(sql, ticket.questionnaire);
	const { replies, words, errors, applying } = readReplies(questions, ticket.asked, form);
	if (suspicionsOf(postedOf(form, applying, replies, visitOf(ticket, now))).length > 0)
		return takeWithFacts(sql, posting, ticket, now);
	if (errors.length > 0) return { state: 'wrong', errors, ...showAgain(posting, applying, ticket) };
	const { questionnaire, interaction, voice } = ticket;
	const about = { link, questionnaire, interaction, voice, seconds: secondsOf(ticket, now) };
	return acceptAnswer(sql, { ...about, replies, words, random, vault, sender }, now);
}

/** What needs the invitation itself: another language, a draft, a post that looks automatic. */
async function takeWithFacts(
	sql: Sql,
	posting: Posting,
	ticket: Ticket | undefined,
	now: Date
): Promise<Taken> {
	const { link, form, vault } = posting;
	const opened = await openLink(sql, link, now);
	if (opened.state !== 'open') return opened;
	const { questions } = await questionnaireOf(sql, opened.questionnaire);
	const { replies, words, errors, applying } = readReplies(questions, (ticket ?? opened).asked, form);
	const again = showAgain(posting, applying, ticket ?? { ...opened, shownAt: now, spent: 0 });
	if (form.has('language')) return { state: 'shown', ...again };

	const { invitation, expiresAt, timezone, language } = opened;
	const seconds = ticket ? visitOf(ticket, now) : null;
	const suspicions = suspicionsOf(postedOf(form, applying, replies, seconds));
	// A blank or broken form is refused as such; there is nothing in it to set aside or to keep.
	if (Object.keys(replies).length + Object.keys(words).length === 0)
		return { state: 'wrong', errors, ...again };
	if (form.has('later')) {
		// What was not sent is nobody's to read: looking automatic, it is neither kept nor set aside.
		if (suspicions.length > 0) return { state: 'set aside', ...again };
		const draft = { given: fieldsOf(form, applying), spent: secondsOf(ticket!, now) };
		await keepDraft(sql, { invitation, draft, vault }, now);
		return { state: 'kept', expiresAt, timezone, language };
	}
	await insertSetAside(sql, { invitation, reasons: suspicions, replies, words, seconds }, now);
	return { state: 'set aside', ...again };
}

/** Everything that was filled in. Where every box was ticked, the one that excludes the others is left out. */
function showAgain({ link, form, vault }: Posting, applying: Applying[], ticket: Ticket): Again {
	const given = givenOf(fieldsOf(form, applying));
	for (const { key, options, alone } of applying)
		if (alone !== undefined && given[key]?.length === options.length)
			given[key] = given[key].filter((code) => code !== alone);
	return { given, ticket: writeTicket(vault, link, ticket) };
}

/** The fields of these questions. */
function fieldsOf(form: URLSearchParams, questions: Applying[]): [string, string][] {
	const names = new Set(questions.flatMap(({ key }) => [key, `${key}_words`]));
	return [...form].filter(([name]) => names.has(name));
}

const givenOf = (fields: [string, string][]): Given =>
	Object.fromEntries(
		[...Map.groupBy(fields, ([name]) => name)].map(([name, all]) => [name, all.map(([, value]) => value)])
	);

function postedOf(
	form: URLSearchParams,
	questions: Applying[],
	replies: Record<string, unknown>,
	seconds: number | null
): Posted {
	return {
		seconds,
		answered: Object.keys(replies).length,
		hiddenField: form.get('reference') ?? '',
		pressed: questions
			.filter(({ options }) => options.length > 0)
			.map(({ key, type, options, alone }) => ({
				isOneOnly: type !== 'several',
				contradicts: alone !== undefined && options.length > 2,
				options: options.length,
				pressed: new Set(form.getAll(key)).size
			}))
	};
}
