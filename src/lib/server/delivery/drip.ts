// How fast messages leave: so many a minute altogether, and to one domain, whatever number of processes send. A minute's worth
// may leave at once; then one follows the other (the "generic cell rate algorithm" of ATM networks, ITU-T I.371).
import type { Sql } from '../database.ts';
import type { Vault } from '../vault.ts';

export interface Drip {
	/** Messages a minute; 0: as fast as they go. */
	drip: number;
	domain_drip: number;
}

const minute = 60_000;

/**
 * Takes a place in line for each of these domains (null: no domain, as for phones); when each may leave, now or later. A place
 * that was taken stays taken.
 */
export async function takePlaces(
	sql: Sql,
	{ domains, policy, vault }: { domains: (string | null)[]; policy: Drip; vault: Pick<Vault, 'fingerprint'> },
	now: Date
): Promise<Date[]> {
	const bucketOf = (domain: string) => `domain ${vault.fingerprint(`domain:${domain}`).toString('hex')}`;
	const lines = new Map<string, { perMinute: number; at: number[] }>();
	domains.forEach((domain, at) => {
		const wanted: [string, number][] = [['all', policy.drip]];
		if (domain !== null) wanted.push([bucketOf(domain), policy.domain_drip]);
		for (const [bucket, perMinute] of wanted) {
			if (perMinute === 0) continue;
			const line = lines.get(bucket) ?? { perMinute, at: [] };
			line.at.push(at);
			lines.set(bucket, line);
		}
	});
	const leaving = domains.map(() => now.getTime());
	// In the same order everywhere, so that two processes cannot wait for each other.
	for (const [bucket, { perMinute, at }] of [...lines].sort(([a], [b]) => (a < b ? -1 : 1))) {
		const step = minute / perMinute;
		const first = await advance(sql, { bucket, by: step * at.length }, now);
		at.forEach((place, index) => {
			leaving[place] = Math.max(leaving[place]!, first + index * step - minute);
		});
	}
	return leaving.map((at) => new Date(at));
}

/**
 * Moves a line on; where it stood before, in milliseconds. A line last moved later than now was moved by a clock that ran ahead: it
 * is as long as it was then, from now on.
 */
async function advance(sql: Sql, { bucket, by }: { bucket: string; by: number }, now: Date): Promise<number> {
	const step = `${by} milliseconds`;
	const [row] = await sql<{ first: Date }[]>`
		insert into drips (bucket, free_at, moved_at) values (${bucket}, ${now}::timestamptz + ${step}::interval, ${now})
		on conflict (bucket) do update set moved_at = ${now}, free_at = greatest(
			drips.free_at - greatest(coalesce(drips.moved_at, ${now}) - ${now}, interval '0'), ${now}) + ${step}::interval
		returning free_at - ${step}::interval as first`;
	return row!.first.getTime();
}
