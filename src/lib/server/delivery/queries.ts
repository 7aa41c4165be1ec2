import type { Sql } from '../database.ts';

export interface NewOutcome {
	message: number;
	outcome: 'sent' | 'failed';
	/** What the other side said, without the address. */
	detail: string | null;
	/** Where it was refused for good: because of the address, or not. */
	report: 'bounced' | 'failed' | null;
	status: string | null;
	at: Date;
}

export async function insertOutcomes(sql: Sql, outcomes: NewOutcome[]) {
	await sql`
		with given as (
			select * from json_to_recordset(${JSON.stringify(outcomes)}::text::json) as given
				(message bigint, outcome text, detail text, report text, status text, at timestamptz)
		), reported as (
			insert into delivery_reports (message, report, status, at)
			select message, report, status, at from given where report is not null
			on conflict do nothing
		)
		insert into message_outcomes (message, outcome, detail, at) select message, outcome, detail, at from given`;
}

export interface FoundLink {
	customer: string;
	/** Of the address the link was sent to. */
	fingerprint: Buffer;
	/** The customer's, as it came from the feeds. */
	language: string | null;
}

/** Whose a link is; undefined for an unknown one. */
export async function findLink(sql: Sql, hash: Buffer): Promise<FoundLink | undefined> {
	const [row] = await sql<{ message: number }[]>`select message::int from links where hash = ${hash}`;
	return row && findMessage(sql, row.message);
}

export async function findMessage(sql: Sql, message: number): Promise<FoundLink | undefined> {
	const [row] = await sql<FoundLink[]>`
		select v.customer, k.fingerprint, coalesce(i.language, c.language) as language
		from messages m
		join invitations v on v.id = m.invitation
		join contacts k on k.id = coalesce(m.contact, v.contact)
		join interactions i on i.id = v.interaction
		left join customers c on c.id = v.customer
		where m.id = ${message}`;
	return row;
}

export async function findContact(sql: Sql, contact: number): Promise<FoundLink | undefined> {
	const [row] = await sql<FoundLink[]>`
		select k.customer, k.fingerprint, c.language from contacts k left join customers c on c.id = k.customer where k.id = ${contact}`;
	return row;
}

export type OptOutSource = 'page' | 'one_click' | 'word' | 'complaint' | 'import';

/** Writes down a choice that differs from what holds already; false where it holds. */
export async function insertOptOut(
	sql: Sql,
	{ fingerprint, stop, source }: { fingerprint: Buffer; stop: boolean; source: OptOutSource },
	now: Date
): Promise<boolean> {
	const rows = await sql`
		insert into opt_outs (fingerprint, stop, source, at)
		select ${fingerprint}, ${stop}, ${source}, ${now}
		where ${stop} <> exists (select from stopped where fingerprint = ${fingerprint})
		returning 1`;
	return rows.length === 1;
}

export async function isStopped(sql: Sql, fingerprints: Buffer[]): Promise<boolean[]> {
	const rows = await sql<{ fingerprint: string }[]>`
		select encode(fingerprint, 'hex') as fingerprint from stopped
		where fingerprint in (select decode(hex, 'hex') from unnest(${fingerprints.map((each) => each.toString('hex'))}::text[]) hex)`;
	const found = new Set(rows.map(({ fingerprint }) => fingerprint));
	return fingerprints.map((fingerprint) => found.has(fingerprint.toString('hex')));
}
