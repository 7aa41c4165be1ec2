// More than ten thousand forged, altered, replayed or expired secrets of every kind, and what they achieve: nothing.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
	addKey,
	answerLetter,
	askForReset,
	beginSession,
	checkKey,
	enrolSecondFactor,
	offerSecondFactor,
	openLetter,
	readLetter,
	readSession,
	renewRecoveryCodes,
	returnFromProvider,
	takeCode
} from '../../src/lib/server/identity/identity.ts';
import { hashOf } from '../../src/lib/server/invitation/invitation.ts';
import { readCheckpoint, readProof, verifierKey } from '../../src/lib/server/ledger/ledger.ts';
import { signCheckpoint, writeProof } from '../../src/lib/server/ledger/note.ts';
import { readTicket, takeForm, writeTicket } from '../../src/lib/server/response/response.ts';
import { createVault } from '../../src/lib/server/vault.ts';
import { takeStop } from '../../src/lib/server/delivery/delivery.ts';
import { plainCall, sender } from '../support/customer.ts';
import { everyRow, now, testPlace, vault, type TestPlace } from '../support/database.ts';
import { makeLinks } from '../support/links.ts';
import { codeAt, makeStaff } from '../support/staff.ts';

let place: TestPlace;
let admin: number;
beforeAll(async () => {
	place = await testPlace();
	admin = await makeStaff(place.sql, 'admin');
});
afterAll(() => place.end());

const stranger = createVault('the secret of another installation altogether');
/** One character changed, dropped, doubled, or the case of one turned. */
function altered(text: string): string {
	const at = Math.floor(Math.random() * text.length);
	const before = text[at]!;
	const swap = before === before.toUpperCase() ? before.toLowerCase() : before.toUpperCase();
	const others = [
		text.slice(0, at) + 'AZaz09_-'[Math.floor(Math.random() * 8)] + text.slice(at + 1),
		text.slice(0, at) + text.slice(at + 1),
		text.slice(0, at) + before + text.slice(at),
		text.slice(0, at) + swap + text.slice(at + 1),
		text.slice(0, at),
		text + text[0]
	];
	const other = others[Math.floor(Math.random() * others.length)]!;
	return other === text ? `${text}0` : other;
}
const times = (count: number) => Array.from({ length: count }, (_, n) => n);
const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);

test('A41: 3,000 made-up and altered links accept nothing, keep nothing and stop nobody', async () => {
	const links = await makeLinks(place.sql, 20, 'forged');
	const before = await everyRow(place.sql);
	for (const n of times(3000)) {
		const link = n % 2 ? altered(links[n % 20]!) : randomBytes(16).toString('base64url');
		// The same 16 bytes may be written with other last bits; what is no link of ours is none however it is spelt.
		if (links.includes(link)) continue;
		const ticket = {
			questionnaire: 1,
			interaction: 'x',
			voice: false,
			asked: plainCall,
			shownAt: later(-60),
			spent: 0
		};
		const form = new URLSearchParams({ overall: '5', ticket: writeTicket(vault, link, ticket) });
		const taken = await takeForm(place.sql, { link, form, vault, random: randomBytes(12), sender }, now);
		expect(taken.state).toBe('unknown');
		const stopped = await takeStop(
			place.sql,
			{ link, form: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }), vault },
			now
		);
		expect(stopped).toBe('unknown');
	}
	expect(await everyRow(place.sql)).toBe(before);
	expect(times(200).filter(() => hashOf(altered(links[0]!).slice(0, 21)) !== undefined)).toEqual([]);
});

test('2,000 altered, foreign and borrowed tickets of pages are none', () => {
	const facts = {
		questionnaire: 1,
		interaction: 'I',
		voice: false,
		asked: plainCall,
		shownAt: now,
		spent: 0
	};
	const good = writeTicket(vault, 'A'.repeat(22), facts);
	expect(readTicket(vault, 'A'.repeat(22), good)).toBeDefined();
	for (const n of times(2000)) {
		const [ticket, link] = [
			[altered(good), 'A'.repeat(22)],
			[writeTicket(stranger, 'A'.repeat(22), facts), 'A'.repeat(22)],
			[good, randomBytes(16).toString('base64url')]
		][n % 3]!;
		expect(readTicket(vault, link!, ticket!)).toBeUndefined();
	}
});

