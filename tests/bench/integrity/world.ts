// A simulated chain of shops in which some reps game and honest ones look suspicious for good reasons. Written without
// regard to how the detectors count: people do things, and records come of it.
import type { Answer, Encounter, ReturnSeen, Seen } from '#lib/server/integrity/integrity.ts';
import { seededRandom, type Random } from '../../../src/demo/random.ts';

export const gamings = [
	'self-answering',
	'contact swapping',
	'shared destination',
	'begging',
	'suppression',
	'cherry-picking'
] as const;
export type Gaming = (typeof gamings)[number];

const controls = ['excellent', 'fixer', 'elderly', 'specialist', 'regulars'] as const;
type Control = (typeof controls)[number];

export interface Person {
	id: string;
	location: string;
	/** null: honest. */
	gaming: Gaming | null;
	intensity: number;
	control: Control | null;
}

export interface GamedWorld {
	people: Person[];
	seen: Seen;
}

export interface Shape {
	reps: number;
	perRep: number;
	/** Share of reps who game. */
	gaming: number;
}

const locations = 6;
const day = 86_400_000;
const start = Date.parse('2026-01-01T08:00:00Z');
const span = 180 * day;

export function makeGamedWorld(seed: number, { reps, perRep, gaming }: Shape): GamedWorld {
	const random = seededRandom(seed);
	const people = Array.from({ length: reps }, (_, at): Person => {
		const isGaming = at < Math.round(gaming * reps);
		return {
			id: `R${at}`,
			location: `L${random.whole(0, locations - 1)}`,
			gaming: isGaming ? gamings[(at + seed) % gamings.length]! : null,
			intensity: 0.45 + 0.5 * random.next(),
			control: !isGaming && random.chance(0.4) ? random.pick([...controls]) : null
		};
	});
	const world: GamedWorld = {
		people,
		seen: { encounters: [], returns: [], counts: [], exclusions: [], changes: [] }
	};
	const households = Math.round((reps * perRep) / 60);
	for (const person of people)
		for (let at = 0; at < perRep; at++) meet({ random, person, world, households, number: at });
	world.seen.encounters.sort((a, b) => a.startedAt - b.startedAt);
	return world;
}

interface Meeting {
	random: Random;
	person: Person;
	world: GamedWorld;
	households: number;
	number: number;
}

const carriers = 8;

function meet({ random, person, world, households, number }: Meeting) {
	const { gaming, intensity, control, location } = person;
	const does = (what: Gaming) => gaming === what && random.chance(intensity);
	const startedAt = start + Math.floor(random.next() * (span / day)) * day + random.whole(0, 600) * 60_000;
	const isRegular = control === 'regulars' && random.chance(0.3);
	const isHousehold = random.chance(0.05);
	const household = random.whole(0, households);
	const id = `${person.id}-${number}`;
	const customer = isRegular
		? `C${person.id}-r${random.whole(0, 12)}`
		: isHousehold
			? `C-h${household}-${random.whole(0, 2)}`
			: `C${id}`;
	let kind = random.pick(['visit', 'visit', 'visit', 'call', 'call', 'return', 'delivery', 'repair']);
	if (random.chance(0.012)) kind = 'advice';
	if (control === 'specialist' && random.chance(0.5)) kind = 'installation';
	const isReturn = kind === 'return' || kind === 'repair';
	const isBad = random.chance((control === 'excellent' ? 0.14 : 0.28) + (isReturn ? 0.2 : 0));
	const hasPromise = random.chance(0.35);

	const e: Encounter = {
		id,
		rep: person.id,
		location,
		kind,
		customer,
		startedAt,
		minutes: random.chance(0.03) ? 5 * 24 * 60 : random.whole(5, 60),
		// One shop is offline for days, now and then.
		lag: location === 'L1' && random.chance(0.4) ? random.whole(24, 200) : random.next() * 5,
		outcome: isBad && random.chance(0.5) ? 'unresolved' : random.chance(0.04) ? 'unresolved' : 'closed',
		wait: random.exponential(isBad ? 1 / 20 : 1 / 9),
		hasReturn: isReturn,
		backAfter: random.chance(isBad ? 0.2 : 0.05) ? random.whole(1, 25) : null,
		metBefore: isRegular ? random.whole(3, 60) : null,
		decision: 'invited',
		reach: 'reachable',
		destination: isHousehold ? `household ${household}` : `mail ${customer}`,
		hasChanged: random.chance(control === 'fixer' ? 0.113 : 0.014),
		hasRemoved: false,
		isYoung: false,
		isDenied: false,
		isSent: true,
		hasBounced: random.chance(0.01),
		rewritten: random.chance(0.004) ? [random.pick(['kind', 'rep', 'promise', 'outcome'])] : [],
		answer: null
	};
	if (e.hasChanged && random.chance(0.03)) e.hasBounced = true;
	if (random.chance(control === 'elderly' ? 0.35 : 0.06))
		unreachable(e, random.chance(0.7) ? 'declined' : 'none');
	let isOwn = false;
	if (does('self-answering')) isOwn = true;
	if (isBad && does('contact swapping')) {
		e.hasChanged = true;
		e.destination = Number(person.id.slice(1)) % 2 ? `own ${id}` : `own ${person.id} ${random.whole(1, 3)}`;
		isOwn = random.chance(0.8);
	}
	if (does('shared destination')) {
		e.destination = `own ${person.id} ${random.whole(1, 4)}`;
		e.hasChanged = random.chance(0.5);
		isOwn = random.chance(0.4);
	}
	if (isBad && does('suppression')) {
		unreachable(e, random.chance(0.7) ? 'declined' : 'none');
		e.hasRemoved = random.chance(0.25);
	}
	const isPicked = isBad && does('cherry-picking');
	const isUnlogged = isPicked && random.chance(0.6);
	if (isPicked && !isUnlogged) e.kind = 'advice';
	if (isReturn) world.seen.returns.push(returnOf(random, e, isUnlogged));
	if (isUnlogged) return;

	const isReached = e.reach === 'reachable' && !e.hasBounced;
	if (isOwn && isReached) e.answer = ownAnswer(random, person, e, hasPromise);
	else if (isReached && random.chance(0.34))
		e.answer = honestAnswer(random, {
			e,
			isBad,
			hasPromise,
			isExcellent: control === 'excellent',
			begged: does('begging')
		});
	world.seen.encounters.push(e);
}

