// A simulated retail chain: two years of sales, failures, returns, visits and answers, with two design
// flaws (Aster 12 batteries, Moka Trio pumps), one lot defect (Zephyr 6) and two reps who game. It knows
// nothing of the product: it only produces what the chain's own systems would send to the feeds.
import { mailboxOf, models, promises, stores, type Model } from './catalogue.ts';
import { answerOf } from './answers.ts';
import { seededRandom, type Random } from './random.ts';

type Row = Record<string, unknown>;

/** Rows by feed, in the feeds' own field names. */
export interface World {
	reps: Row[];
	customers: Row[];
	contacts: Row[];
	products: Row[];
	reasons: Row[];
	units: Row[];
	interactions: Row[];
	returns: Row[];
	counts: Row[];
	answers: Row[];
}

export interface Rep {
	id: string;
	location: string;
	/** Asks for a five. */
	begs: boolean;
	/** Swaps the addresses of customers who may complain for an own mailbox. */
	swaps: boolean;
}

interface Unit {
	serial: string;
	model: Model;
	lot: number;
	soldAt: number;
	customer: string;
	location: string;
	turn: number;
}

const day = 86_400_000;
const storyDays = 730;
/** Of the customers, in turn. */
const languages = ['en', 'en', 'es', 'en', 'ar', 'en', 'en', 'fr', 'en', 'zh'];

const countedDays = 180;
const size = { customers: 2600, units: 4600, visits: 2500 };

export const iso = (at: number) => new Date(at).toISOString();
const dateOf = (at: number) => iso(at).slice(0, 10);

/** The whole story up to `end` (milliseconds). */
export function simulate(seed: number, end: number): World {
	const random = seededRandom(seed);
	const start = end - storyDays * day;
	const reps = makeReps();
	const world: World = {
		reps: reps.map(({ id, location }) => ({
			id,
			location,
			team: `${location} ${Number(id.slice(1)) % 2 ? 'floor' : 'desk'}`,
			email: `${id}@staff.example`
		})),
		customers: [],
		contacts: [],
		products: models.map(({ sku, name, category, supplier, launchedAgo, modes }) => ({
			sku,
			name,
			category,
			supplier,
			launched_on: dateOf(end - launchedAgo * day),
			failure_modes: modes.map(({ code, label }) => `${code}:${label}`)
		})),
		reasons: [
			{ reason: 'DEFECT', meaning: 'failed' },
			...[...new Set(models.flatMap((model) => model.modes.map((mode) => mode.code)))].map((code) => ({
				reason: `D-${code.toUpperCase()}`,
				meaning: 'failed',
				failure_mode: code
			})),
			{ reason: 'REMORSE', meaning: 'changed_mind' },
			{ reason: 'OTHER', meaning: 'other' }
		],
		units: [],
		interactions: [],
		returns: [],
		counts: [],
		answers: []
	};
	for (let index = 0; index < size.customers; index++)
		world.customers.push({
			id: `C${index}`,
			email: mailboxOf(index),
			language: languages[index % languages.length],
			since: dateOf(start - random.whole(0, 600) * day)
		});

	const story: Story = { random, end, reps, world };
	for (let index = 0; index < size.units; index++) sell(story, index, start);
	for (let index = 0; index < size.visits; index++) visit(story, start);
	for (const store of stores) countTill(story, store);
	return world;
}

interface Story {
	random: Random;
	end: number;
	reps: Rep[];
	world: World;
}

function makeReps(): Rep[] {
	return Array.from({ length: 30 }, (_, index) => ({
		id: `R${index + 1}`,
		location: stores[index % stores.length]!,
		begs: index === 7,
		swaps: index === 16
	}));
}

function sell(story: Story, index: number, start: number) {
	const { random, end } = story;
	const model = pickModel(random);
	const from = Math.max(start, end - model.launchedAgo * day);
	const soldAt = Math.floor(from + random.next() * (end - from));
	// A lot is what was made in about two months.
	const lot = Math.floor((soldAt - (end - model.launchedAgo * day)) / (60 * day));
	const customer = `C${random.whole(0, size.customers - 1)}`;
	live(story, {
		serial: `${model.sku}-${100000 + index}`,
		model,
		lot,
		soldAt,
		customer,
		location: random.pick(stores),
		turn: 0
	});
}

function pickModel(random: Random): Model {
	let rest = random.next() * models.reduce((sum, model) => sum + model.share, 0);
	return models.find((model) => (rest -= model.share) < 0) ?? models[0]!;
}

/** A unit's life: it may disappoint, fail, be returned, and be replaced by one that may fail as well. */
function live(story: Story, unit: Unit, replaces?: string) {
	const { random, end, world } = story;
	const { serial, model, lot, soldAt, customer, location } = unit;
	world.units.push({
		serial,
		sku: model.sku,
		lot: `${model.sku}/${lot + 1}`,
		supplier: model.supplier,
		sold_at: iso(soldAt),
		customer,
		location,
		replaces
	});

	if (unit.turn === 0 && random.chance(0.018)) {
		const at = soldAt + random.whole(1, 20) * day;
		if (at < end) bringBack(story, unit, at, undefined);
		return;
	}
	const failure = firstFailure(random, unit);
	const at = Math.floor(soldAt + failure.years * 365 * day);
	// Most failures within the warranty of a year and a half come back.
	if (at < end && failure.years < 1.5 && random.chance(0.85)) bringBack(story, unit, at, failure.mode);
}

