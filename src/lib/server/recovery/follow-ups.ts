// Three questions to the customer once a case is closed, through a link of its own that exists only inside the message that carries
// it: whoever looked after the case cannot see it, send it again or answer in the customer's stead.
import { encounterIn, languageOf } from '../../web/languages/languages.ts';
import type { Sql } from '../database.ts';
import { followUpMail, followUpSms, writeStopOf, type Transports } from '../delivery/delivery.ts';
import { keepErasingOut } from '../erasing.ts';
import { hashOf, linkFrom } from '../invitation/invitation.ts';
import { isPressed, writeShown } from '../pressing.ts';
import type { Queue } from '../queue.ts';
import { contactOnRecord, currentPolicy, nextMoment, stoppedCustomers } from '../sampling/sampling.ts';
import { knownAs, knownQuestions, type Applying } from '../survey/survey.ts';
import type { Vault } from '../vault.ts';
import {
	findFollowUp,
	findFollowUpLink,
	insertFollowUp,
	insertFollowUpAnswer,
	insertFollowUpLink,
	interactionOfCase,
	timezoneOfCase
} from './follow-up-queries.ts';
import { hand, type Outcome } from './handing.ts';
import { currentRules } from './queries.ts';

const anHour = 3_600_000;
const openDays = 14;

/** Asked some time after closing; of whom nothing may be asked, nothing is. */
export async function inviteBack(
	sql: Sql,
	{ id, queue, hasSms, vault }: { id: number; queue: Pick<Queue, 'enqueue'>; hasSms: boolean; vault: Vault },
	now: Date
) {
	await keepErasingOut(sql);
	const interaction = await interactionOfCase(sql, id);
	const found = await contactOnRecord(sql, { interaction, vault, hasSms }, now);
	if ('obstacle' in found) return;
	const { followUpHours } = await currentRules(sql);
	const policy = await currentPolicy(sql);
	const spread = vault.draw('opening', `follow-up ${id}`);
	const earliest = new Date(now.getTime() + followUpHours * anHour);
	const after = nextMoment(policy, { timezone: await timezoneOfCase(sql, id), spread }, earliest);
	const expiresAt = new Date(after.getTime() + openDays * 24 * anHour);
	const followUp = await insertFollowUp(sql, { case: id, contact: found.contact, expiresAt }, now);
	await queue.enqueue(sql, 'follow_up', [{ data: { followUp }, after }]);
}

export interface SendingFollowUp extends Transports {
	followUp: number;
	vault: Vault;
	origin: string;
	company: string;
	random(bytes: number): Buffer;
}

/** Sends it once, while the case is closed. Its link is minted for this one message. */
export async function sendFollowUp(
	sql: Sql,
	{ followUp, vault, origin, company, random, mail, sms }: SendingFollowUp,
	now: Date
): Promise<Outcome> {
	const found = await findFollowUp(sql, followUp);
	if (!found?.isClosed || found.isStopped || found.expiresAt <= now) return 'not needed';
	if ((await stoppedCustomers(sql, [found.customer], vault)).size > 0) return 'not needed';
	const write = async () => {
		const link = linkFrom(random(16));
		await insertFollowUpLink(sql, { hash: hashOf(link)!, followUp }, now);
		const language = languageOf(found.language) ?? 'en';
		const facts = {
			company: await knownAs(sql, company),
			language,
			encounter: encounterIn(language, found),
			address: `${origin}/follow-up/${link}`,
			stop: `${origin}/u/${writeStopOf(vault, found.contact)}`
		};
		return { mail: () => followUpMail(facts), sms: () => followUpSms(facts) };
	};
	return hand(sql, { what: 'follow_up', number: followUp, to: found, vault, mail, sms, write }, now);
}

const asked = ['eased', 'resolved', 'stay'] as const;

/** Those three, without their conditions: each is asked. */
export const followUpQuestions: Applying[] = asked.map((key) => {
	const { when: _, required: __, ...question } = knownQuestions.find((each) => each.key === key)!;
	return { ...question, options: question.options ?? [] };
});

export interface FollowUpPage {
	language: string | null;
	isAnswered: boolean;
	isExpired: boolean;
	/** Signed: this page was fetched, and when. */
	ticket: string;
}

/** The page of a link; opening it changes nothing. */
export async function openFollowUp(
	sql: Sql,
	{ link, vault }: { link: string; vault: Vault },
	now: Date
): Promise<FollowUpPage | undefined> {
	const hash = hashOf(link);
	const found = hash && (await findFollowUpLink(sql, hash));
	if (!found) return undefined;
	const { language, isAnswered, expiresAt } = found;
	return {
		language,
		isAnswered,
		isExpired: expiresAt <= now,
		ticket: writeShown(vault, 'follow-up', link, now)
	};
}

export type FollowUpTaken = 'taken' | 'unknown' | 'expired' | 'press again' | 'nothing said';

/** Takes the answer of a person, once; whatever comes later changes nothing and is told the same. */
export async function takeFollowUp(
	sql: Sql,
	{ link, form, vault }: { link: string; form: URLSearchParams; vault: Vault },
	now: Date
): Promise<FollowUpTaken> {
	const hash = hashOf(link);
	const found = hash && (await findFollowUpLink(sql, hash));
	if (!found) return 'unknown';
	if (found.isAnswered) return 'taken';
	if (found.expiresAt <= now) return 'expired';
	if (!isPressed(vault, 'follow-up', { link, form }, now)) return 'press again';
	const said = (key: string) => {
		const code = form.get(key) ?? '';
		const question = followUpQuestions.find((each) => each.key === key)!;
		return question.options.some((option) => option.code === code) ? code : null;
	};
	const replies = { eased: said('eased'), resolved: said('resolved'), stay: said('stay') };
	if (Object.values(replies).every((reply) => reply === null)) return 'nothing said';
	await insertFollowUpAnswer(sql, { followUp: found.followUp, ...replies }, now);
	return 'taken';
}
