// The people records are about: the half of a key that each has of their own, and those who were erased.
import type { Sql } from '../database.ts';
import type { StoreContext } from './receive.ts';

export type Salts = Map<string, Buffer>;

/** One salt a customer, made where there was none. */
export async function saltsOf(sql: Sql, customers: string[]): Promise<Salts> {
	if (customers.length === 0) return new Map();
	await sql`
		insert into subject_keys (customer) select distinct * from unnest(${customers}::text[]) on conflict do nothing`;
	const rows = await sql<{ customer: string; salt: Buffer }[]>`
		select customer, salt from subject_keys where customer = any(${customers})`;
	return new Map(rows.map(({ customer, salt }) => [customer, salt]));
}

/** Those of these customers who have been erased, and what stands in their place. */
export async function findErased(
	{ sql, vault }: Pick<StoreContext, 'sql' | 'vault'>,
	customers: string[]
): Promise<Map<string, string>> {
	const [any] = await sql`select from erasures where what = 'customer' limit 1`;
	if (!any) return new Map();
	const byFingerprint = new Map(
		customers.map((customer) => [vault.fingerprint(`customer:${customer}`).toString('hex'), customer])
	);
	const rows = await sql<{ erased: string; pseudonym: string }[]>`
		select encode(customer, 'hex') as erased, pseudonym from erasures
		where encode(customer, 'hex') = any(${[...byFingerprint.keys()]})`;
	return new Map(rows.map(({ erased, pseudonym }) => [byFingerprint.get(erased)!, pseudonym]));
}