test('2,000 altered, made-up and ended session cookies are nobody', async () => {
	const begin = async () =>
		(await beginSession(place.sql, { staff: admin, browser: null, secondFactor: true, secure: false }, now))
			.value;
	const good = await begin();
	const read = (id: string) => readSession(place.sql, { id, secure: false }, now);
	expect((await read(good))?.standing).toBe('full');
	const [row] = await place.sql<{ id_hash: Buffer }[]>`select id_hash from sessions limit 1`;
	for (const n of times(2000)) {
		const id = [altered(good), randomBytes(20).toString('hex'), row!.id_hash.toString('hex')][n % 3]!;
		expect(await read(id)).toBeUndefined();
	}
	await place.sql`update sessions set expires_at = now() - interval '1 second'`;
	expect(await read(good)).toBeUndefined();
	const left = await begin();
	await place.sql`update staff set ended_at = now() where id = ${admin}`;
	expect(await read(left)).toBeUndefined();
	await place.sql`update staff set ended_at = null where id = ${admin}`;
});

test('2,000 altered, made-up, revoked and expired API keys open nothing', async () => {
	const key = await addKey(place.sql, { name: 'k', scopes: ['feed'], random: randomBytes(24) }, now);
	const check = async (authorization: string, at = now) =>
		(await checkKey(place.sql, { authorization, scope: 'feed', vault }, at)).state;
	expect(await check(`Bearer ${key}`)).toBe('ok');
	for (const n of times(2000)) {
		const forged = [altered(key), `ung_${randomBytes(24).toString('base64url')}`, key.slice(0, 10)][n % 3]!;
		expect(['unknown', 'missing']).toContain(await check(`Bearer ${forged}`));
	}
	for (const odd of [
		'',
		'Bearer',
		'Bearer  ',
		`Basic ${key}`,
		key,
		`Bearer ${key} ${key}`,
		`bearer\t${key}\0`
	])
		expect(await check(odd)).not.toBe('ok');
});

describe('second factors', () => {
	test('1,200 wrong codes are wrong, a right one counts once, and none from before counts after it', async () => {
		const take = (code: string, at = now) => takeCode(place.sql, { staff: admin, code, vault }, at);
		const near = new Set([-30, 0, 30].map((seconds) => codeAt(later(seconds))));
		for (const n of times(1200)) {
			const code = n % 4 === 0 ? altered(codeAt(now)) : `${Math.floor(Math.random() * 1e6)}`.padStart(6, '0');
			if (!near.has(code)) expect(await take(code)).toBe('wrong');
		}
		for (const odd of ['', ' ', '１２３４５６', '1e5', '-12345', '12345６', 'undefined'])
			expect(await take(odd)).toBe('wrong');
		const racing = await Promise.all(times(20).map(() => take(codeAt(now))));
		expect(racing.filter((each) => each === 'right')).toHaveLength(1);
		expect(await take(codeAt(later(-30)))).toBe('wrong');
		expect(await take(codeAt(now), later(300))).toBe('wrong');
		expect(await take(codeAt(later(300)), later(300))).toBe('right');
	});

	test('a recovery code counts once, and for its owner only', async () => {
		const codes = await renewRecoveryCodes(place.sql, { staff: admin, vault, random: randomBytes });
		const other = await makeStaff(place.sql, 'admin', 'admin2@l.example');
		const take = (staff: number, code: string) => takeCode(place.sql, { staff, code, vault }, now);
		expect(await take(other, codes[0]!)).toBe('wrong');
		const racing = await Promise.all(
			times(10).map(() => take(admin, codes[0]!.toLowerCase().replace('-', ' ')))
		);
		expect(racing.filter((each) => each === 'recovered')).toHaveLength(1);
		for (const _ of times(300)) expect(await take(admin, altered(codes[1]!).slice(0, 9))).toBe('wrong');
		await renewRecoveryCodes(place.sql, { staff: admin, vault, random: randomBytes });
		expect(await take(admin, codes[2]!)).toBe('wrong');
	});

	test('nobody sets up a secret that was offered to somebody else, or to nobody', async () => {
		const person = await makeStaff(place.sql, 'quality');
		const enrol = (sealed: string) =>
			enrolSecondFactor(
				place.sql,
				{ staff: person, sealed, code: '000000', vault, random: randomBytes },
				now
			);
		const foreign = offerSecondFactor(vault, { staff: admin, email: 'a', random: randomBytes(20) }).sealed;
		const made = offerSecondFactor(stranger, { staff: person, email: 'a', random: randomBytes(20) }).sealed;
		for (const sealed of [foreign, made, '', 'x', altered(foreign)])
			expect(await enrol(sealed)).toBe('wrong code');
	});
});

