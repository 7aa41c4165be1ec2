// Requests for links that lead nowhere, counted per network in memory (A41). Opening a page writes nothing, so
// neither does this; and a link that is valid is looked up first and always opens, whoever else tries from there.
import { networkOf } from './network.ts';

const most = 30;
const perMilliseconds = 10 * 60_000;
const mostNetworks = 10_000;

/** Per network: when its bucket would be empty. */
const buckets = new Map<string, number>();

/** Counts one; true once there were too many lately. */
export function isTooMany(address: string, now: Date): boolean {
	const network = networkOf(address);
	const at = now.getTime();
	const free = Math.max(at, buckets.get(network) ?? 0) + perMilliseconds / most;
	if (free > at + perMilliseconds) return true;
	// The one added longest ago makes room: a Map keeps the order.
	buckets.delete(network);
	buckets.set(network, free);
	if (buckets.size > mostNetworks) buckets.delete(buckets.keys().next().value!);
	return false;
}
