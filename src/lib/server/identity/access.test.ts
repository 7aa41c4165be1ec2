import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { access, mayOpen } from './access.ts';

const files = readdirSync('src/routes', { recursive: true, withFileTypes: true }).filter((entry) =>
	/^\+(page|server)/.test(entry.name)
);
const routeOf = (folder: string) => folder.replace(/^src\/routes/, '') || '/';

test('every route stands on the list, and nothing else does', () => {
	const routes = new Set(files.map(({ parentPath }) => routeOf(parentPath)));
	expect(Object.keys(access).sort()).toEqual([...routes].sort());
});

test('the list names exactly the methods a route has', () => {
	const methods = new Map<string, Set<string>>();
	for (const { parentPath, name } of files) {
		const known = methods.get(routeOf(parentPath)) ?? new Set();
		methods.set(routeOf(parentPath), known);
		const text = readFileSync(join(parentPath, name), 'utf8');
		if (name === '+page.svelte') known.add('GET');
		if (name === '+page.server.ts' && /export (const|function|async function) load/.test(text))
			known.add('GET');
		if (name === '+page.server.ts' && /export const actions/.test(text)) known.add('POST');
		if (name === '+server.ts')
			for (const [, method] of text.matchAll(
				/export (?:async )?function (GET|POST|PUT|PATCH|DELETE|OPTIONS)\b/g
			))
				known.add(method!);
	}
	const listed = Object.fromEntries(
		Object.entries(access).map(([route, by]) => [route, Object.keys(by).sort()])
	);
	expect(listed).toEqual(
		Object.fromEntries([...methods].map(([route, known]) => [route, [...known].sort()]))
	);
});

test('a route or a method that is not listed is closed to everybody', () => {
	for (const role of [undefined, 'admin', 'quality', 'product'] as const) {
		expect(mayOpen('/(staff)/new', 'GET', role)).not.toBe('allowed');
		expect(mayOpen('/(staff)/quality', 'DELETE', role)).toBe('no such method');
		expect(mayOpen('/(customer)/s/[link]', 'PUT', role)).toBe('no such method');
	}
});
