// What customers may ask for: everything we hold about them, and to be forgotten. And what nobody needs any more is
// forgotten by itself. Figures and the ledger stay true: what happened is kept, who it happened to is not.
import type { Sql } from './database.ts';
import { recordAction, sealOfErasure } from './ledger/ledger.ts';
import type { Runtime } from './runtime.ts';
import { forgetFiles } from './upload-queries.ts';

const fingerprintOf = ({ vault }: Pick<Runtime, 'vault'>, customer: string) =>
	vault.fingerprint(`customer:${customer}`);

export interface Erasing {
	customer: string;
	reason: string;
	/** null: the command line. */
	staff: number | null;
}

/** Erases a customer everywhere. An erasure is noted outside the database, too, and survives an older backup. */
export async function eraseCustomer(
	runtime: Pick<Runtime, 'sql' | 'vault' | 'outside' | 'random'>,
	{ customer, reason, staff }: Erasing,
	now: Date
): Promise<'erased' | 'unknown'> {
	const { sql, random } = runtime;
	if (!(await isKnown(sql, customer))) return 'unknown';
	const pseudonym = `erased-${random(9).toString('base64url')}`;
	const fingerprint = fingerprintOf(runtime, customer);
	// Outside first: an erasure that only half happened is finished at the next start.
	await runtime.outside.keepErasure({
		customer: fingerprint.toString('hex'),
		pseudonym,
		at: now.toISOString()
	});
	await sql.begin(async (sql) => {
		await erase(sql, runtime.vault, { customer, fingerprint, pseudonym, at: now });
		const subject = `customer ${fingerprint.toString('hex')}`;
		await recordAction(sql, { staff, action: 'customer_erased', subject, reason }, now);
	});
	return 'erased';
}

interface Subject {
	customer: string;
	fingerprint: Buffer;
	pseudonym: string;
	at: Date;
}

async function erase(sql: Sql, vault: Runtime['vault'], { customer, fingerprint, pseudonym, at }: Subject) {
	const [touched] = await sql<{ records: number[] }[]>`
		select records_of_customer(${customer}, ${fingerprint})::int[] as records`;
	const { records } = touched!;
	await sql`
		delete from answer_traces t using answers a, interactions i
		where t.answer = a.id and a.interaction = i.id and i.customer = ${customer}`;
	// What staff call it, and files that may hold the customer's address.
	await sql`
		delete from answer_tags t using answers a, interactions i
		where t.answer = a.id and a.interaction = i.id and i.customer = ${customer}`;
	await forgetFiles(sql, at);
	const seal = vault.sign(sealOfErasure({ what: 'customer', customer: fingerprint, pseudonym, records, at }));
	await sql`select erase_customer(${customer}, ${fingerprint}, ${pseudonym}, ${records}, ${seal}, ${at})`;
}

/** Erases again whoever an older backup has brought back. */
export async function eraseAgain(
	runtime: Pick<Runtime, 'sql' | 'vault' | 'outside'>,
	say: (line: string) => void
): Promise<number> {
	const { sql, vault, outside } = runtime;
	const kept = await outside.erasures();
	const done = new Set(
		(await sql<{ pseudonym: string }[]>`select pseudonym from erasures where what = 'customer'`).map(
			({ pseudonym }) => pseudonym
		)
	);
	const missing = kept.filter(({ pseudonym }) => !done.has(pseudonym));
	if (missing.length === 0) return 0;
	const known = new Map(
		(await allCustomers(sql)).map((customer) => [fingerprintOf(runtime, customer).toString('hex'), customer])
	);
	for (const { customer, pseudonym, at } of missing) {
		const fingerprint = Buffer.from(customer, 'hex');
		// Whoever is not here any more is noted all the same, and not looked for at every start.
		const who = known.get(customer) ?? pseudonym;
		await sql.begin((sql) => erase(sql, vault, { customer: who, fingerprint, pseudonym, at: new Date(at) }));
	}
	say(`The register holds ${missing.length} erasure(s) this database had forgotten; they were made again.`);
	return missing.length;
}

async function isKnown(sql: Sql, customer: string): Promise<boolean> {
	const rows = await sql`
		select from (
			select id from customers union all select customer from contacts union all select customer from interactions
			union all select customer from returns union all select customer from units
		) everybody where id = ${customer} limit 1`;
	return rows.length > 0;
}

async function allCustomers(sql: Sql): Promise<string[]> {
	const rows = await sql<{ id: string }[]>`
		select id from customers union select customer from contacts union select customer from interactions
		union select customer from returns where customer is not null union select customer from units where customer is not null`;
	return rows.map(({ id }) => id);
}

