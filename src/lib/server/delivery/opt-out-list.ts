// Opt-outs of an earlier system, taken over: addresses and numbers, or customers altogether. Only the command line does it: a list
// is the easiest way to leave out who would complain. What a customer has chosen here since stands, whatever the list says.
import { transaction, type Sql } from '../database.ts';
import { recogniseContact, type Arriving } from '../intake/intake.ts';
import { recordAction } from '../ledger/ledger.ts';
import type { Vault } from '../vault.ts';

export const optOutColumns = ['contact', 'customer'];

export interface TakingList {
	records: AsyncIterable<Arriving[]>;
	vault: Vault;
	phoneCountry: string | undefined;
	/** Names the line, never what stands there. */
	onRejected(line: number, why: string): void;
	onBatch(taken: number): void;
}

export interface TakenList {
	stopped: number;
	/** Who has chosen before, either way, or stands in the list twice. */
	known: number;
	rejected: number;
}

export async function takeOptOutList(
	sql: Sql,
	{ records, onRejected, onBatch, ...recognising }: TakingList,
	now: Date
): Promise<TakenList> {
	const taken = { stopped: 0, known: 0, rejected: 0 };
	try {
		for await (const batch of records) {
			const found = new Set<string>();
			let good = 0;
			for (const each of batch) {
				const read = recognise(each, recognising);
				if ('why' in read) {
					taken.rejected++;
					onRejected(each.line ?? each.index + 1, read.why);
				} else {
					good++;
					found.add(read.fingerprint.toString('hex'));
				}
			}
			const stopped = await insertStops(sql, [...found], now);
			taken.stopped += stopped;
			taken.known += good - stopped;
			onBatch(taken.stopped + taken.known + taken.rejected);
		}
	} finally {
		// Of a list that cannot be read to its end, too: what came before is stored.
		const subject = `${taken.stopped} opt-outs`;
		await transaction(sql, (sql) =>
			recordAction(sql, { staff: null, action: 'opt_outs_imported', subject }, now)
		);
	}
	return taken;
}

function recognise(
	each: Arriving,
	{ vault, phoneCountry }: Pick<TakingList, 'vault' | 'phoneCountry'>
): { fingerprint: Buffer } | { why: string } {
	if ('problem' in each) return { why: each.problem };
	const { contact, customer } = each.value as { contact?: string; customer?: string };
	if ((contact === undefined) === (customer === undefined))
		return { why: 'must name a contact or a customer, and not both' };
	if (customer !== undefined) return { fingerprint: vault.fingerprint(`customer:${customer.trim()}`) };
	const fingerprint = recogniseContact({ vault, phoneCountry }, contact!);
	return fingerprint ? { fingerprint } : { why: 'contact must be an e-mail address or a phone number' };
}

/** How many are new; hexadecimal. */
async function insertStops(sql: Sql, fingerprints: string[], now: Date): Promise<number> {
	const rows = await sql`
		insert into opt_outs (fingerprint, stop, source, at)
		select fingerprint, true, 'import', ${now}
		from (select decode(hex, 'hex') as fingerprint from unnest(${fingerprints}::text[]) hex) given
		where not exists (select from opt_outs o where o.fingerprint = given.fingerprint)
		returning 1`;
	return rows.length;
}
