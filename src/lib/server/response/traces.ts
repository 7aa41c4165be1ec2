// Where an answer came from, as keyed hashes: nobody can read an address out of them, and equal ones are recognised as
// such for ninety days. Whether the address is a branch's is said by the database, which knows the branches' networks.
import { isIP } from 'node:net';
import type { Sql } from '../database.ts';
import { networkOf, spaceOf } from '../network.ts';
import type { Vault } from '../vault.ts';

/** What a request says of where it comes from. */
export interface Sender {
	address: string;
	/** The browser and the languages it asks for. */
	agent: string;
}

export interface Trace {
	/** \x and hexadecimal digits; null: unknown. */
	network: string | null;
	space: string | null;
	device: string | null;
	/** For this one statement only: which network it belongs to. */
	address: string | null;
}

const noTrace: Trace = { network: null, space: null, device: null, address: null };

/** Browsers of one make abound; only together with the network they tell one device from another. */
export function traceOf(vault: Vault, { address, agent }: Sender): Trace {
	const plain = plainAddress(address);
	if (!plain) return noTrace;
	const network = networkOf(plain);
	return {
		network: hashed(vault, `network:${network}`),
		space: hashed(vault, `space:${spaceOf(plain)}`),
		device: hashed(vault, `device:${network}\n${agent}`),
		address: plain
	};
}

/** What an earlier survey tool knew: names or addresses of its own. */
export function importedTrace(
	vault: Vault,
	{ network, device }: { network?: string; device?: string }
): Trace {
	const plain = network === undefined ? undefined : plainAddress(network);
	return {
		network: network === undefined ? null : hashed(vault, `network:${plain ? networkOf(plain) : network}`),
		space: network === undefined ? null : hashed(vault, `space:${plain ? spaceOf(plain) : network}`),
		device: device === undefined ? null : hashed(vault, `imported device:${device}`),
		address: plain ?? null
	};
}

function plainAddress(address: string): string | undefined {
	// Without the zone an address of the link may carry, which PostgreSQL refuses.
	const plain = address
		.trim()
		.replace(/%.*$/, '')
		.replace(/^::ffff:(?=\d+\.)/i, '');
	return isIP(plain) ? plain : undefined;
}

const hashed = (vault: Vault, text: string) => `\\x${vault.fingerprint(text).toString('hex')}`;

const days = 90;

/** Forgets what is older than ninety days. */
export async function sweepTraces(sql: Sql, now: Date): Promise<void> {
	await sql`delete from answer_traces where kept_at < ${new Date(now.getTime() - days * 86_400_000)}`;
}
