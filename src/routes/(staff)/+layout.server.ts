import { mayOpen } from '#lib/server/identity/access.ts';

const rooms = [
	{ href: '/quality', route: '/(staff)/quality', name: 'Quality' },
	{ href: '/cases', route: '/(staff)/cases', name: 'Cases' },
	{ href: '/products', route: '/(staff)/products', name: 'Products' },
	{ href: '/settings', route: '/(staff)/settings', name: 'Settings' }
];

export function load({ locals }) {
	const staff = locals.staff!;
	const links = rooms
		.filter(({ route }) => mayOpen(route, 'GET', staff.role) === 'allowed')
		.map(({ href, name }) => ({ href, name }));
	return { email: staff.email, role: staff.role, links };
}
