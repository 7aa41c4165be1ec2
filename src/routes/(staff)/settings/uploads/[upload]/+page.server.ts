import { error, fail, redirect } from '@sveltejs/kit';
import { csvShape, type FeedName } from '#lib/server/feeds.ts';
import {
	findUpload,
	guessMapping,
	listErrors,
	previewUpload,
	runUpload,
	type Mapping
} from '#lib/server/uploads.ts';
import { runtime } from '#lib/server/runtime.ts';
import { postedForm } from '../../../../posted-form.ts';

const idOf = (params: { upload: string }) => (/^\d{1,15}$/.test(params.upload) ? Number(params.upload) : 0);
const shownErrors = 20;

export async function load({ params, url }) {
	const { sql, vault } = runtime();
	const upload = await findUpload(sql, idOf(params));
	if (!upload) error(404, { message: 'There is no such upload.' });
	const feed = upload.feed as FeedName;
	const chosen = mappingIn(url.searchParams, upload.columns);
	const mapping =
		Object.keys(chosen).length > 0 ? chosen : (upload.mapping ?? guessMapping(feed, upload.columns));
	const isHere = upload.forgottenAt === null;
	const [preview, errors] = await Promise.all([
		isHere && !upload.startedAt ? previewUpload(sql, { upload, mapping, vault }) : null,
		listErrors(sql, upload.id, shownErrors)
	]);
	return { upload, mapping, preview, errors, fields: csvShape(feed), isHere };
}

/** "column-3=sku": the third column of the file. */
function mappingIn(form: { get(name: string): unknown }, columns: string[]): Mapping {
	const pairs = columns.flatMap((column, at) => {
		const field = form.get(`column-${at}`);
		return typeof field === 'string' && field !== '' ? [[column, field]] : [];
	});
	return Object.fromEntries(pairs);
}

export const actions = {
	default: async ({ request, locals, params }) => {
		const { sql, queue, now } = runtime();
		const id = idOf(params);
		const upload = await findUpload(sql, id);
		if (!upload) error(404, { message: 'There is no such upload.' });
		const mapping = mappingIn(await postedForm(request), upload.columns);
		const asked = await runUpload(sql, { id, mapping, staff: locals.staff!.id, queue }, now());
		if (asked !== 'asked') return fail(400, { refused: asked.refused });
		redirect(303, `/settings/uploads/${id}`);
	}
};
