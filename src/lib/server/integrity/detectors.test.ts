// Each detector by itself: what it counts, what it does not, and the innocent twin that must stay unnamed.
import { describe, expect, test } from 'vitest';
import type { Detector } from './detector.ts';
import { detectors } from './detectors.ts';
import type { Answer, Encounter, Mark, ReturnSeen, Seen } from './encounters.ts';
import { look } from './looking.ts';
import type { Marks } from './marks.ts';

const noon = Date.parse('2026-06-01T12:00:00Z');
const answer: Answer = {
	id: 1,
	at: noon,
	seconds: 60,
	replies: 8,
	overall: 4,
	eased: '4',
	resolved: 'yes',
	promiseKept: null,
	respected: 5,
	asked: ['nobody'],
	network: 'home',
	space: 'home',
	device: 'phone',
	isFromBranch: false,
	words: null,
	isLatePosted: false,
	kept: []
};
const encounter: Encounter = {
	id: 'I1',
	rep: 'R1',
	location: 'Brill',
	kind: 'visit',
	customer: 'C1',
	startedAt: noon,
	minutes: 20,
	lag: 1,
	outcome: 'closed',
	wait: 5,
	hasReturn: false,
	backAfter: null,
	metBefore: null,
	decision: 'invited',
	reach: 'reachable',
	destination: 'mail C1',
	hasChanged: false,
	hasRemoved: false,
	isYoung: false,
	isDenied: false,
	isSent: true,
	hasBounced: false,
	rewritten: [],
	answer
};
const said = (more: Partial<Answer>): Partial<Encounter> => ({ answer: { ...answer, ...more } });
const aReturn: ReturnSeen = {
	id: 'B1',
	rep: 'R1',
	location: 'Brill',
	returnedAt: noon,
	isExplained: true,
	isNoFaultFound: false,
	cameBack: false,
	modes: null
};
const nothing: Seen = { encounters: [], returns: [], counts: [], exclusions: [], changes: [] };
const detectorOf = (name: string) => detectors.find((each) => each.name === name)!;

/** What the detector says of R1 (or of the only other subject): shown, n. */
function counted(name: string, seen: Partial<Seen>, marks: Mark[] = []) {
	const all: Seen = { ...nothing, ...seen };
	const own: Marks = new Map(all.encounters.map((each) => [each, new Set(marks)]));
	let [shown, n] = [0, 0];
	detectorOf(name).cases(
		all,
		{ marks: own, riskOf: () => 0 },
		(type, subject, _, __, happened, ___, more) => {
			if (subject.startsWith('\t') || (type === 'location' && name !== 'uncounted')) return;
			n += more?.times ?? 1;
			if (happened) shown += more?.times ?? 1;
		}
	);
	return { shown, n };
}

type Row = [
	name: string,
	shows: Partial<Encounter>,
	not: Partial<Encounter>,
	silent?: Partial<Encounter>,
	marks?: Mark[]
];
const rows: Row[] = [
	[
		'asked_for_score',
		said({ asked: ['told_what_counts'] }),
		said({ asked: ['watched'] }),
		said({ asked: [] })
	],
	['hollow_scores', said({ overall: 5, resolved: 'no' }), said({ overall: 5 }), said({ overall: null })],
	['pressure', said({ asked: ['pressured'] }), said({}), { answer: null }],
	['offers', said({ asked: ['offered_something'] }), said({}), said({ asked: [] })],
	['watched', said({ asked: ['watched'] }), said({}), { answer: null }],
	['few_answers', { answer: null }, said({}), { isSent: false }],
	['late_posts', said({ isLatePosted: true }), said({}), { answer: null }],
	['swapped_contacts', { hasChanged: true, hasBounced: true }, { hasChanged: true }, {}],
	['denied_contacts', { hasChanged: true, isDenied: true }, { hasChanged: true }, {}],
	['bounces', { hasBounced: true, isYoung: true }, { hasBounced: true }, { isSent: false }],
	['self_answered', said({}), { answer: null }, { answer: null }, ['shared_device']],
	['shared_destinations', {}, {}, { destination: null }, ['shared_destination']],
	['young_contacts', { isYoung: true }, {}, { reach: 'none' }],
	['missing_contacts', { reach: 'declined' }, { reach: 'staff' }, { reach: null }],
	['suppressed', { reach: 'shared' }, {}, { reach: null }],
	['removed_contacts', { hasRemoved: true }, { hasChanged: true }],
	['rare_kinds', { kind: 'advice' }, {}],
	['split_visits', { metBefore: 0.02 }, { metBefore: 1 }],
	['parked_visits', { minutes: 9000 }, { minutes: 600 }, { minutes: null }],
	['reclassified', { rewritten: ['outcome'] }, { rewritten: ['promise'] }],
	['not_resolved', { backAfter: 3 }, { backAfter: 30 }, { outcome: 'open' }],
	['late_feeds', { lag: 100 }, { lag: 20 }, { lag: null }],
	[
		'burned_limits',
		{ decision: 'asked_recently', metBefore: 1 },
		{ decision: 'asked_recently' },
		{ decision: null }
	],
	['abandons', { outcome: 'abandoned' }, {}],
	['regulars', { ...said({ overall: 5 }), metBefore: 20 }, said({ overall: 5 }), said({ overall: 4 })],
	['reassigned', { rewritten: ['rep'] }, { rewritten: ['kind'] }],
	['rewritten_promises', { rewritten: ['promise_due_at'] }, { rewritten: ['rep'] }]
];

