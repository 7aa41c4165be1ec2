// A small chain fed through the feeds, in which one rep answers for customers, one begs, and one corrects many addresses honestly.
import type { FeedName } from '../../src/lib/server/feeds.ts';
import { seededRandom } from '../../src/demo/random.ts';

const day = 86_400_000;
const begin = Date.parse('2026-06-01T09:00:00Z');
export const reps = Array.from({ length: 12 }, (_, at) => ({
	id: `R${at}`,
	location: at % 2 ? 'Brill' : 'Denholm'
}));
export const [selfAnswering, begging, fixer] = ['R0', 'R1', 'R2'];
const perRep = 60;

export async function feedGaming(feed: (name: FeedName, records: object[]) => PromiseLike<unknown>) {
	const random = seededRandom(7);
	const [customers, interactions, answers, contacts, returns] = [[], [], [], [], []] as object[][];
	for (const { id: rep, location } of reps)
		for (let at = 0; at < perRep; at++) {
			const id = `${rep}-${at}`;
			const startedAt = begin + Math.floor((at * 150 * day) / perRep) + random.whole(0, 500) * 60_000;
			const iso = (moment: number) => new Date(moment).toISOString();
			customers!.push({ id: `C${id}`, email: `c${id}@mail.example` });
			interactions!.push({
				id,
				kind: at % 3 ? 'visit' : 'return',
				customer: `C${id}`,
				rep,
				location,
				channel: 'shop',
				started_at: iso(startedAt),
				outcome: random.chance(0.2) ? 'unresolved' : 'closed',
				return: at % 3 ? undefined : `B${id}`
			});
			if (at % 3 === 0)
				returns!.push({
					id: `B${id}`,
					sku: 'PH-1',
					rep,
					location,
					returned_at: iso(startedAt),
					interaction: id
				});
			if (rep === fixer && at % 3 === 0)
				contacts!.push({
					customer: `C${id}`,
					kind: 'email',
					value: `right-${id}@mail.example`,
					changed_at: iso(startedAt + 60_000),
					changed_by: rep,
					interaction: id
				});
			const isOwn = rep === selfAnswering && random.chance(0.6);
			if (!isOwn && !random.chance(0.6)) continue;
			const begged = rep === begging && random.chance(0.5);
			answers!.push({
				id: `A${id}`,
				interaction: id,
				answered_at: iso(startedAt + random.whole(2, 40) * 3_600_000),
				seconds: isOwn ? random.whole(9, 15) : random.whole(50, 120),
				network: isOwn ? '198.51.100.7' : `203.0.113.${random.whole(1, 250)}`,
				device: isOwn ? 'the shop’s tablet' : `phone of ${id}`,
				overall: isOwn || begged ? 5 : random.whole(2, 5),
				eased: random.whole(3, 5),
				resolved: 'yes',
				asked_for_score: begged ? ['asked'] : ['nobody']
			});
		}
	await feed('reps', reps);
	await feed('customers', customers!);
	await feed('contacts', contacts!);
	await feed('interactions', interactions!);
	await feed('returns', returns!);
	await feed('answers', answers!);
}
