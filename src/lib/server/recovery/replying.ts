// Replies to the customer of a case: staff write, the product sends. Nobody needs to see the address for it.
import { encounterIn, languageOf } from '../../web/languages/languages.ts';
import type { Sql } from '../database.ts';
import { replyMail, replySms, type Transports } from '../delivery/delivery.ts';
import { knownAs } from '../survey/survey.ts';
import type { Vault } from '../vault.ts';
import { hand, type Outcome } from './handing.ts';
import { findReply } from './reply-queries.ts';

export interface SendingReply extends Transports {
	step: number;
	vault: Vault;
	company: string;
}

export async function sendReply(
	sql: Sql,
	{ step, vault, company, mail, sms }: SendingReply,
	now: Date
): Promise<Outcome> {
	const found = await findReply(sql, step);
	if (!found) return 'not needed';
	const write = async () => {
		const language = languageOf(found.language) ?? 'en';
		const encounter = encounterIn(language, found);
		const facts = { company: await knownAs(sql, company), language, encounter, words: found.words };
		return { mail: () => replyMail(facts), sms: () => replySms(facts) };
	};
	return hand(sql, { what: 'reply', number: step, to: found, vault, mail, sms, write }, now);
}

export interface Template {
	name: string;
	words: string;
}

/** How staff begin a reply. */
export async function listTemplates(sql: Sql): Promise<Template[]> {
	return sql<Template[]>`select name, words from reply_templates order by lower(name)`;
}

export async function saveTemplate(
	sql: Sql,
	{ name, words, staff }: Template & { staff: number },
	now: Date
): Promise<'saved' | { refused: string }> {
	const [called, said] = [name.trim(), words.trim()];
	if (called === '' || called.length > 80)
		return { refused: 'Give the template a name of at most 80 characters.' };
	if (said === '' || said.length > 4000) return { refused: 'A template has between 1 and 4,000 characters.' };
	await sql`
		insert into reply_templates (name, words, set_by, set_at) values (${called}, ${said}, ${staff}, ${now})
		on conflict (name) do update set words = excluded.words, set_by = excluded.set_by, set_at = excluded.set_at`;
	return 'saved';
}

export async function removeTemplate(sql: Sql, name: string) {
	await sql`delete from reply_templates where name = ${name}`;
}