test('letters: 600 altered links lead nowhere, a right one once, none after its time', async () => {
	const open = async (at = now) => {
		await askForReset(place.sql, { email: 'admin@larkfield.example', queue: place.queue }, at);
		const [row] = await place.sql<{ id: number }[]>`select max(id)::int as id from staff_letters`;
		return (await openLetter(place.sql, { letter: row!.id, random: randomBytes(16) }, at))!.token;
	};
	const token = await open();
	for (const _ of times(600)) expect(await readLetter(place.sql, altered(token), now)).toBeUndefined();
	expect(await readLetter(place.sql, token, later(7 * 3600))).toBeUndefined();
	const answer = (password: string) => answerLetter(place.sql, { token, password }, now);
	expect(await answer('short')).toHaveProperty('refused');
	const racing = await Promise.all(times(6).map(() => answer('a new long password')));
	expect(racing.filter((each) => 'staff' in each)).toHaveLength(1);
	await askForReset(place.sql, { email: 'nobody@l.example', queue: place.queue }, now);
	const [row] = await place.sql<
		{ id: number; staff: null }[]
	>`select id::int, staff from staff_letters order by id desc limit 1`;
	expect(row!.staff).toBeNull();
	expect(await openLetter(place.sql, { letter: row!.id, random: randomBytes(16) }, now)).toBeUndefined();
});

test('1,500 altered checkpoints, signatures and proofs are refused', () => {
	const facts = { origin: 'l.example/ungamed', size: 77, root: randomBytes(32), at: now };
	const note = signCheckpoint(facts, vault.noteKey);
	expect(readCheckpoint(note, vault.noteKey.publicKey)?.size).toBe(77);
	expect(readCheckpoint(note, stranger.noteKey.publicKey)).toBeUndefined();
	expect(readCheckpoint(signCheckpoint(facts, stranger.noteKey), vault.noteKey.publicKey)).toBeUndefined();
	for (const _ of times(1000)) {
		const read = readCheckpoint(altered(note), vault.noteKey.publicKey);
		// Base64 may be spelt with other last bits; what is said stays the same.
		if (read) expect([read.size, read.root]).toEqual([77, facts.root]);
	}
	const proof = writeProof({ index: 3, path: [randomBytes(32)], checkpoint: note });
	expect(readProof(proof)).toMatchObject({ index: 3 });
	for (const _ of times(500)) expect(() => readProof(altered(proof))).not.toThrow();
	expect(verifierKey('a', vault.noteKey.publicKey)).not.toBe(verifierKey('b', vault.noteKey.publicKey));
});

test('coming back from a provider that was never left for leads nowhere', async () => {
	const provider = {
		issuer: 'http://127.0.0.1:9',
		clientId: 'c',
		clientSecret: 's',
		callback: 'http://localhost/sign-in/provider'
	};
	const visit = { state: 's', nonce: 'n', verifier: 'v', next: '/', at: now.getTime() };
	const old = vault.seal(JSON.stringify({ ...visit, at: now.getTime() - 700_000 })).toString('base64url');
	const foreign = stranger.seal(JSON.stringify(visit)).toString('base64url');
	for (const remembered of ['', 'x', old, foreign, altered(foreign), vault.seal('{}').toString('base64url')])
		expect(
			await returnFromProvider(provider, { search: '?code=c&state=s', remembered, vault }, now)
		).toHaveProperty('failed');
});