describe.each(rows)('%s', (name, shows, not, silent, marks = []) => {
	// Rare is what few do: the kind needs others beside it.
	const beside = Array.from({ length: name === 'rare_kinds' ? 40 : 0 }, () => ({ ...encounter, rep: null }));
	const one = (more: Partial<Encounter>) => ({ encounters: [{ ...encounter, ...more }, ...beside] });
	test('counts what shows the trace', () => {
		expect(counted(name, one(shows), marks)).toEqual({ shown: 1, n: 1 });
	});
	test('does not count what only looks like it', () => {
		expect(counted(name, one(not)).shown).toBe(0);
	});
	if (silent)
		test('is silent where the encounter says nothing about it', () =>
			expect(counted(name, one(silent))).toEqual({ shown: 0, n: 0 }));
	test('counts no encounter without a rep', () => {
		expect(counted(name, one({ ...shows, rep: null }), marks)).toEqual({ shown: 0, n: 0 });
	});
});

describe('detectors of other records', () => {
	test.each([
		['unlogged', { isExplained: false }, {}],
		['faults_not_found', { isNoFaultFound: true, cameBack: true }, { cameBack: true }],
		[
			'reworded_symptoms',
			{ modes: { reason: 'a', customer: 'b' } },
			{ modes: { reason: 'a', customer: 'a' } }
		]
	] as [string, Partial<ReturnSeen>, Partial<ReturnSeen>][])('%s', (name, shows, not) => {
		expect(counted(name, { returns: [{ ...aReturn, ...shows }] })).toEqual({ shown: 1, n: 1 });
		expect(counted(name, { returns: [{ ...aReturn, ...not }] }).shown).toBe(0);
	});
	test('uncounted adds up what is missing, however large the count', () => {
		const day = { location: 'Brill', kind: 'visit', day: noon };
		const counts = [
			{ ...day, counted: 2_000_000_000, logged: 1_999_999_990 },
			{ ...day, counted: 5, logged: 7 }
		];
		expect(counted('uncounted', { counts })).toEqual({ shown: 10, n: 2_000_000_005 });
	});
	test('lopsided_exclusions and moved_definitions compare with chance', () => {
		const exclusions = Array.from({ length: 12 }, (_, at) => ({
			staff: 'q@l.example',
			id: `${at}`,
			at: noon,
			answer: at,
			raises: true
		}));
		const changes = Array.from({ length: 12 }, (_, at) => ({
			id: `policy ${at}`,
			at: noon,
			isNearTarget: true
		}));
		const { signals } = look(detectors, { ...nothing, exclusions, changes });
		expect(signals.map(({ detector, subject }) => [detector.name, subject])).toEqual([
			['lopsided_exclusions', 'q@l.example'],
			['moved_definitions', 'definitions']
		]);
		const fair = exclusions.map((each, at) => ({ ...each, raises: at % 2 === 0 }));
		expect(look(detectors, { ...nothing, exclusions: fair }).signals).toEqual([]);
	});
});

