// Who may do what where: one list, route by route and method by method. What is not on it is refused, to everybody.
// Public routes check their own link; a key's scope is checked before the route is reached.
import type { Role, Scope } from './identity.ts';

export type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE' | 'OPTIONS';
/** With `roles`: a key of the scope, or somebody of the roles who is signed in. */
export type Who = 'everybody' | 'metrics token' | Role[] | { scope: Scope; roles?: Role[] };

const everybody = 'everybody';
const admin: Role[] = ['admin'];
const quality: Role[] = ['admin', 'quality'];
const allRoles: Role[] = ['admin', 'quality', 'product'];

/** A page that is only read; a page with a form. HEAD goes with GET. */
const read = (who: Who) => ({ GET: who });
const form = (who: Who) => ({ GET: who, POST: who });

export const access: Record<string, Partial<Record<Method, Who>>> = {
	'/': read(everybody),
	'/health': read(everybody),
	'/metrics': read('metrics token'),
	'/(customer)/s/[link]': form(everybody),
	'/(customer)/u/[link]': form(everybody),
	'/(customer)/receipt': read(everybody),
	'/(customer)/receipt/[receipt]': read(everybody),
	'/(customer)/receipt/[receipt]/proof': read(everybody),
	'/(customer)/trust': read(everybody),
	'/(customer)/not-me/[link]': form(everybody),
	'/(customer)/voice': form(everybody),
	'/(customer)/follow-up/[link]': form(everybody),
	// Signed, and about nobody.
	'/(customer)/specimen/[token]': form(everybody),
	'/sign-in': form(everybody),
	'/sign-in/code': form(everybody),
	'/sign-in/forgot': form(everybody),
	'/sign-in/letter/[token]': form(everybody),
	'/sign-in/provider': read(everybody),
	'/sign-in/second-factor': form(everybody),
	'/sign-in/set-up/[token]': form(everybody),
	'/sign-out': { POST: everybody },
	'/api/openapi.json': read(everybody),
	'/api/v1/[feed]': { POST: { scope: 'feed' } },
	'/api/v1/mail': { POST: { scope: 'mail' } },
	// Signed by the provider, which is checked there.
	'/incoming/sms': { POST: everybody },
	'/incoming/sms/[reference]': { POST: everybody },
	// Read here, and fed here.
	'/api/v1/answers': { GET: { scope: 'read', roles: quality }, POST: { scope: 'feed' } },
	'/api/v1/cases': read({ scope: 'read', roles: quality }),
	'/api/v1/metrics': read({ scope: 'read', roles: quality }),
	'/api/v1/coverage': read({ scope: 'read', roles: quality }),
	'/api/v1/signals': read({ scope: 'read', roles: quality }),
	'/api/v1/findings': read({ scope: 'read', roles: allRoles }),
	'/api/v1/findings/[finding]': read({ scope: 'read', roles: allRoles }),
	'/api/v1/products/[sku]/advice': read({ scope: 'advice' }),
	'/(staff)/account': form(allRoles),
	'/(staff)/quality': form(quality),
	'/(staff)/quality/answers': form(quality),
	'/(staff)/quality/answers/export': read(quality),
	'/(staff)/quality/compare': read(quality),
	'/(staff)/quality/themes': read(quality),
	'/(staff)/quality/leaving': read(quality),
	'/(staff)/quality/promises': read(quality),
	'/(staff)/quality/answers/[answer]': form(quality),
	'/(staff)/quality/set-aside': read(quality),
	'/(staff)/quality/signals': form(quality),
	'/(staff)/quality/signals/[signal]': form(quality),
	'/(staff)/quality/coverage': read(quality),
	'/(staff)/quality/coverage/[ending]': read(quality),
	'/(staff)/cases': form(quality),
	'/(staff)/cases/report': read(quality),
	'/(staff)/settings/cases': form(quality),
	'/(staff)/cases/[case]': form(quality),
	'/(staff)/settings': read(quality),
	'/(staff)/settings/alerts': form(quality),
	'/(staff)/settings/hooks': form(admin),
	'/(staff)/settings/asking': form(quality),
	'/(staff)/settings/delivery': read(quality),
	'/(staff)/settings/keys': form(admin),
	'/(staff)/settings/ledger': form(quality),
	'/(staff)/settings/look': form(quality),
	'/(staff)/settings/networks': form(quality),
	'/(staff)/settings/proposals': form(quality),
	'/(staff)/settings/questionnaire': form(quality),
	'/(staff)/settings/questionnaire/[key]': form(quality),
	'/(staff)/settings/questionnaire/preview': read(quality),
	'/(staff)/settings/retention': form(quality),
	'/(staff)/settings/rights': form(admin),
	'/(staff)/settings/rights/export': { POST: admin },
	'/(staff)/settings/staff': form(admin),
	'/(staff)/settings/uploads': form(admin),
	'/(staff)/settings/uploads/[upload]': form(admin),
	'/(staff)/settings/uploads/[upload]/errors': read(admin),
	'/(staff)/settings/wording': read(quality),
	'/(staff)/settings/wording/[brand]': form(quality),
	'/(preview)/settings/questionnaire/phone': form(quality),
	'/(staff)/products': form(allRoles),
	'/(staff)/products/[sku]': read(allRoles),
	'/(staff)/findings/method': read(allRoles),
	'/(staff)/findings/[finding]': form(allRoles),
	'/(staff)/findings/[finding]/report': read(allRoles),
	'/(staff)/findings/[finding]/evidence': read(allRoles)
};

export type Access =
	'allowed' | 'sign in first' | 'not for this role' | 'no such method' | { scope: Scope } | 'metrics token';

export function mayOpen(route: string, method: string, role: Role | undefined): Access {
	const who = access[route]?.[(method === 'HEAD' ? 'GET' : method) as Method];
	if (access[route] && !who) return 'no such method';
	if (who === everybody) return 'allowed';
	if (who === 'metrics token') return who;
	if (who && 'scope' in who) return role !== undefined && who.roles?.includes(role) ? 'allowed' : who;
	if (role === undefined) return 'sign in first';
	return who?.includes(role) ? 'allowed' : 'not for this role';
}

/** Methods a route has, for the header Allow. */
export const methodsOf = (route: string): string => Object.keys(access[route] ?? {}).join(', ');

/** Where a role begins. */
export function homeOf(role: Role): string {
	return role === 'product' ? '/products' : '/quality';
}
