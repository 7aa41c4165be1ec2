// A chain with planted truth: what it sells, how it fails, what is wrong with some of it, and how badly all of that is recorded. It
// knows nothing of the engine; it makes rows in the feeds' own names.
import { seededRandom, type Random } from '../../../src/demo/random.ts';

export interface Plant {
	sku: string;
	mode: string;
	cause: 'design' | 'lot';
	/** How many times the sound rate. */
	ratio: number;
	/** Position of the lot, or of the first lot. */
	lot: number;
	/** Failures recorded beyond what a sound product would have had: counted while simulating. */
	excess: number;
}

export interface Row {
	[field: string]: string | undefined;
}

export interface World {
	plants: Plant[];
	products: { sku: string; category: string; failure_modes: string[] }[];
	reasons: { reason: string; meaning: string; failure_mode?: string }[];
	units: Row[];
	interactions: Row[];
	returns: Row[];
	answers: Row[];
}

export interface WorldSize {
	units: number;
	products: number;
	locations: number;
	days: number;
	plants: number;
}

export const usual: WorldSize = { units: 20_000, products: 46, locations: 24, days: 730, plants: 5 };
/** The last day of the story. */
export const storyEnd = Math.floor(Date.UTC(2026, 10, 1) / 86_400_000);
export const asDate = (day: number) => new Date(day * 86_400_000).toISOString().slice(0, 10);

const categories = ['phone', 'kettle', 'vacuum', 'coffee', 'headphones', 'printer'];
const modesOf = (category: string) =>
	['power', 'noise', 'leak', 'display', 'hinge'].map((mode) => `${category}_${mode}`);

interface Model {
	sku: string;
	category: string;
	share: number;
	launched: number;
	/** Days a lot is sold. */
	lotDays: number;
	/** Failures per day and mode, when sound. */
	rates: Map<string, number>;
}

export function makeWorld(seed: number, size: WorldSize = usual): World {
	const random = seededRandom(seed);
	const start = storyEnd - size.days;
	const models = Array.from({ length: size.products }, (_, at) => makeModel(random, at, start, size.days));
	const plants = pickPlants(random, models, size);
	const world: World = {
		plants,
		products: models.map(({ sku, category }) => ({
			sku,
			category,
			failure_modes: modesOf(category).map((mode) => `${mode}:${mode}`)
		})),
		reasons: [
			...categories.flatMap((category) =>
				modesOf(category).map((mode) => ({ reason: `D-${mode}`, meaning: 'failed', failure_mode: mode }))
			),
			{ reason: 'DEFECT', meaning: 'failed' },
			{ reason: 'REMORSE', meaning: 'changed_mind' }
		],
		units: [],
		interactions: [],
		returns: [],
		answers: []
	};
	// Places differ in how much comes back to them.
	const places = Array.from({ length: size.locations }, (_, at) => ({
		name: `Store ${at + 1}`,
		factor: Math.exp(0.35 * normal(random))
	}));
	const total = models.reduce((sum, { share }) => sum + share, 0);
	for (let n = 0; n < size.units; n++) {
		let rest = random.next() * total;
		const model = models.find(({ share }) => (rest -= share) < 0) ?? models[0]!;
		const soldOn = Math.floor(model.launched + random.next() * (storyEnd - model.launched));
		sell(
			{ random, world, plants, start },
			{ serial: `S${n}`, model, soldOn, place: random.pick(places), turn: 0 }
		);
	}
	return world;
}

function makeModel(random: Random, at: number, start: number, days: number): Model {
	const category = categories[at % categories.length]!;
	return {
		sku: `SKU-${at + 1}`,
		category,
		share: Math.exp(0.8 * normal(random)),
		launched: start + (random.chance(0.5) ? 0 : Math.floor(random.next() * days * 0.6)),
		lotDays: random.whole(40, 90),
		// A category's modes differ, and every model a little from its category.
		rates: new Map(
			modesOf(category).map((mode, place) => [
				mode,
				((0.012 + 0.006 * place) / 365) * Math.exp(0.1 * normal(random))
			])
		)
	};
}

function pickPlants(random: Random, models: Model[], { plants }: WorldSize): Plant[] {
	// What sells more is more likely to be among the flawed ones anybody meets.
	const drawn = models.map((model) => ({ model, key: random.exponential(model.share) }));
	const chosen = drawn.sort((a, b) => a.key - b.key).slice(0, plants);
	return chosen.map(({ model: { sku, category, launched, lotDays } }) => {
		const lots = Math.max(2, Math.ceil((storyEnd - launched) / lotDays));
		const isLot = random.chance(0.4);
		// A lot has to have been out for a while to show anything.
		const lot = isLot
			? random.whole(0, Math.max(0, lots - 3))
			: random.chance(0.5)
				? 0
				: random.whole(0, Math.floor(lots / 2));
		const ratio = isLot ? 15 + 20 * random.next() : 3 + 5 * random.next();
		return {
			sku,
			mode: random.pick(modesOf(category)),
			cause: isLot ? 'lot' : 'design',
			ratio,
			lot,
			excess: 0
		};
	});
}