/** Everything held about a customer, links excepted: those exist nowhere. Undefined if there is nothing. */
export async function exportCustomer(
	runtime: Pick<Runtime, 'sql' | 'vault'>,
	{ customer, staff, reason }: { customer: string; staff: number | null; reason?: string },
	now: Date
): Promise<object | undefined> {
	const { sql, vault } = runtime;
	if (!(await isKnown(sql, customer))) return undefined;
	const contacts = await sql<{ sealed: Buffer; salt: Buffer | null }[]>`
		select k.kind, k.country, nullif(k.changed_at, '-infinity') as changed_at, k.changed_by, k.interaction, k.received_at, k.sealed, s.salt,
			exists (select from stopped where stopped.fingerprint = k.fingerprint) as stopped
		from contacts k left join subject_keys s using (customer) where k.customer = ${customer} order by k.id`;
	const [rest] = await sql`
		select
			(select to_jsonb(c) - 'email' - 'phone' from customers c where c.id = ${customer}) as customer,
			(select coalesce(json_agg(i order by i.started_at), '[]') from interactions i where i.customer = ${customer}) as interactions,
			(select coalesce(json_agg(json_build_object('interaction', interaction, 'outcome', outcome, 'decided_at', decided_at)
				order by number), '[]') from decisions where customer = ${customer}) as decisions,
			(select coalesce(json_agg(json_build_object('interaction', v.interaction, 'purpose', m.purpose, 'channel', m.channel, 'at', m.created_at,
				'outcome', o.outcome, 'reports', (select json_agg(json_build_object('report', r.report, 'at', r.at)) from delivery_reports r
					where r.message = m.id)) order by m.id), '[]')
				from invitations v join messages m on m.invitation = v.id left join message_outcomes o on o.message = m.id
				where v.customer = ${customer}) as messages,
			(select coalesce(json_agg(json_build_object('interaction', a.interaction, 'answered_at', a.answered_at,
				'receipt', a.receipt, 'replies', a.replies, 'words',
				(select coalesce(json_object_agg(key, words), '{}') from answer_words w where w.answer = a.id)) order by a.id), '[]')
				from answers a join interactions i on i.id = a.interaction where i.customer = ${customer}) as answers,
			(select coalesce(json_agg(json_build_object('interaction', v.interaction, 'received_at', s.received_at, 'replies', s.replies,
				'words', (select coalesce(json_object_agg(key, words), '{}') from set_aside_words w where w.set_aside = s.id))
				order by s.id), '[]')
				from set_aside s join invitations v on v.id = s.invitation where v.customer = ${customer}) as set_aside,
			(select coalesce(json_agg(json_build_object('invitation', d.invitation, 'saved_at', d.saved_at)), '[]')
				from drafts d join invitations v on v.id = d.invitation where v.customer = ${customer}) as drafts,
			(select coalesce(json_agg(json_build_object('kind', n.kind, 'interaction', n.interaction, 'at', n.created_at,
				'outcomes', (select json_agg(json_build_object('outcome', o.outcome, 'at', o.at)) from notice_outcomes o where o.notice = n.id),
				'denied_at', (select d.at from denials d where d.notice = n.id)) order by n.id), '[]')
				from notices n join contacts k on k.id = n.contact where k.customer = ${customer}) as notices,
			(select count(*)::int from answer_traces t join answers a on a.id = t.answer join interactions i on i.id = a.interaction
				where i.customer = ${customer}) as places_answered_from,
			(select coalesce(json_agg(json_build_object('interaction', a.interaction, 'mark', m.mark)), '[]')
				from answer_marks m join answers a on a.id = m.answer join interactions i on i.id = a.interaction
				where i.customer = ${customer}) as marks,
			(select coalesce(json_agg(json_build_object('number', q.number, 'received_at', q.received_at)), '[]')
				from voice_requests q where q.contact in (select fingerprint from contacts where customer = ${customer})) as voices,
			(select coalesce(json_agg(json_build_object('interaction', c.interaction, 'reason', c.reason, 'opened_at', c.opened_at,
				'steps', (select json_agg(json_build_object('step', p.step, 'remedies', p.remedies, 'words', p.words, 'at', p.at) order by p.id)
					from case_steps p where p."case" = c.id),
				'follow_up', (select json_build_object('eased', f.eased, 'resolved', f.resolved, 'stay', f.stay, 'answered_at', f.answered_at)
					from follow_ups u join follow_up_answers f on f.follow_up = u.id where u."case" = c.id))), '[]')
				from cases c join interactions i on i.id = c.interaction where i.customer = ${customer}) as cases,
			(select coalesce(json_agg(json_build_object('interaction', a.interaction, 'tag', t.tag)), '[]')
				from answer_tags t join answers a on a.id = t.answer join interactions i on i.id = a.interaction
				where i.customer = ${customer}) as tags,
			(select coalesce(json_agg(u), '[]') from units u where u.customer = ${customer}) as units,
			(select coalesce(json_agg(r order by r.returned_at), '[]') from returns r where r.customer = ${customer}) as returns`;
	const subject = `customer ${fingerprintOf(runtime, customer).toString('hex')}`;
	await recordAction(sql, { staff, action: 'customer_exported', subject, reason }, now);
	return {
		exported_at: now,
		...rest,
		contacts: contacts.map(({ sealed, salt, ...contact }) => ({
			...contact,
			value: sealed.length > 0 ? vault.open(sealed, salt ?? undefined) : null
		}))
	};
}
