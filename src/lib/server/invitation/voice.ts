// "I was not asked." A customer names a number on their paper and a contact they gave; if both belong together, a
// link goes to the contact on record as it stood before the interaction, never to what was typed. Whoever
// asks always hears the same: the page cannot be used to find out who is a customer.
import { transaction, type Sql } from '../database.ts';
import { keepErasingOut } from '../erasing.ts';
import { recogniseContact } from '../intake/intake.ts';
import { networkOf } from '../network.ts';
import type { Queue } from '../queue.ts';
import { contactOnRecord, currentPolicy } from '../sampling/sampling.ts';
import { currentQuestionnaire, westernDigits } from '../survey/survey.ts';
import type { Vault } from '../vault.ts';
import { insertInvitations } from './queries.ts';
import { lookAgainAt, voiceOutcome } from './rules.ts';
import {
	countFrom,
	findRequest,
	findSubject,
	insertRequest,
	recordVoice,
	takeVoiceTurn
} from './voice-queries.ts';

export interface Voice {
	number: string;
	contact: string;
	/** The client's address; only a keyed fingerprint of its network is kept. */
	address: string;
	vault: Vault;
	/** Of phone numbers typed without theirs. */
	phoneCountry?: string;
	queue: Pick<Queue, 'enqueue'>;
}

export type Heard = 'heard' | 'limited' | { missing: ('number' | 'contact')[] };

const hour = 3_600_000;
const mostPerNetworkAndHour = 10;

/** As people type and paste: digits of any script, invisible marks of direction. */
const asTyped = (text: string) =>
	westernDigits(text)
		.toWellFormed()
		.replace(/[\0\p{Cf}]/gu, '')
		.trim();

/** Takes note. What is looked up is looked up later, so that not even the time it takes tells anything. */
export async function speakUp(
	sql: Sql,
	{ number, contact, address, vault, phoneCountry, queue }: Voice,
	now: Date
): Promise<Heard> {
	const typed = asTyped(number).slice(0, 200);
	const recognised = recogniseContact({ vault, phoneCountry }, asTyped(contact));
	const missing: ('number' | 'contact')[] = [];
	// Whoever types an address into the field for the number did not mean it as one, and it is not kept.
	if (typed === '' || typed.includes('@')) missing.push('number');
	if (!recognised) missing.push('contact');
	if (missing.length > 0) return { missing };

	const network = vault.fingerprint(`network:${networkOf(address)}`);
	return transaction(sql, async (sql) => {
		await keepErasingOut(sql);
		await takeVoiceTurn(sql);
		if ((await countFrom(sql, network, new Date(now.getTime() - hour))) >= mostPerNetworkAndHour)
			return 'limited';
		const request = await insertRequest(sql, { number: typed, contact: recognised!, network }, now);
		await queue.enqueue(sql, 'voice', [{ data: { request } }]);
		return 'heard';
	});
}

/** Looks the request up and, where it is right, lets a link go out. Doing it again changes nothing. */
export async function hearVoice(
	sql: Sql,
	{
		request,
		queue,
		vault,
		hasSms
	}: { request: number; queue: Pick<Queue, 'enqueue'>; vault: Vault; hasSms: boolean },
	now: Date
): Promise<void> {
	await transaction(sql, async (sql) => {
		await keepErasingOut(sql);
		await takeVoiceTurn(sql);
		const said = await findRequest(sql, request);
		if (!said) return;
		const facts = await findSubject(sql, said, new Date(now.getTime() - 24 * hour));
		const about = { request, interaction: facts?.interaction ?? null, return: facts?.return ?? null };
		const outcome = voiceOutcome(facts, now);
		const again = lookAgainAt(outcome, said.receivedAt, now);
		if (again) return queue.enqueue(sql, 'voice', [{ data: { request }, after: again }]);
		if (outcome === 'sent_again') {
			await queue.enqueue(sql, 'send', [{ data: { invitation: facts!.invitation!.id, purpose: 'voice' } }]);
			return recordVoice(sql, { ...about, outcome }, now);
		}
		if (outcome !== 'sent') return recordVoice(sql, { ...about, outcome }, now);

		const found = await contactOnRecord(sql, { interaction: facts!.interaction!, vault, hasSms }, now);
		if ('obstacle' in found) return recordVoice(sql, { ...about, outcome: found.obstacle }, now);
		const { expiry_days } = await currentPolicy(sql);
		const { version } = await currentQuestionnaire(sql);
		const invitation = {
			interaction: facts!.interaction!,
			...found,
			sendAfter: now,
			expiresAt: new Date(now.getTime() + expiry_days * 24 * hour)
		};
		const [created] = await insertInvitations(
			sql,
			[invitation],
			{ questionnaire: version, askedBy: 'voice' },
			now
		);
		// There was none a moment ago, in this transaction; whoever made one since sends it.
		if (!created) return recordVoice(sql, { ...about, outcome: 'not_decided' }, now);
		await queue.enqueue(sql, 'send', [{ data: { invitation: created.id, purpose: 'voice' } }]);
		await recordVoice(sql, { ...about, outcome }, now);
	});
}
