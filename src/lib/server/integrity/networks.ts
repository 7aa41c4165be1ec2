// Networks of branches and staff, in CIDR notation. An answer from one of them is marked when it is given: the address itself
// is never kept, so that a network added later says nothing about earlier answers.
import { isIP } from 'node:net';
import { transaction, type Sql } from '../database.ts';
import { recordAction } from '../ledger/ledger.ts';

export interface NetworkRow {
	id: number;
	name: string;
	network: string;
	location: string | null;
	addedBy: string | null;
	addedAt: Date;
	/** Answers of the last ninety days that came from it. */
	answers: number;
}

export async function listNetworks(sql: Sql): Promise<NetworkRow[]> {
	return sql<NetworkRow[]>`
		select b.id::int, b.name, b.network::text, b.location, s.email as "addedBy", b.added_at as "addedAt",
			(select count(*)::int from answer_traces t where t.branch = b.id) as answers
		from branch_networks b left join staff s on s.id = b.added_by
		where b.ended_at is null order by b.name, b.id`;
}

export interface NewNetwork {
	name: string;
	network: string;
	location: string;
	staff: number;
}

export async function addNetwork(
	sql: Sql,
	{ name, network, location, staff }: NewNetwork,
	now: Date
): Promise<{ refused: string } | { id: number }> {
	const named = name.trim();
	if (named === '' || named.length > 200)
		return { refused: 'Give the network a name of at most 200 characters.' };
	const checked = checkNetwork(network);
	if ('refused' in checked) return checked;
	return transaction(sql, async (sql) => {
		const [known] = await sql`
			select from branch_networks where network = network(${checked.network}::inet) and ended_at is null`;
		if (known) return { refused: 'This network is in the list already.' };
		const [row] = await sql<{ id: number; network: string }[]>`
			insert into branch_networks (name, network, location, added_by, added_at)
			values (${named}, network(${checked.network}::inet), ${location.trim() || null}, ${staff}, ${now})
			returning id::int, network::text`;
		const subject = `network ${row!.id} ${row!.network}`;
		await recordAction(sql, { staff, action: 'network_added', subject }, now);
		return { id: row!.id };
	});
}

/** Wider ones would take half the country for the branch. */
const widest = { 4: 16, 6: 32 };

function checkNetwork(typed: string): { refused: string } | { network: string } {
	const [address = '', length, ...rest] = typed.trim().split('/');
	const version = isIP(address) as 0 | 4 | 6;
	const most = version === 4 ? 32 : 128;
	const bits = length === undefined ? most : /^\d{1,3}$/.test(length) ? Number(length) : NaN;
	if (version === 0 || rest.length > 0 || address.includes('%') || !(bits <= most))
		return { refused: 'Give a network such as 203.0.113.0/24 or 2001:db8::/48, or a single address.' };
	if (bits < widest[version])
		return { refused: `This network is too wide to be a branch’s: at least /${widest[version]}, please.` };
	return { network: `${address}/${bits}` };
}

/** What came from it stays marked. */
export async function endNetwork(
	sql: Sql,
	{ network, staff }: { network: number; staff: number },
	now: Date
): Promise<boolean> {
	return transaction(sql, async (sql) => {
		const rows = await sql`
			update branch_networks set ended_at = ${now} where id = ${network} and ended_at is null returning 1`;
		if (rows.length === 0) return false;
		await recordAction(sql, { staff, action: 'network_ended', subject: `network ${network}` }, now);
		return true;
	});
}
