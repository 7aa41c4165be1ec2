import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	change,
	currentQuestionnaire,
	discardNext,
	openEditing,
	publishDefault,
	publishNext,
	questionnaireOf,
	type Change
} from '../../src/lib/server/survey/survey.ts';
import { changeLook, currentLook, readLogo } from '../../src/lib/server/survey/survey.ts';
import { invite } from '../../src/lib/server/invitation/invitation.ts';
import { allLanguages } from '../../src/lib/web/languages/languages.ts';
import { met, now, testPlace, type TestPlace } from '../support/database.ts';

let place: TestPlace;
let staff: number;
beforeAll(async () => {
	place = await testPlace();
	const [row] = await place.sql<{ id: number }[]>`
		insert into staff (email, role, password_hash, created_at) values ('q@larkfield.example', 'quality', '', ${now})
		returning id::int`;
	staff = row!.id;
});
afterAll(() => place.end());

async function step(step: Change, revision?: number) {
	const at = revision ?? (await openEditing(place.sql)).revision;
	return change(place.sql, { revision: at, staff, change: step }, now);
}
const worded = (text: string) => Object.fromEntries(allLanguages.map((language) => [language, text]));
const parking = { key: 'parking', type: 'yes_no' as const, ask: worded('Did you find a place to park?') };

test('nothing reaches customers before it is published, and the published version never changes', async () => {
	const before = await currentQuestionnaire(place.sql);
	expect(await step({ do: 'add', question: parking })).toEqual({ revision: expect.any(Number) });
	expect(await currentQuestionnaire(place.sql)).toEqual(before);

	const { revision, problems, differences } = await openEditing(place.sql);
	expect([problems, differences]).toEqual([[], [{ key: 'parking', what: 'added' }]]);
	expect(await publishNext(place.sql, { revision, staff }, now)).toEqual({ version: 2 });
	expect((await currentQuestionnaire(place.sql)).questions.at(-1)!.key).toBe('parking');
	expect((await questionnaireOf(place.sql, 1)).questions).toEqual(before.questions);
	await expect(place.sql`update questionnaires set content = '{}' where version = 2`).rejects.toThrow(
		'append-only'
	);
});

test('an invitation under way keeps its version', async () => {
	await met(place, 'Q1');
	await place.settle();
	const [row] = await place.sql`select questionnaire from invitations where interaction = 'Q1'`;
	expect(row!.questionnaire).toBe(1);
	await met(place, 'Q2');
	await place.settle();
	const job = place.jobs.find(({ name }) => name === 'send');
	expect(job).toBeDefined();
	await invite(place.sql, { invitations: [], questionnaire: 2, queue: place.queue }, now);
});

test('a release does not overwrite what the staff has published', async () => {
	await publishDefault(place.sql, now);
	expect((await currentQuestionnaire(place.sql)).version).toBe(2);
});

test('a version from before there were languages is asked in English', async () => {
	const old = [{ key: 'overall', type: 'scale', ask: 'How was it?', low: 'bad', high: 'good', options: [] }];
	await place.sql`insert into questionnaires (version, content, published_at) values (0, ${JSON.stringify(old)}::text::json, ${now})`;
	expect(await questionnaireOf(place.sql, 0)).toEqual({ version: 0, languages: ['en'], questions: old });
	expect((await openEditing(place.sql)).fixedKeys.has('overall')).toBe(true);
});

test('who works on an outdated state is told, and overwrites nothing', async () => {
	const { revision } = await openEditing(place.sql);
	expect(await step({ do: 'move', key: 'parking', by: -1 }, revision)).toEqual({
		revision: expect.any(Number)
	});
	expect(await step({ do: 'remove', key: 'parking' }, revision)).toMatchObject({
		refused: expect.stringMatching(/Somebody else/)
	});
	const racing = (await openEditing(place.sql)).revision;
	const both = await Promise.all([
		step({ do: 'move', key: 'parking', by: -1 }, racing),
		step({ do: 'move', key: 'parking', by: 1 }, racing)
	]);
	expect(both.filter((each) => 'refused' in each)).toHaveLength(1);
	expect(await discardNext(place.sql, racing)).toBe(false);
	const discarded = (await openEditing(place.sql)).revision;
	expect(await discardNext(place.sql, discarded)).toBe(true);
	// Numbers are not used twice: what was looked at before does not fit what comes after.
	await step({ do: 'move', key: 'parking', by: -1 });
	expect((await openEditing(place.sql)).revision).toBeGreaterThan(discarded);
	expect(await publishNext(place.sql, { revision: discarded, staff }, now)).toHaveProperty('refused');
	await discardNext(place.sql, (await openEditing(place.sql)).revision);
	expect(await step({ do: 'move', key: 'parking', by: -1 }, -1)).toHaveProperty('refused');
});

