// How many of those who game are named, and how many honest people, on worlds nobody tuned on.
import { detectors, look } from '#lib/server/integrity/integrity.ts';
import { gamings, makeGamedWorld, type Gaming } from './world.ts';

/** Tuning used seeds below 1000. */
const seeds = { gaming: 5001, honest: 7001 };
const worlds = { gaming: 40, honest: 100 };
const reps = 60;
const wanted: Record<Gaming, number> = {
	'self-answering': 0.9,
	'contact swapping': 0.9,
	'shared destination': 0.9,
	begging: 0.7,
	suppression: 0.7,
	'cherry-picking': 0.5
};

export function benchNaming() {
	for (const perRep of [200, 50]) {
		const isMeasured = perRep === 200;
		console.log(
			`${worlds.gaming} worlds of ${reps} reps with ${perRep} interactions each, 15 % of them gaming (seeds from ${seeds.gaming})`
		);
		const planted = new Map<Gaming, { n: number; found: number }>(
			gamings.map((gaming) => [gaming, { n: 0, found: 0 }])
		);
		let [right, wrong] = [0, 0];
		for (let seed = seeds.gaming; seed < seeds.gaming + worlds.gaming; seed++) {
			const { people, seen } = makeGamedWorld(seed, { reps, perRep, gaming: 0.15 });
			const named = namedIn(look(detectors, seen).signals);
			for (const { id, gaming } of people) {
				if (gaming) planted.get(gaming)!.n++;
				if (!named.has(id)) continue;
				if (gaming) planted.get(gaming)!.found++;
				if (gaming) right++;
				else wrong++;
			}
		}
		console.log(
			`  precision ${(right / (right + wrong)).toFixed(3)}${isMeasured ? ' (at least .95)' : ''}: ${right} of ${right + wrong} named reps game`
		);
		for (const [gaming, { n, found }] of planted)
			console.log(
				`  ${gaming.padEnd(20)} recall ${(found / n).toFixed(2)}   ${found} of ${n}${isMeasured ? `   (at least ${wanted[gaming]})` : ''}`
			);
		console.log(
			`${worlds.honest} honest worlds with excellent reps, honest fixers, elderly clientele, specialists, regulars, shared mailboxes, a shop off line (seeds from ${seeds.honest})`
		);
		let raised = 0;
		for (let seed = seeds.honest; seed < seeds.honest + worlds.honest; seed++)
			if (namedIn(look(detectors, makeGamedWorld(seed, { reps, perRep, gaming: 0 }).seen).signals).size > 0)
				raised++;
		console.log(
			`  ${raised} of ${worlds.honest} name anybody = ${((100 * raised) / worlds.honest).toFixed(1)} %${isMeasured ? ' (at most 5 %)' : ''}`
		);
	}
}

const namedIn = (signals: { subjectType: string; subject: string }[]) =>
	new Set(signals.filter(({ subjectType }) => subjectType === 'rep').map(({ subject }) => subject));
