// How well planted flaws are found, on worlds nobody tuned on; beside it what a table of return rates would say.
import { assess, causeOf, lookAt, type Look } from '#lib/server/flaws/flaws.ts';
import { factsOf } from './in-memory.ts';
import { makeWorld, storyEnd, usual, type Plant, type World } from './world.ts';

const seeds = { planted: { from: 1001, count: 24 }, sound: { from: 2001, count: 12 } };

interface Score {
	right: number;
	wrong: number;
}

export function benchQuality() {
	const { from, count } = seeds.planted;
	console.log(
		`planted flaws: ${count} chains of ${usual.units} units over two years, seeds ${from} to ${from + count - 1}`
	);
	const score = { watch: zero(), signal: zero(), confirmed: zero(), rates: zero(), codes: zero() };
	const byExcess = new Map<string, { planted: number; found: number }>();
	const causes = { right: 0, wrong: 0 };
	let planted = 0;
	for (let seed = from; seed < from + count; seed++) {
		const world = makeWorld(seed);
		const look = lookAt({ ...factsOf(world), asOf: storyEnd });
		const { found } = assess(look);
		planted += world.plants.length;
		const named = new Set<Plant>();
		for (const finding of found) {
			const plant = plantOf(world, look, finding.cell);
			for (const tier of ['watch', 'signal', 'confirmed'] as const)
				if (
					['watch', 'signal', 'confirmed'].indexOf(finding.tier) >=
					['watch', 'signal', 'confirmed'].indexOf(tier)
				)
					score[tier][plant ? 'right' : 'wrong']++;
			if (!plant || finding.tier === 'watch') continue;
			named.add(plant);
			causes[causeOf(look, finding, new Map()).cause === plant.cause ? 'right' : 'wrong']++;
		}
		for (const plant of world.plants) {
			const group =
				plant.excess < 4
					? 'under 4'
					: plant.excess <= 8
						? '4 to 8'
						: plant.excess <= 16
							? '9 to 16'
							: 'over 16';
			const sum = byExcess.get(group) ?? { planted: 0, found: 0 };
			byExcess.set(group, { planted: sum.planted + 1, found: sum.found + (named.has(plant) ? 1 : 0) });
		}
		add(score.rates, rateRanking(world));
		add(score.codes, codesAboveThree(world));
	}
	const say = (name: string, { right, wrong }: Score, wanted = '') =>
		console.log(
			`  ${name.padEnd(34)} precision ${(right / (right + wrong)).toFixed(2)}   recall ${(right / planted).toFixed(2)}   wrong per chain ${(wrong / count).toFixed(2)}${wanted}`
		);
	say('the return-rate ranking', score.rates);
	say('product × code, z above 3', score.codes);
	say('tier watch and above', score.watch);
	say('tier signal and above', score.signal, '   (at least 0.93 and 0.64)');
	say('tier confirmed', score.confirmed);
	for (const [group, { planted, found }] of [...byExcess].sort())
		console.log(`  excess failures ${group}: ${found} of ${planted} found`);
	const total = causes.right + causes.wrong;
	console.log(
		`  design called lot or lot called design: ${causes.wrong} of ${total} = ${((100 * causes.wrong) / total).toFixed(1)} % (below 5 %)`
	);
}

export function benchSound() {
	const { from, count } = seeds.sound;
	console.log(
		`nothing planted: ${count} chains looked at every night for two years, seeds ${from} to ${from + count - 1}`
	);
	let alerts = 0;
	for (let seed = from; seed < from + count; seed++) {
		const given = factsOf(makeWorld(seed, { ...usual, plants: 0 }));
		const seen = new Set<string>();
		let near: Look['reference']['prior'] | undefined;
		for (let asOf = storyEnd - usual.days + 1; asOf <= storyEnd; asOf++) {
			const look = lookAt({ ...given, asOf, near });
			near = look.reference.prior;
			for (const { cell, tier } of assess(look).found)
				if (tier !== 'watch') seen.add(`${look.products[cell.product]!.sku} ${look.modes[cell.mode]}`);
		}
		alerts += seen.size;
	}
	console.log(
		`  false alerts (signal and above) per run of two years: ${(alerts / count).toFixed(2)}   (at most 0.25)`
	);
}

const zero = (): Score => ({ right: 0, wrong: 0 });
const add = (sum: Score, { right, wrong }: Score) => {
	sum.right += right;
	sum.wrong += wrong;
};

const plantOf = ({ plants }: World, look: Look, cell: { product: number; mode: number }) =>
	plants.find(({ sku, mode }) => sku === look.products[cell.product]!.sku && mode === look.modes[cell.mode]);

/** The products with the highest rates of return, as many as are flawed, with their most frequent code. */
function rateRanking(world: World): Score {
	const score = zero();
	const ranked = world.products
		.map(({ sku }) => {
			const own = world.returns.filter((each) => each.sku === sku);
			return {
				sku,
				mode: mostFrequent(own),
				rate: own.length / world.units.filter((each) => each.sku === sku).length
			};
		})
		.sort((a, b) => b.rate - a.rate)
		.slice(0, world.plants.length);
	for (const { sku, mode } of ranked)
		score[world.plants.some((plant) => plant.sku === sku && plant.mode === mode) ? 'right' : 'wrong']++;
	return score;
}

function mostFrequent(returns: World['returns']): string | undefined {
	const counts = new Map<string, number>();
	for (const { reason } of returns)
		if (reason!.startsWith('D-')) counts.set(reason!, (counts.get(reason!) ?? 0) + 1);
	return [...counts].sort(([, a], [, b]) => b - a)[0]?.[0].slice(2);
}

/** Codes of a product more than three standard deviations above its share of the category's. */
function codesAboveThree(world: World): Score {
	const score = zero();
	const category = new Map(world.products.map((each) => [each.sku, each.category]));
	const units = new Map<string, number>();
	for (const { sku } of world.units)
		for (const key of [sku!, category.get(sku!)!]) units.set(key, (units.get(key) ?? 0) + 1);
	const counts = new Map<string, number>();
	for (const { sku, reason } of world.returns)
		for (const key of [sku!, category.get(sku!)!])
			if (reason!.startsWith('D-'))
				counts.set(`${key}\t${reason}`, (counts.get(`${key}\t${reason}`) ?? 0) + 1);
	for (const [key, n] of counts) {
		const [sku, reason] = key.split('\t') as [string, string];
		const group = category.get(sku);
		if (!group) continue;
		const expected = (counts.get(`${group}\t${reason}`)! * units.get(sku)!) / units.get(group)!;
		if ((n - expected) / Math.sqrt(expected) <= 3) continue;
		score[
			world.plants.some((plant) => plant.sku === sku && `D-${plant.mode}` === reason) ? 'right' : 'wrong'
		]++;
	}
	return score;
}