test('a core question is not removed, a published key not renamed, a key not used twice', async () => {
	const overall = (await currentQuestionnaire(place.sql)).questions[0]!;
	for (const [refused, message] of [
		[{ do: 'remove', key: 'overall' }, /needed by the figures/],
		[{ do: 'save', key: 'overall', question: { ...overall, key: 'general' } }, /cannot be renamed/],
		[{ do: 'add', question: parking }, /already/],
		[{ do: 'add', question: { ...parking, key: 'No good' } }, /begins with a small letter/],
		[{ do: 'remove', key: 'weather' }, /no question "weather"/],
		[{ do: 'languages', languages: [] }, /At least one language/]
	] as [Change, RegExp][])
		expect(await step(refused)).toMatchObject({ refused: expect.stringMatching(message) });
});

test('what is impossible cannot be published, and two cannot publish at once', async () => {
	await step({ do: 'save', key: 'parking', question: { ...parking, ask: { en: 'Parking?' } } });
	let { revision } = await openEditing(place.sql);
	expect(await publishNext(place.sql, { revision, staff }, now)).toMatchObject({
		refused: expect.stringMatching(/parking: Español lacks the question/)
	});
	await step({
		do: 'save',
		key: 'parking',
		question: { ...parking, ask: worded('Was there a place to park?') }
	});
	({ revision } = await openEditing(place.sql));
	const both = await Promise.all([
		publishNext(place.sql, { revision, staff }, now),
		publishNext(place.sql, { revision, staff }, now)
	]);
	expect(both.filter((each) => 'version' in each)).toEqual([{ version: 3 }]);
	expect(await publishNext(place.sql, { revision: -3, staff }, now)).toEqual({
		refused: 'Nothing has been changed.'
	});
});

test('the look is kept in versions, and refuses what would not work', async () => {
	const png = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), Buffer.alloc(100)]);
	expect(readLogo(png)).toEqual({ type: 'image/png', bytes: png });
	expect(
		readLogo(Buffer.from('\ufeff<?xml version="1.0"?><!-- x --><svg xmlns="http://www.w3.org/2000/svg"/>'))
	).toMatchObject({
		type: 'image/svg+xml'
	});
	expect(readLogo(Buffer.from('<html><svg></svg></html>'))).toMatchObject({
		mistake: expect.stringMatching(/PNG, JPEG/)
	});
	for (const svg of [
		'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd">\n<svg/>',
		'<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY a "b">]><svg>'
	])
		expect(readLogo(Buffer.from(svg))).toHaveProperty('type');
	for (const odd of [`${'<!---->'.repeat(800)}x`, '<!--', '<?', '<!DOCTYPE svg', '<svgx>', ''])
		expect(readLogo(Buffer.from(odd))).toHaveProperty('mistake');
	expect(readLogo(Buffer.alloc(7000))).toMatchObject({
		mistake: expect.stringMatching(/7 KB; at most 6 KB/)
	});

	const logo = { type: 'image/png' as const, bytes: png };
	expect(await changeLook(place.sql, { name: 'A "B"', colour: 'red', logo }, staff, now)).toEqual({
		mistakes: { name: expect.any(String), colour: expect.any(String) }
	});
	expect(await changeLook(place.sql, { name: ' Acme ', colour: '#AA0000', logo }, staff, now)).toBe(
		'changed'
	);
	await changeLook(place.sql, { name: 'Acme', colour: '', logo: undefined }, staff, now);
	expect(await currentLook(place.sql)).toEqual({ name: 'Acme', colour: null, logo });
	expect(await place.sql`select from looks`).toHaveLength(2);
});
