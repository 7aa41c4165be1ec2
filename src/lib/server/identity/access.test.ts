import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { mayOpen } from './access.ts';
import type { Role } from './identity.ts';

const who: (Role | undefined)[] = [undefined, 'admin', 'quality', 'product'];

// Route by route: nobody, admin, quality, product. + allowed, - refused, s sign in first.
const expected: Record<string, string> = {
	'/': '++++',
	'/health': '++++',
	'/(customer)/s/[link]': '++++',
	'/(customer)/u/[link]': '++++',
	'/(customer)/receipt': '++++',
	'/(customer)/receipt/[receipt]': '++++',
	'/(customer)/voice': '++++',
	'/sign-in': '++++',
	'/sign-in/set-up/[token]': '++++',
	'/api/openapi.json': '++++',
	'/api/v1/[feed]': '++++',
	'/(staff)/quality': 's++-',
	'/(staff)/quality/answers': 's++-',
	'/(staff)/quality/set-aside': 's++-',
	'/(staff)/settings': 's++-',
	'/(staff)/settings/look': 's++-',
	'/(staff)/settings/questionnaire': 's++-',
	'/(staff)/settings/questionnaire/[key]': 's++-',
	'/(staff)/settings/questionnaire/preview': 's++-',
	'/(preview)/settings/questionnaire/phone': 's++-',
	'/(staff)/products': 's+++',
	'/(staff)/products/[sku]': 's+++',
	'/(staff)/sign-out': 's+++'
};
const marks = { allowed: '+', 'sign in first': 's', 'not for this role': '-' };

const routes = readdirSync('src/routes', { recursive: true, withFileTypes: true })
	.filter((entry) => /^\+(page|server)/.test(entry.name))
	.map((entry) => entry.parentPath.replace(/^src\/routes/, '') || '/');

test('every route stands on the list', () => {
	expect([...new Set(routes)].sort()).toEqual(Object.keys(expected).sort());
});

test.each(Object.entries(expected))('%s', (route, row) => {
	expect(who.map((role) => marks[mayOpen(route, role)]).join('')).toBe(row);
});

test('a route that is not listed is closed to everybody', () => {
	expect(who.map((role) => mayOpen('/(staff)/new', role))).not.toContain('allowed');
});
