// When a message is out of the question, when it may leave, and what follows it.
import type { Sql } from '../database.ts';
import type { Purpose } from '../invitation/invitation.ts';
import type { NewJob, Queue } from '../queue.ts';
import { nextMoment, type Policy } from '../sampling/sampling.ts';
import type { Vault } from '../vault.ts';
import { takePlaces } from './drip.ts';
import { keyOf, type Due, type DueMessage } from './due.ts';
import { domainOf } from './email.ts';

const day = 86_400_000;

/** Reminders there must be for this one. */
const reminderOf: Partial<Record<Purpose, number>> = { reminder: 1, second_reminder: 2 };

/** It has left, nobody may be asked any more, or such reminders have been given up since. */
export const hasGone = (
	{ answered, sent, contact, expiresAt, purpose }: DueMessage,
	{ reminders }: Policy,
	now: Date
) => answered || sent || contact === null || expiresAt <= now || (reminderOf[purpose] ?? 0) > reminders;

interface Context {
	sending: { vault: Vault; queue: Pick<Queue, 'enqueue'> };
	policy: Policy;
	now(): Date;
}

/** A queue may be late by as much without anybody noticing. */
const soon = 1000;

/** Those that may leave now; the others are put off until they may. */
export async function mayLeave(
	sql: Sql,
	{ wanted, sendable }: { wanted: DueMessage[]; sendable: (Due & { holds?: boolean })[] },
	{ sending, policy, now }: Context
): Promise<DueMessage[]> {
	const at = now();
	const holding = new Set(sendable.filter(({ holds }) => holds).map(keyOf));
	const isOpen = new Map(wanted.map((each) => [each, openFrom(each, policy, sending.vault, at)]));
	const open = wanted.filter((each) => isOpen.get(each)! <= at);
	const inLine = open.filter((each) => !holding.has(keyOf(each)));
	const domains = inLine.map(({ channel, sealed, salt }) =>
		channel === 'email' && policy.domain_drip > 0 ? domainIn(sending.vault, { sealed, salt }) : null
	);
	const places = await takePlaces(sql, { domains, policy, vault: sending.vault }, at);
	const inTime = new Map(inLine.map((each, index) => [each, places[index]!]));
	const isLate = (each: DueMessage) => (inTime.get(each)?.getTime() ?? 0) > at.getTime() + soon;
	const later: NewJob[] = [
		...wanted
			.filter((each) => isOpen.get(each)! > at)
			.map((each) => ({ data: dueOf(each), after: isOpen.get(each)! })),
		...open
			.filter(isLate)
			.map((each) => ({ data: { ...dueOf(each), holds: true }, after: inTime.get(each)! }))
	];
	if (later.length > 0) await sending.queue.enqueue(sql, 'send', later);
	return open.filter((each) => !isLate(each));
}

/** Null where it cannot be read, which its sending will say. */
function domainIn(vault: Vault, { sealed, salt }: Pick<DueMessage, 'sealed' | 'salt'>): string | null {
	try {
		return domainOf(vault.open(sealed, salt ?? undefined));
	} catch {
		return null;
	}
}

const dueOf = ({ invitation, purpose }: Due): Due => ({ invitation, purpose });

/** On the customer's clock; whoever asked for a link is waiting for it. A reminder keeps its distance to what was sent before. */
function openFrom(
	{ invitation, purpose, timezone, lastSentAt }: DueMessage,
	policy: Policy,
	vault: Vault,
	now: Date
): Date {
	if (purpose === 'voice') return now;
	const clock = { timezone, spread: vault.draw('opening', `${invitation}`) };
	if (purpose === 'invite') return nextMoment(policy, clock, now);
	// Nothing to remind of: what it would remind of is still being tried.
	if (!lastSentAt) return new Date(now.getTime() + day);
	// An hour's grace: the job is as old as the message, the message a little younger than the job.
	const earliest = lastSentAt.getTime() + policy.reminder_days * day - 3_600_000;
	return nextMoment(policy, clock, new Date(Math.max(now.getTime(), earliest)));
}

const following: Partial<Record<Purpose, Purpose>> = { invite: 'reminder', reminder: 'second_reminder' };

/** The reminder that follows a message begun for the first time. */
export function nextPurposes(
	{ invitation, purpose, attempts, expiresAt }: DueMessage,
	{ reminders, reminder_days }: Policy,
	now: Date
): NewJob[] {
	const next = following[purpose];
	if (!next || attempts > 0 || reminderOf[next]! > reminders) return [];
	const after = new Date(now.getTime() + reminder_days * day);
	return after < expiresAt ? [{ data: { invitation, purpose: next }, after }] : [];
}
