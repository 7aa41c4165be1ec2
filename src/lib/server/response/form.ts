// The customer's page, from the server's side: what it shows, and what becomes of a posted form. Five things
// can: sent back with what is wrong, kept for later, set aside, accepted, or met by an answer already given.
import type { Sql } from '../database.ts';
import { applicable, questionnaireOf, readReplies, type Applying, type Wrong } from '../survey/survey.ts';
import type { Vault } from '../vault.ts';
import { keepDraft, openDraft } from './drafts.ts';
import { insertSetAside } from './queries.ts';
import { acceptAnswer, openLink, type Accepted, type Opened, type OpenLink } from './accepting.ts';
import { suspicionsOf, type Posted } from './rules.ts';
import { readTicket, secondsOf, writeTicket, type Ticket } from './ticket.ts';

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
	const { questionnaire, asked } = opened;
	const ticket = writeTicket(vault, link, { questionnaire, asked, shownAt: now, spent: draft?.spent ?? 0 });
	return {
		...opened,
		questions: applicable(questions, asked),
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

export async function takeForm(sql: Sql, { link, form, vault, random }: Posting, now: Date): Promise<Taken> {
	const ticket = readTicket(vault, link, form.get('ticket'));
	const isAnswering = !form.has('language') && !form.has('later');
	// Without a ticket the page was never fetched: the facts are read, to set it aside or to show it again.
	if (!ticket || !isAnswering) return takeWithFacts(sql, { link, form, vault, ticket }, now);

	const { questions } = await questionnaireOf(sql, ticket.questionnaire);
	const { replies, words, errors, applying } = readReplies(questions, ticket.asked, form);
	const seconds = secondsOf(ticket, now);
	const again = () => showAgain({ link, form, vault, ticket }, now);
	const suspicions = suspicionsOf(postedOf(form, applying, replies, seconds));
	if (suspicions.length > 0) return takeWithFacts(sql, { link, form, vault, ticket }, now);
	if (errors.length > 0) return { state: 'wrong', errors, ...again() };
	return acceptAnswer(
		sql,
		{ link, questionnaire: ticket.questionnaire, replies, words, seconds, random, vault },
		now
	);
}

interface Facts {
	link: string;
	form: URLSearchParams;
	vault: Vault;
	ticket: Ticket | undefined;
}

/** What needs the invitation itself: another language, a draft, a post that looks automatic. */
async function takeWithFacts(sql: Sql, facts: Facts, now: Date): Promise<Taken> {
	const { link, form, vault, ticket } = facts;
	const opened = await openLink(sql, link, now);
	if (opened.state !== 'open') return opened;
	const { questions } = await questionnaireOf(sql, opened.questionnaire);
	const asked = ticket?.asked ?? opened.asked;
	const shown: Ticket = ticket ?? { questionnaire: opened.questionnaire, asked, shownAt: now, spent: 0 };
	const again = showAgain({ ...facts, ticket: shown }, now);
	if (form.has('language')) return { state: 'shown', ...again };

	const { replies, words, errors, applying } = readReplies(questions, asked, form);
	const seconds = ticket ? secondsOf(ticket, now) : null;
	const suspicions = suspicionsOf(postedOf(form, applying, replies, seconds));
	const isBlank = Object.keys(replies).length + Object.keys(words).length === 0;
	const isLater = form.has('later');
	if (suspicions.length > 0) {
		// A blank or broken form is refused as such; there is nothing in it to set aside.
		if (!isBlank)
			await insertSetAside(
				sql,
				{ invitation: opened.invitation, reasons: suspicions, replies, words, seconds },
				now
			);
		return isBlank && !isLater ? { state: 'wrong', errors, ...again } : { state: 'set aside', ...again };
	}
	if (isBlank) return { state: 'wrong', errors, ...again };
	const names = new Set(questions.flatMap(({ key }) => [key, `${key}_words`]));
	const draft = { given: fieldsOf(form).filter(([name]) => names.has(name)), spent: seconds ?? 0 };
	await keepDraft(sql, { invitation: opened.invitation, draft, vault }, now);
	const { expiresAt, timezone, language } = opened;
	return { state: 'kept', expiresAt, timezone, language };
}

function showAgain({ link, form, vault, ticket }: Facts & { ticket: Ticket }, now: Date): Again {
	const spent = secondsOf(ticket, now);
	return {
		given: givenOf(fieldsOf(form)),
		ticket: writeTicket(vault, link, { ...ticket, shownAt: now, spent })
	};
}

/** Fields of the form that are not questions. */
const own = new Set(['ticket', 'language', 'shown_in', 'later', 'reference']);

const fieldsOf = (form: URLSearchParams) => [...form].filter(([name]) => !own.has(name));

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
			.map(({ key, type, options }) => ({
				type,
				options: options.length,
				pressed: new Set(form.getAll(key)).size
			}))
	};
}
