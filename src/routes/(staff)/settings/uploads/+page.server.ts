import { fail, redirect } from '@sveltejs/kit';
import { csvShape, feedNames } from '#lib/server/feeds.ts';
import { keepUpload, listUploads, mostBytes } from '#lib/server/uploads.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../../posted-form.ts';

export async function load() {
	const feeds = feedNames.map((name) => ({ name, ...csvShape(name) }));
	return { uploads: await listUploads(runtime().sql), feeds };
}

const aroundTheFile = 64 * 1024;

export const actions = {
	default: async ({ request, locals }) => {
		const { sql, vault, now } = runtime();
		const form = await postedForm(request, mostBytes + aroundTheFile);
		const [feed, file] = [String(form.get('feed') ?? ''), form.get('file')];
		if (!(file instanceof File)) return fail(400, { refused: 'Choose a file.', feed });
		const content = Buffer.from(await file.arrayBuffer());
		const kept = await keepUpload(
			sql,
			{ feed, file: file.name, content, staff: locals.staff!.id, vault },
			now()
		);
		if ('refused' in kept) return fail(400, { refused: kept.refused, feed });
		redirect(303, `/settings/uploads/${kept.id}`);
	}
};
