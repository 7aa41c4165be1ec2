// Notices to customers: at the old address that it was changed, with a link to say "this was not me", and what they were
// promised, as soon as it is fed. Rewriting either afterwards does not unsend the mail. Nobody who opted out, no
// staff address and none that serves many is written to.
import { languageOf } from '../../web/languages/languages.ts';
import { transaction, type Sql } from '../database.ts';
import {
	changedMail,
	changedSms,
	promiseMail,
	promiseSms,
	writeReference,
	type Sent,
	type Transports
} from '../delivery/delivery.ts';
import { keepErasingOut } from '../erasing.ts';
import { hashOf, linkFrom } from '../invitation/invitation.ts';
import { isPressed, writeShown } from '../pressing.ts';
import type { Queue } from '../queue.ts';
import { contactOnRecord } from '../sampling/sampling.ts';
import { knownAs } from '../survey/survey.ts';
import type { Vault } from '../vault.ts';
import {
	findNotice,
	findNoticeLink,
	freshPromises,
	insertChangeNotices,
	insertDenial,
	insertNoticeLink,
	insertPromiseNotice,
	noteNotice,
	type NoticeRow
} from './notice-queries.ts';

type WithQueue = { queue: Pick<Queue, 'enqueue'> };

const day = 86_400_000;
/** Older changes are history. */
const changeIsNews = 14 * day;
const promiseIsNews = 3 * day;

/** Notices of the changed addresses received at this moment. */
export async function noticeChanges(
	sql: Sql,
	{ received, queue, hasSms }: { received: Date; hasSms: boolean } & WithQueue,
	now: Date
) {
	await transaction(sql, async (sql) => {
		await keepErasingOut(sql);
		const since = new Date(now.getTime() - changeIsNews);
		const notices = await insertChangeNotices(sql, { received, since, hasSms }, now);
		await enqueue(sql, queue, notices);
	});
}

/** Notices of what these interactions promised, where it was just fed and there is an address to send it to. */
export async function noticePromises(
	sql: Sql,
	{
		interactions,
		queue,
		vault,
		hasSms
	}: { interactions: string[]; vault: Vault; hasSms: boolean } & WithQueue,
	now: Date
) {
	if (interactions.length === 0) return;
	await transaction(sql, async (sql) => {
		await keepErasingOut(sql);
		const since = new Date(now.getTime() - promiseIsNews);
		for (const interaction of await freshPromises(sql, { interactions, since })) {
			const found = await contactOnRecord(sql, { interaction, vault, hasSms }, now);
			if ('obstacle' in found) continue;
			const notice = await insertPromiseNotice(sql, { interaction, contact: found.contact }, now);
			if (notice !== undefined) await enqueue(sql, queue, [notice]);
		}
	});
}

const enqueue = (sql: Sql, queue: WithQueue['queue'], notices: number[]) =>
	queue.enqueue(
		sql,
		'notice',
		notices.map((notice) => ({ data: { notice } }))
	);

export interface SendingNotice extends Transports {
	notice: number;
	vault: Vault;
	origin: string;
	company: string;
	random(bytes: number): Buffer;
}

export type NoticeSent = 'sent' | 'not needed' | 'refused for good' | { retry: string };

/** Sends a notice, unless it has left already. Its link is minted for this one mail. */
export async function sendNotice(sql: Sql, input: SendingNotice, now: Date): Promise<NoticeSent> {
	const notice = await findNotice(sql, input.notice);
	if (!notice || notice.isSent || notice.isStopped || notice.sealed.length === 0) return 'not needed';
	const attempt = notice.attempts + 1;
	if (!(await noteNotice(sql, { notice: input.notice, attempt, outcome: 'begun' }, now)))
		return { retry: 'another worker is sending it' };

	const result = await hand(sql, notice, input, now);
	const outcome = result === 'sent' ? 'sent' : 'failed';
	const detail = result === 'sent' ? undefined : result.why;
	await noteNotice(sql, { notice: input.notice, attempt, outcome, detail }, now);
	if (result === 'sent') return 'sent';
	return result.permanent ? 'refused for good' : { retry: result.why };
}

/** By mail, or by SMS where the address is a phone number. */
async function hand(sql: Sql, notice: NoticeRow, input: SendingNotice, now: Date): Promise<Sent> {
	const { mail, sms, vault } = input;
	const company = await knownAs(sql, input.company);
	const language = languageOf(notice.language) ?? 'en';
	const facts = { company, origin: input.origin, language, timezone: notice.timezone };
	const to = vault.open(notice.sealed, notice.salt ?? undefined);
	const reference = writeReference(vault, { about: 'notice', number: input.notice });
	const { kind, promise, changedAt, dueAt, interactionKind, startedAt } = notice;
	const told = { ...facts, promise: promise!, kind: interactionKind!, startedAt: startedAt!, dueAt };
	const changed = async () => ({ ...facts, changedAt: changedAt!, link: await mint(sql, input, now) });
	if (notice.isPhone) {
		if (!sms) return { permanent: false, why: 'SMS_URL is not set' };
		return sms.send(
			to,
			{ text: kind === 'promise' ? promiseSms(told) : changedSms(await changed()) },
			reference
		);
	}
	return mail.send(to, kind === 'promise' ? promiseMail(told) : changedMail(await changed()), reference);
}

/** The hash is committed before the message leaves. */
async function mint(sql: Sql, { notice, random }: SendingNotice, now: Date): Promise<string> {
	const link = linkFrom(random(16));
	await insertNoticeLink(sql, { hash: hashOf(link)!, notice }, now);
	return link;
}

export interface DenialPage {
	language: string | null;
	timezone: string | null;
	changedAt: Date;
	isDenied: boolean;
	/** Signed: this page was fetched, and when. */
	ticket: string;
}

/** The page of a notice's link; opening it changes nothing. */
export async function openDenial(
	sql: Sql,
	{ link, vault }: { link: string; vault: Vault },
	now: Date
): Promise<DenialPage | undefined> {
	const hash = hashOf(link);
	const found = hash && (await findNoticeLink(sql, hash));
	if (!found) return undefined;
	const { language, timezone, changedAt, isDenied } = found;
	return { language, timezone, changedAt, isDenied, ticket: writeShown(vault, 'not me', link, now) };
}

/** Takes the page's button: from then on the changed address is not used. */
export async function takeDenial(
	sql: Sql,
	{ link, form, vault }: { link: string; form: URLSearchParams; vault: Vault },
	now: Date
): Promise<'denied' | 'unknown' | 'press again'> {
	const hash = hashOf(link);
	const found = hash && (await findNoticeLink(sql, hash));
	if (!found) return 'unknown';
	if (!isPressed(vault, 'not me', { link, form }, now)) return 'press again';
	await insertDenial(sql, found.notice, now);
	return 'denied';
}