test('every detector of the list has a test here, a least n, and an innocent twin in words', () => {
	const tested = new Set([
		...rows.map(([name]) => name),
		'unlogged',
		'faults_not_found',
		'reworded_symptoms',
		'uncounted',
		'lopsided_exclusions',
		'moved_definitions'
	]);
	expect(detectors.map(({ name }) => name).filter((name) => !tested.has(name))).toEqual([]);
	for (const { leastN, innocent, attacks } of detectors as Detector[]) {
		expect(leastN).toBeGreaterThanOrEqual(5);
		expect(innocent.length).toBeGreaterThan(0);
		expect(attacks.every((attack) => /^A([1-9]|[12]\d|3[0-7])$/.test(attack))).toBe(true);
	}
});

describe('innocent twins', () => {
	/** Eight reps of one shop with sixty encounters each; `of` says what is special about the first. */
	const shop = (of: (at: number, rep: number) => Partial<Encounter>): Seen => ({
		...nothing,
		encounters: Array.from({ length: 480 }, (_, at) => {
			const rep = at % 8;
			const own = `${at}`;
			return {
				...encounter,
				id: own,
				rep: `R${rep}`,
				customer: own,
				destination: own,
				startedAt: noon + at * 3_600_000,
				answer: {
					...answer,
					id: at,
					at: noon + at * 3_600_000 + 7_200_000,
					network: own,
					space: own,
					device: own
				},
				...of(at, rep)
			};
		})
	});
	const subjects = (seen: Seen) => look(detectors, seen).signals.map(({ subject }) => subject);
	const inAnswer = (at: number, more: Partial<Answer>) => ({
		answer: {
			...answer,
			id: at,
			at: noon + at * 3_600_000 + 7_200_000,
			network: `${at}`,
			space: `${at}`,
			device: `${at}`,
			...more
		}
	});

	test('somebody whose customers all answer from one tablet is named', () => {
		expect(
			new Set(
				subjects(
					shop((at, rep) =>
						rep === 0 && at % 3 === 0 ? inAnswer(at, { network: 'x', space: 'x', device: 'tablet' }) : {}
					)
				)
			)
		).toEqual(new Set(['R0']));
	});
	test('a shop’s Wi-Fi that everybody’s customers use names nobody', () => {
		expect(
			subjects(
				shop((at) =>
					at % 3 === 0 ? inAnswer(at, { network: 'wifi', space: 'wifi', device: `d${at % 50}` }) : {}
				)
			)
		).toEqual([]);
	});
	test('an excellent rep, fast and top answers but for nothing else, is not named for the score', () => {
		expect(subjects(shop((at, rep) => (rep === 0 ? inAnswer(at, { overall: 5, eased: '5' }) : {})))).toEqual(
			[]
		);
	});
	test('an honest fixer of addresses is not named', () => {
		expect(subjects(shop((at, rep) => (rep === 0 && at % 2 === 0 ? { hasChanged: true } : {})))).toEqual([]);
	});
	test('an elderly clientele, as unreachable on good days, is not named', () => {
		expect(
			subjects(
				shop((at, rep) =>
					rep === 0 && at % 3 === 0
						? { reach: 'declined', destination: null, isSent: false, answer: null }
						: {}
				)
			)
		).toEqual([]);
	});
	test('who makes the unhappy unreachable is', () => {
		const seen = shop((at, rep) => {
			const isBad = (at >> 3) % 3 === 0;
			const outcome = isBad ? 'unresolved' : 'closed';
			if (rep === 0 && isBad)
				return { outcome, reach: 'declined', destination: null, isSent: false, answer: null };
			return { outcome, ...inAnswer(at, isBad ? { overall: 2, resolved: 'no' } : {}) };
		});
		expect(subjects(seen)).toContain('R0');
	});
	test('a shop off line, late with everything, names no rep', () => {
		const seen = shop(() => ({ lag: 120 }));
		expect(subjects(seen).filter((subject) => subject.startsWith('R'))).toEqual([]);
	});
	test('too few cases: silence', () => {
		const seen = shop((at, rep) => (rep === 0 ? inAnswer(at, { asked: ['asked'] }) : {}));
		expect(subjects(seen)).toEqual(['R0']);
		expect(subjects({ ...seen, encounters: seen.encounters.slice(0, 80) })).toEqual([]);
	});
	test('a trace that adds, beside nothing else, names nobody', () => {
		expect(subjects(shop((at, rep) => (rep === 0 && at % 2 === 0 ? { minutes: 9000 } : {})))).toEqual([]);
	});
});
