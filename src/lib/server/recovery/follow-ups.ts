// Three questions to the customer once a case is closed, through a link of its own that exists only inside the message that carries
// it: whoever looked after the case cannot see it, send it again or answer in the customer's stead.
import { encounterIn, languageOf } from '../../web/languages/languages.ts';
import type { Sql } from '../database.ts';
import { followUpMail, followUpSms, type Sent, type Transports } from '../delivery/delivery.ts';
import { keepErasingOut } from '../erasing.ts';
import { hashOf, linkFrom } from '../invitation/invitation.ts';
import { isPressed, writeShown } from '../pressing.ts';
import type { Queue } from '../queue.ts';
import { contactOnRecord, currentPolicy, nextMoment } from '../sampling/sampling.ts';
import { knownAs, knownQuestions, type Applying } from '../survey/survey.ts';
import type { Vault } from '../vault.ts';
import {
	findFollowUp,
	findFollowUpLink,
	insertFollowUp,
	insertFollowUpAnswer,
	insertFollowUpLink,
	interactionOfCase,
	noteOutcome,
	timezoneOfCase
} from './follow-up-queries.ts';
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

export type Outcome = 'sent' | 'not needed' | 'refused for good' | { retry: string };

/** Sends it once, while the case is closed. Its link is minted for this one message. */
export async function sendFollowUp(sql: Sql, input: SendingFollowUp, now: Date): Promise<Outcome> {
	const found = await findFollowUp(sql, input.followUp);
	if (!found || found.isSent || !found.isClosed || found.isStopped || found.sealed.length === 0)
		return 'not needed';
	if (found.expiresAt <= now) return 'not needed';
	const noting = { what: 'follow_up' as const, number: input.followUp, attempt: found.attempts + 1 };
	if (!(await noteOutcome(sql, { ...noting, outcome: 'begun' }, now)))
		return { retry: 'another worker is sending it' };
	const link = linkFrom(input.random(16));
	await insertFollowUpLink(sql, { hash: hashOf(link)!, followUp: input.followUp }, now);
	const language = languageOf(found.language) ?? 'en';
	const facts = {
		company: await knownAs(sql, input.company),
		language,
		encounter: encounterIn(language, found),
		address: `${input.origin}/follow-up/${link}`
	};
	const to = input.vault.open(found.sealed, found.salt ?? undefined);
	const sent: Sent = !found.isPhone
		? await input.mail.send(to, followUpMail(facts))
		: input.sms
			? await input.sms.send(to, { text: followUpSms(facts) })
			: { permanent: false, why: 'SMS_URL is not set' };
	return noted(sql, noting, sent, now);
}

export async function noted(
	sql: Sql,
	noting: { what: 'reply' | 'follow_up'; number: number; attempt: number },
	sent: Sent,
	now: Date
): Promise<Outcome> {
	if (sent === 'sent') {
		await noteOutcome(sql, { ...noting, outcome: 'sent' }, now);
		return 'sent';
	}
	const outcome = sent.permanent ? 'refused' : 'failed';
	await noteOutcome(sql, { ...noting, outcome, detail: sent.why }, now);
	return sent.permanent ? 'refused for good' : { retry: sent.why };
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
