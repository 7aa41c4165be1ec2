import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
	addKey,
	addStaff,
	checkKey,
	checkPassword,
	completeSetup,
	createSessions,
	isSetupOpen,
	offerSetup,
	perMinute,
	revokeKey
} from '../../src/lib/server/identity/identity.ts';
import { now, testPlace, vault, type TestPlace } from '../support/database.ts';

let place: TestPlace;
beforeAll(async () => void (place = await testPlace()));
afterAll(() => place.end());

test('the set-up link works once, while there is nobody', async () => {
	const token = (await offerSetup(place.sql, randomBytes(16), now))!;
	expect(await isSetupOpen(place.sql, token)).toBe(true);
	expect(await isSetupOpen(place.sql, 'another')).toBe(false);
	expect(
		await completeSetup(place.sql, { token, email: 'a@b.example', password: 'short' }, now)
	).toMatchObject({ refused: expect.stringContaining('password') });
	const racing = await Promise.all(
		[1, 2, 3].map((n) =>
			completeSetup(place.sql, { token, email: `admin${n}@b.example`, password: 'long enough' }, now)
		)
	);
	expect(racing.filter((result) => 'id' in result)).toHaveLength(1);
	expect(await offerSetup(place.sql, randomBytes(16), now)).toBeUndefined();
});

test('a password opens, another does not, and none is stored', async () => {
	await addStaff(place.sql, { email: 'q@b.example', role: 'quality', password: 'correct horse' }, now);
	expect(await checkPassword(place.sql, { email: 'Q@B.example', password: 'correct horse' })).toBeTypeOf(
		'number'
	);
	expect(await checkPassword(place.sql, { email: 'q@b.example', password: 'wrong horse' })).toBeUndefined();
	expect(
		await checkPassword(place.sql, { email: 'nobody@b.example', password: 'correct horse' })
	).toBeUndefined();
	expect(
		(await place.sql`select password_hash from staff where email = 'q@b.example'`)[0]!.password_hash
	).toMatch(/^\$argon2id\$/);
	expect(
		await addStaff(place.sql, { email: 'Q@b.example', role: 'admin', password: 'correct horse' }, now)
	).toMatchObject({ refused: expect.stringContaining('email') });
});

test('the session table holds no session', async () => {
	const id = (await checkPassword(place.sql, { email: 'q@b.example', password: 'correct horse' }))!;
	const sessions = createSessions(place.sql, { secure: true });
	const begun = { createdAt: now, seenAt: now, browser: null, secondFactor: false };
	const session = await sessions.createSession(id, begun);
	expect((await sessions.validateSession(session.id)).user).toMatchObject({
		email: 'q@b.example',
		role: 'quality'
	});
	const [row] = await place.sql<{ id_hash: Buffer }[]>`select id_hash from sessions`;
	expect((await sessions.validateSession(row!.id_hash.toString('hex'))).user).toBeNull();
	await sessions.invalidateSession(session.id);
	expect((await sessions.validateSession(session.id)).user).toBeNull();
});

test('keys open what they are for until revoked', async () => {
	const key = await addKey(place.sql, { name: 'till', scopes: ['feed'], random: randomBytes(24) }, now);
	const check = async (authorization: string | null, scope: 'feed' | 'read' = 'feed', at = now) =>
		(await checkKey(place.sql, { authorization, scope, vault }, at)).state;
	expect(
		await Promise.all([
			check(`Bearer ${key}`),
			check(`Bearer ${key}`, 'read'),
			check(`Bearer ${key}x`),
			check(key),
			check(null)
		])
	).toEqual(['ok', 'wrong scope', 'unknown', 'missing', 'missing']);
	await revokeKey(place.sql, { name: 'till' }, now);
	expect(await check(`Bearer ${key}`)).toBe('unknown');
	const expiresAt = new Date(now.getTime() + 1000);
	const short = await addKey(
		place.sql,
		{ name: 'short', scopes: ['feed'], random: randomBytes(24), expiresAt },
		now
	);
	expect(await check(`Bearer ${short}`)).toBe('ok');
	expect(await check(`Bearer ${short}`, 'feed', expiresAt)).toBe('expired');
});

test('a key may ask so often, and then as often as a minute allows', async () => {
	const key = await addKey(place.sql, { name: 'busy', scopes: ['feed'], random: randomBytes(24) }, now);
	const ask = (at = now) => checkKey(place.sql, { authorization: `Bearer ${key}`, scope: 'feed', vault }, at);
	const all = await Promise.all(Array.from({ length: perMinute + 20 }, () => ask()));
	expect(all.filter(({ state }) => state === 'ok')).toHaveLength(perMinute);
	expect(await ask()).toMatchObject({ state: 'too many', taken: { remaining: 0, wait: 1 } });
	expect((await ask(new Date(now.getTime() + 1000))).state).toBe('ok');
});