interface Unit {
	serial: string;
	model: Model;
	soldOn: number;
	place: { name: string; factor: number };
	turn: number;
	replaces?: string;
}

interface Telling {
	random: Random;
	world: World;
	plants: Plant[];
	start: number;
}

function sell(telling: Telling, unit: Unit) {
	const { random, world, plants } = telling;
	const { serial, model, soldOn, place, turn, replaces } = unit;
	const lot = Math.floor((soldOn - model.launched) / model.lotDays);
	world.units.push({
		serial,
		sku: model.sku,
		lot: `${model.sku}/L${String(lot + 1).padStart(2, '0')}`,
		version: lot < 4 ? 'v1' : 'v2',
		sold_at: asDate(soldOn),
		location: place.name,
		customer: `C-${serial.split('-')[0]}`,
		replaces
	});
	let first = { mode: '', age: Infinity, isExtra: undefined as Plant | undefined };
	for (const [mode, rate] of model.rates) {
		const plant = plants.find(
			(each) =>
				each.sku === model.sku &&
				each.mode === mode &&
				(each.cause === 'lot' ? each.lot === lot : lot >= each.lot)
		);
		const own = rate * place.factor * (turn > 0 ? 1.4 : 1);
		for (const [hazard, extra] of [
			[own, undefined],
			[plant ? own * (plant.ratio - 1) : 0, plant]
		] as const) {
			const age = hazard > 0 ? Math.floor(random.exponential(hazard)) : Infinity;
			if (age < first.age) first = { mode, age, isExtra: extra };
		}
	}
	const remorse = turn === 0 && random.chance(0.02) ? random.whole(1, 20) : Infinity;
	const intermittent = random.chance(0.006) ? random.whole(1, 28) : Infinity;
	if (remorse < Math.min(first.age, intermittent))
		return bringBack(telling, unit, remorse, undefined, 'remorse');
	if (intermittent < first.age) return bringBack(telling, unit, intermittent, undefined, 'nothing');
	if (first.age < 365 && random.chance(0.85)) {
		if (first.isExtra && soldOn + first.age <= storyEnd) first.isExtra.excess++;
		bringBack(telling, unit, first.age, first.mode, 'failed');
	}
}

function bringBack(
	telling: Telling,
	unit: Unit,
	age: number,
	mode: string | undefined,
	why: 'failed' | 'remorse' | 'nothing'
) {
	const { random, world } = telling;
	const returnedOn = unit.soldOn + age;
	if (returnedOn > storyEnd) return;
	const id = `B${world.returns.length + 1}`;
	// A third of the desks only says "defect"; one in twelve specific codes is wrong.
	const isVague = random.chance(0.35);
	const coded = mode && random.chance(0.08) ? random.pick([...unit.model.rates.keys()]) : mode;
	const isReplaced = why === 'failed' && unit.turn < 2 && random.chance(0.6);
	const replacement = isReplaced ? `${unit.serial}-${unit.turn + 1}` : undefined;
	world.interactions.push({
		id: `I${id}`,
		kind: 'return',
		customer: `C-${unit.serial.split('-')[0]}`,
		location: unit.place.name,
		channel: random.chance(0.7) ? 'shop' : 'post',
		started_at: asDate(returnedOn),
		return: id
	});
	world.returns.push({
		id,
		sku: unit.model.sku,
		serial: unit.serial,
		customer: `C-${unit.serial.split('-')[0]}`,
		location: unit.place.name,
		returned_at: asDate(returnedOn),
		recorded_at: asDate(Math.min(storyEnd, returnedOn + Math.floor(random.exponential(1 / 5)))),
		reason: why === 'remorse' ? 'REMORSE' : why === 'nothing' || isVague ? 'DEFECT' : `D-${coded}`,
		disposition: replacement
			? 'replaced'
			: why === 'failed'
				? 'refunded'
				: why === 'nothing'
					? 'rejected'
					: 'refunded',
		replacement_serial: replacement
	});
	if (random.chance(0.4))
		world.answers.push({
			id: `A${id}`,
			interaction: `I${id}`,
			answered_at: asDate(Math.min(storyEnd, returnedOn + random.whole(1, 6))),
			overall: String(random.whole(1, 5)),
			resolved: random.chance(0.6) ? 'yes' : 'no',
			product_failed: why === 'failed' ? 'yes' : 'no',
			failure_mode:
				why === 'failed'
					? random.chance(0.95)
						? mode
						: random.pick([...unit.model.rates.keys()])
					: undefined
		});
	if (replacement)
		sell(telling, {
			...unit,
			serial: replacement,
			soldOn: returnedOn,
			turn: unit.turn + 1,
			replaces: unit.serial
		});
}

function normal(random: Random): number {
	return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
