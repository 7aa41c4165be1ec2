// Sending: messages that carry links. At least once: a crash between the other side's acceptance and our record may send a second
// message, but never one whose link is dead, because the link's hash is committed before the message leaves. Many are read,
// begun and recorded together; each goes its own way. Nothing here logs an address or a link.
import { transaction, type Sql } from '../database.ts';
import { languageOf, type Language } from '../../web/languages/languages.ts';
import { beginMessages, type Begun } from '../invitation/invitation.ts';
import type { Queue } from '../queue.ts';
import { currentPolicy, stoppedCustomers, type Policy } from '../sampling/sampling.ts';
import { currentLook, questionnaireOf } from '../survey/survey.ts';
import { together } from '../together.ts';
import type { Vault } from '../vault.ts';
import { findDue, keyOf, type Due, type DueMessage } from './due.ts';
import { insertOutcomes, type NewOutcome } from './queries.ts';
import { writeStop } from './opt-out.ts';
import { writeReference } from './reference.ts';
import { inviteSms } from './sms-wording.ts';
import { hasGone, mayLeave, nextPurposes } from './steps.ts';
import type { Sent, Transports } from './transport.ts';
import { inviteMail, type InviteFacts } from './wording.ts';
import { brandOf, currentWordings, senderOf, type Brand } from './wordings.ts';

export interface Sending extends Transports {
	vault: Vault;
	queue: Pick<Queue, 'enqueue'>;
	origin: string;
	/** Where neither look nor brand names one. */
	company: string;
	random(bytes: number): Buffer;
}

/** `holds`: it has had its place in line already. */
export type Sendable = Due & { holds?: boolean };

/** `error`: unexpected, and of this one alone: the others have gone their way. */
export type Became =
	'sent' | 'not needed' | 'put off' | 'refused for good' | { retry: string } | { error: unknown };

const recordOutcome = together(async (sql, outcomes: NewOutcome[]) => {
	await insertOutcomes(sql, outcomes);
	return outcomes.map(() => undefined);
});

/** Sends messages about invitations, except where one has left already, nobody may be asked any more, or it is not yet time. */
export async function sendInvitations(
	sql: Sql,
	sendable: Sendable[],
	sending: Sending,
	now: () => Date
): Promise<Became[]> {
	const policy = await currentPolicy(sql);
	const due = await findDue(sql, sendable);
	const customers = due.map(({ customer }) => customer);
	const stopped = await stoppedCustomers(sql, customers, sending.vault);
	const wanted = new Map(
		due
			.filter((each) => !hasGone(each, policy, now()) && !each.stopped && !stopped.has(each.customer))
			.map((each) => [keyOf(each), each])
	);
	const context = { sending, policy, now };
	const leaving = await mayLeave(sql, { wanted: [...wanted.values()], sendable }, context);
	const begun = await begin(sql, leaving, context);
	const contents = await contentsFor(sql, sending);
	const became = new Map(
		await Promise.all(
			leaving.map(
				async (each, at) =>
					[
						keyOf(each),
						await sendOne(sql, { ...each, begun: begun[at] }, { ...context, contents }).catch(
							(error: unknown) => ({ error })
						)
					] as const
			)
		)
	);
	return sendable.map(
		(each) => became.get(keyOf(each)) ?? (wanted.has(keyOf(each)) ? 'put off' : 'not needed')
	);
}

interface Context {
	sending: Sending;
	policy: Policy;
	now(): Date;
}

/** Messages, their links and the reminders that would follow, in one commit. */
function begin(sql: Sql, leaving: DueMessage[], { sending, policy, now }: Context) {
	if (leaving.length === 0) return Promise.resolve([]);
	const messages = leaving.map(({ invitation, purpose, attempts, channel, contact }) => ({
		invitation,
		purpose,
		attempt: attempts + 1,
		channel,
		contact: contact!
	}));
	const follow = leaving.flatMap((each) => nextPurposes(each, policy, now()));
	const { random } = sending;
	if (follow.length === 0) return beginMessages(sql, { messages, random }, now());
	return transaction(sql, async (sql) => {
		await sending.queue.enqueue(sql, 'send', follow);
		return beginMessages(sql, { messages, random }, now());
	});
}

type Contents = Awaited<ReturnType<typeof contentsFor>>;

/** What is said in whose name. */
async function contentsFor(sql: Sql, { origin, company, vault }: Sending) {
	const look = await currentLook(sql);
	const wordings = await currentWordings(sql);
	const spoken = new Map<number, Language[]>();
	return async (
		due: DueMessage,
		{ link, message }: Begun
	): Promise<{ facts: InviteFacts; brand: Brand | undefined }> => {
		const languages =
			spoken.get(due.questionnaire) ?? (await questionnaireOf(sql, due.questionnaire)).languages;
		spoken.set(due.questionnaire, languages);
		const own = languageOf(due.language);
		const language = own && languages.includes(own) ? own : languages[0]!;
		const brand = brandOf(wordings, due.location);
		const called = brand?.name || look.name || company;
		const texts = brand?.texts[language];
		const [answer, stop] = [`${origin}/s/${link}`, `${origin}/u/${writeStop(vault, message)}`];
		return { facts: { ...due, company: called, answer, stop, language, texts }, brand };
	};
}

type Leaving = DueMessage & { begun: Begun | undefined };

async function sendOne(
	sql: Sql,
	{ begun, ...due }: Leaving,
	{ sending, contents, now }: Context & { contents: Contents }
): Promise<Became> {
	if (!begun) return { retry: 'another worker is sending it' };
	const { facts, brand } = await contents(due, begun);
	const result = await hand(due, { facts, brand, sending });
	await recordOutcome(sql, outcomeOf(begun.message, result, now()));
	if (result === 'sent') return 'sent';
	if (!result.permanent) return { retry: result.why };
	const { invitation, purpose } = due;
	if (due.hasOther) await sending.queue.enqueue(sql, 'send', [{ data: { invitation, purpose } }]);
	return 'refused for good';
}

function hand(
	{ channel, sealed, salt, invitation, purpose, questionnaire }: DueMessage,
	{ facts, brand, sending }: { facts: InviteFacts; brand: Brand | undefined; sending: Sending }
): Promise<Sent> {
	const { mail, sms, vault } = sending;
	const to = vault.open(sealed, salt ?? undefined);
	const reference = writeReference(vault, { about: purpose, number: invitation });
	if (channel === 'sms')
		return sms
			? sms.send(to, { text: inviteSms(facts) }, reference)
			: Promise.resolve({ permanent: false, why: 'SMS_URL is not set' });
	const sender = senderOf(facts.company, brand);
	const feedback = `${purpose}:${questionnaire}:${facts.kind.slice(0, 20)}:ungamed`;
	return mail.send(to, { ...inviteMail(facts), feedback, sender }, reference);
}

function outcomeOf(message: number, result: Sent, at: Date): NewOutcome {
	if (result === 'sent') return { message, outcome: 'sent', detail: null, report: null, status: null, at };
	const { permanent, isAddress, why, status } = result;
	const report = !permanent ? null : isAddress ? 'bounced' : 'failed';
	return { message, outcome: 'failed', detail: why, report, status: report && (status ?? null), at };
}
