import { redirect } from '@sveltejs/kit';
import { homeOf } from '#lib/server/identity/access.ts';

export function load({ locals }) {
	redirect(303, locals.staff ? homeOf(locals.staff.role) : '/sign-in');
}
