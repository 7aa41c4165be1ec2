import { error } from '@sveltejs/kit';
import { companyName } from '#lib/server/config.ts';
import { canOptOut, optOut } from '#lib/server/delivery/delivery.ts';
import { runtime } from '#lib/server/runtime.ts';
import { styleSheet } from '#lib/web/survey/style-sheet.ts';

const unknownLink = {
	message: 'This link leads nowhere.',
	advice: 'Please open it from the message itself, or copy all of it.'
};

export async function load({ params, locals }) {
	const { sql, config } = runtime();
	const { tag, hash } = styleSheet();
	locals.styleHash = hash;
	if (!(await canOptOut(sql, params.link))) error(404, unknownLink);
	return { company: companyName(config), style: tag };
}

export const actions = {
	// The page's button, and one-click unsubscribe of mail programs (RFC 8058).
	default: async ({ params }) => {
		const { sql, now } = runtime();
		if (!(await optOut(sql, params.link, now()))) error(404, unknownLink);
		return { stopped: true };
	}
};