function firstFailure(random: Random, { model, lot, turn }: Unit) {
	const rates = model.modes.map(({ code, rate }) => {
		const flawed = model.flaw?.mode === code && (model.flaw.lot === undefined || model.flaw.lot === lot);
		// Replacements are used more carefully watched: everything comes back a little more often.
		return {
			mode: code,
			years: random.exponential((flawed ? model.flaw!.rate : rate) * (turn > 0 ? 1.4 : 1))
		};
	});
	return rates.reduce((first, other) => (other.years < first.years ? other : first));
}

function bringBack(story: Story, unit: Unit, at: number, mode: string | undefined) {
	const { random, world, end } = story;
	const number = world.returns.length + 1;
	const rep = random.pick(story.reps.filter((rep) => rep.location === unit.location));
	const isReplaced = mode !== undefined && unit.turn < 3 && random.chance(0.7);
	const replacement = isReplaced
		? `${unit.serial.split('-').slice(0, 3).join('-')}-${'BCDE'[unit.turn]}`
		: undefined;
	const interaction = meet(story, {
		kind: mode && random.chance(0.3) ? 'repair' : 'return',
		customer: unit.customer,
		rep,
		at,
		unit,
		mode,
		failedBefore: unit.turn > 0,
		returned: `B${number}`
	});
	const vague = random.chance(0.35);
	world.returns.push({
		id: `B${number}`,
		sku: unit.model.sku,
		serial: unit.serial,
		customer: unit.customer,
		rep: rep.id,
		location: unit.location,
		returned_at: iso(at),
		recorded_at: iso(at + random.whole(0, 4) * day),
		reason: mode ? (vague ? 'DEFECT' : `D-${mode.toUpperCase()}`) : random.chance(0.8) ? 'REMORSE' : 'OTHER',
		disposition: replacement ? 'replaced' : mode ? random.pick(['repaired', 'refunded']) : 'refunded',
		replacement_serial: replacement,
		interaction
	});
	// The shop hands out another one of the same, often of the lot on the shelf.
	if (replacement && at < end)
		live(story, { ...unit, serial: replacement, soldAt: at, turn: unit.turn + 1 }, unit.serial);
}

function visit(story: Story, start: number) {
	const { random, end, world } = story;
	const at = Math.floor(start + random.next() * (end - start));
	const unit = random.chance(0.4) ? random.pick(world.units) : undefined;
	const customer = (unit?.customer as string | undefined) ?? `C${random.whole(0, size.customers - 1)}`;
	meet(story, {
		kind: random.pick(['visit', 'visit', 'call', 'call', 'delivery', 'chat']),
		customer,
		rep: random.pick(story.reps),
		at,
		sku: unit?.sku as string
	});
}

interface Meeting {
	kind: string;
	customer: string;
	rep: Rep;
	at: number;
	sku?: string;
	unit?: Unit;
	mode?: string;
	failedBefore?: boolean;
	returned?: string;
}

/** One interaction, and perhaps the answer an earlier survey tool collected. Its id. */
function meet(
	story: Story,
	{ kind, customer, rep, at, sku, unit, mode, failedBefore, returned }: Meeting
): string {
	const { random, world, end } = story;
	const id = `I${world.interactions.length + 1}`;
	const wait = Math.round(random.exponential(1 / 12));
	const promise = random.chance(mode ? 0.6 : 0.2) ? random.pick(promises) : undefined;
	const kept = promise && random.chance(0.72);
	const good =
		random.next() -
			(wait > 25 ? 0.25 : 0) -
			(promise && !kept ? 0.3 : 0) -
			(mode ? 0.1 : 0) -
			(failedBefore ? 0.2 : 0) >
		0.25;
	world.interactions.push({
		id,
		kind,
		customer,
		rep: rep.id,
		location: rep.location,
		channel: kind === 'call' ? 'phone' : kind === 'chat' ? 'web' : 'shop',
		started_at: iso(at),
		ended_at: iso(at + (wait + random.whole(5, 30)) * 60_000),
		wait_minutes: wait,
		outcome: 'closed',
		promise,
		promise_due_at: promise ? iso(at + random.whole(2, 6) * day) : undefined,
		sku: unit?.model.sku ?? sku,
		serial: unit?.serial,
		return: returned
	});
	if (rep.swaps && !good && random.chance(0.7))
		world.contacts.push({
			customer,
			kind: 'email',
			value: `friend${random.whole(1, 3)}@post.example`,
			changed_at: iso(at - 60_000),
			changed_by: rep.id,
			interaction: id
		});
	const isHistory = at < end - 12 * day;
	if (isHistory && random.chance(0.38))
		world.answers.push(
			answerOf(random, { id, at, rep, promise, kept, good, mode, failedBefore, asksProduct: !!(unit ?? sku) })
		);
	return id;
}

function countTill({ random, end, world }: Story, location: string) {
	for (let back = 1; back <= countedDays; back++) {
		const date = dateOf(end - back * day);
		const logged = world.interactions.filter(
			(row) => row.location === location && row.kind === 'visit' && String(row.started_at).startsWith(date)
		);
		// One shop forgets to log some visits.
		const unlogged = location === 'Denholm' && random.chance(0.4) ? 1 : 0;
		world.counts.push({ location, date, kind: 'visit', count: logged.length + unlogged, source: 'till' });
	}
}
