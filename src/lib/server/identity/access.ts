// Who may open what: one list, everything else is refused. Public routes check their own key or link.
import type { Role } from './identity.ts';

const everybody = 'everybody';
const allRoles: Role[] = ['admin', 'quality', 'product'];

const access: Record<string, typeof everybody | Role[]> = {
	'/': everybody,
	'/health': everybody,
	'/(customer)/s/[link]': everybody,
	'/(customer)/u/[link]': everybody,
	'/(customer)/receipt': everybody,
	'/(customer)/receipt/[receipt]': everybody,
	'/(customer)/voice': everybody,
	'/sign-in': everybody,
	'/sign-in/set-up/[token]': everybody,
	'/api/openapi.json': everybody,
	'/api/v1/[feed]': everybody,
	'/(staff)/quality': ['admin', 'quality'],
	'/(staff)/quality/answers': ['admin', 'quality'],
	'/(staff)/quality/set-aside': ['admin', 'quality'],
	'/(staff)/settings': ['admin', 'quality'],
	'/(staff)/settings/look': ['admin', 'quality'],
	'/(staff)/settings/questionnaire': ['admin', 'quality'],
	'/(staff)/settings/questionnaire/[key]': ['admin', 'quality'],
	'/(staff)/settings/questionnaire/preview': ['admin', 'quality'],
	'/(preview)/settings/questionnaire/phone': ['admin', 'quality'],
	'/(staff)/products': allRoles,
	'/(staff)/products/[sku]': allRoles,
	'/(staff)/sign-out': allRoles
};

export type Access = 'allowed' | 'sign in first' | 'not for this role';

export function mayOpen(route: string, role: Role | undefined): Access {
	const allowed = access[route] ?? [];
	if (allowed === everybody) return 'allowed';
	if (role === undefined) return 'sign in first';
	return allowed.includes(role) ? 'allowed' : 'not for this role';
}

/** Where a role begins. */
export function homeOf(role: Role): string {
	return role === 'product' ? '/products' : '/quality';
}