function unreachable(e: Encounter, reach: 'declined' | 'none') {
	Object.assign(e, { reach, destination: null, isSent: false, hasBounced: false, decision: 'no_contact' });
}

const returnOf = (random: Random, e: Encounter, isUnlogged: boolean): ReturnSeen => ({
	id: `B${e.id}`,
	rep: e.rep,
	location: e.location,
	returnedAt: e.startedAt,
	isExplained: !isUnlogged && !random.chance(0.03),
	isNoFaultFound: random.chance(0.1),
	cameBack: random.chance(0.08),
	modes: random.chance(0.3)
		? { reason: 'battery', customer: random.chance(0.15) ? 'screen' : 'battery' }
		: null
});

/** The rep fills it in, at home or on the shop's own line, in no time. */
function ownAnswer(random: Random, person: Person, e: Encounter, hasPromise: boolean): Answer {
	const isHidden = random.chance(0.3);
	const network = isHidden
		? `carrier ${random.whole(1, carriers)}`
		: `own ${person.id} ${random.whole(1, 2)}`;
	return {
		...blank(e, random),
		seconds: random.chance(0.7) ? random.whole(9, 24) : random.whole(30, 90),
		overall: random.chance(0.97) ? 5 : 4,
		eased: '5',
		resolved: 'yes',
		promiseKept: hasPromise ? 'kept' : null,
		respected: 5,
		asked: ['nobody'],
		network,
		space: network,
		device: isHidden ? `hidden ${e.id}` : `phone of ${person.id}`
	};
}

interface Honest {
	e: Encounter;
	isBad: boolean;
	hasPromise: boolean;
	isExcellent: boolean;
	begged: boolean;
}

function honestAnswer(random: Random, { e, isBad, hasPromise, isExcellent, begged }: Honest): Answer {
	const isMobile = random.chance(0.3);
	// One shop's Wi-Fi reaches the car park.
	const isShop = e.location === 'L2' && random.chance(0.15);
	const network = isShop
		? 'shop L2'
		: isMobile
			? `carrier ${random.whole(1, carriers)}`
			: `home ${e.customer}`;
	const top = begged ? 0.85 : isBad ? 0.06 : isExcellent ? 0.62 : 0.42;
	const overall = random.chance(top) ? 5 : isBad ? random.whole(1, 3) : random.whole(3, 4);
	const asked = [
		...(random.chance(begged ? 0.28 : 0.02) ? [random.pick(['asked', 'told_what_counts'])] : []),
		...(random.chance(begged ? 0.04 : 0.008) ? ['pressured'] : []),
		...(random.chance(0.012) ? ['offered_something'] : []),
		...(random.chance(0.012) ? ['watched'] : [])
	];
	return {
		...blank(e, random),
		overall,
		eased: isBad ? String(random.whole(1, 3)) : String(random.whole(3, 5)),
		resolved: isBad ? random.pick(['no', 'partly', 'yes']) : random.chance(0.92) ? 'yes' : 'partly',
		promiseKept: hasPromise
			? isBad
				? random.pick(['broken', 'late', 'kept'])
				: random.chance(0.9)
					? 'kept'
					: 'late'
			: null,
		respected: isBad ? random.whole(2, 5) : random.whole(4, 5),
		asked: random.chance(0.1) ? [] : asked.length > 0 ? asked : ['nobody'],
		network,
		space: network,
		device: isShop || isMobile ? `phone ${random.whole(1, 4000)}` : `phone at ${e.customer}`
	};
}

let answers = 0;
const blank = (e: Encounter, random: Random): Answer => ({
	id: ++answers,
	at: e.startedAt + Math.floor((1 + 40 * random.next()) * 3_600_000),
	seconds: Math.max(8, 70 * Math.exp(0.5 * normal(random))),
	replies: random.whole(8, 11),
	overall: null,
	eased: null,
	resolved: null,
	promiseKept: null,
	respected: null,
	asked: [],
	network: null,
	space: null,
	device: null,
	isFromBranch: false,
	words: null,
	isLatePosted: random.chance(0.004),
	kept: []
});

const normal = (random: Random) =>
	Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
