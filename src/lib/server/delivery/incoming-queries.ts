import type { Sql } from '../database.ts';
import type { Purpose } from '../invitation/invitation.ts';
import type { Reference } from './reference.ts';

export type Report = 'delivered' | 'delayed' | 'failed' | 'bounced' | 'complained';

/** False: it has been taken before. */
export async function insertIncoming(
	sql: Sql,
	incoming: { reference: Buffer; channel: 'email' | 'sms'; what: string },
	now: Date
): Promise<boolean> {
	const rows = await sql`
		insert into incoming ${sql({ ...incoming, at: now })} on conflict do nothing returning 1`;
	return rows.length === 1;
}

interface NewReport {
	invitation: number;
	purpose: Purpose;
	channel: 'email' | 'sms';
	report: Report;
	status: string | null;
}

/** About the newest message of this purpose and channel; false where the same is known of it. */
export async function insertReport(
	sql: Sql,
	{ invitation, purpose, channel, report, status }: NewReport,
	now: Date
): Promise<boolean> {
	const rows = await sql`
		insert into delivery_reports (message, report, status, at)
		select m.id, ${report}, ${status}, ${now} from messages m
		where m.invitation = ${invitation} and m.purpose = ${purpose} and coalesce(m.channel, 'email') = ${channel}
		order by m.id desc limit 1
		on conflict do nothing
		returning 1`;
	return rows.length === 1;
}

/** A notice is one mail to one address: it is written down that it came back. */
export async function noticeBounced(
	sql: Sql,
	{ notice, status }: { notice: number; status: string | null },
	now: Date
) {
	await sql`
		insert into notice_outcomes (notice, attempt, outcome, detail, at)
		select notice, max(attempt), 'bounced', ${status}, ${now} from notice_outcomes where notice = ${notice} group by notice
		on conflict do nothing`;
}

/** The fingerprint of the address a message went to. */
export async function addressOfReference(
	sql: Sql,
	{ about, number }: Reference
): Promise<Buffer | undefined> {
	const [row] =
		about === 'notice'
			? await sql<{ fingerprint: Buffer }[]>`
				select k.fingerprint from notices n join contacts k on k.id = n.contact where n.id = ${number}`
			: await sql<{ fingerprint: Buffer }[]>`
				select k.fingerprint from invitations v
				left join messages m on m.invitation = v.id and m.purpose = ${about} and m.channel = 'email'
				join contacts k on k.id = coalesce(m.contact, v.contact)
				where v.id = ${number} order by m.id desc limit 1`;
	return row?.fingerprint;
}

/** Of the customer who has the address, newest first. */
export async function languageOfAddress(sql: Sql, fingerprint: Buffer): Promise<string | null> {
	const [row] = await sql<{ language: string | null }[]>`
		select c.language from contacts k join customers c on c.id = k.customer
		where k.fingerprint = ${fingerprint} order by k.id desc limit 1`;
	return row?.language ?? null;
}
