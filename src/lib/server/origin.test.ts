import { expect, test } from 'vitest';
import { isForeign } from './origin.ts';

const ownOrigin = 'https://ask.example.com';
const post = (origin: string | null, route: string | null = '/sign-in') =>
	isForeign({ method: 'POST', origin, route, ownOrigin });

test('a form of our own pages passes', () => expect(post(ownOrigin)).toBe(false));
test('a form of another site is refused', () => expect(post('https://evil.example')).toBe(true));
test('an opaque origin is refused', () => expect(post('null')).toBe(true));
test('a post without an origin is refused', () => expect(post(null)).toBe(true));
test('programs without an origin reach the feeds and one-click unsubscribe only', () => {
	expect([
		post(null, '/api/v1/[feed]'),
		post(null, '/api/v1/answers'),
		post(null, '/(customer)/u/[link]'),
		post(null, '/(customer)/s/[link]')
	]).toEqual([false, false, false, true]);
});
test('another site is refused even there', () =>
	expect(post('https://evil.example', '/(customer)/u/[link]')).toBe(true));
test('reading is never refused', () => {
	expect(isForeign({ method: 'GET', origin: 'https://evil.example', route: '/', ownOrigin })).toBe(false);
});
test('localhost and 127.0.0.1 are one place on the same port only', () => {
	const local = (origin: string) =>
		isForeign({ method: 'POST', origin, route: '/', ownOrigin: 'http://localhost:3000' });
	expect([
		local('http://127.0.0.1:3000'),
		local('http://127.0.0.1:4000'),
		local('http://localhost.evil.example:3000')
	]).toEqual([false, true, true]);
});
