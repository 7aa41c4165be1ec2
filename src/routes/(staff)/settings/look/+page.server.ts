import { fail } from '@sveltejs/kit';
import { companyName } from '#lib/server/config.ts';
import { runtime } from '#lib/server/runtime.ts';
import { changeLook, currentLook, readLogo } from '#lib/server/survey/survey.ts';
import { postedForm } from '../../../posted-form.ts';

export async function load() {
	const { sql, config } = runtime();
	const { name, colour, logo } = await currentLook(sql);
	const picture = logo && `data:${logo.type};base64,${logo.bytes.toString('base64')}`;
	return { name, colour, logo: picture, otherwise: companyName(config) };
}

export const actions = {
	default: async ({ request, locals }) => {
		const { sql, now } = runtime();
		const form = await postedForm(request);
		const [name, colour] = ['name', 'colour'].map((field) => String(form.get(field) ?? ''));
		const file = form.get('logo');
		const uploaded =
			file instanceof File && file.size > 0 ? readLogo(Buffer.from(await file.arrayBuffer())) : undefined;
		if (uploaded && 'mistake' in uploaded)
			return fail(400, { name, colour, mistakes: { logo: uploaded.mistake } });
		const logo = form.has('without_logo') ? null : uploaded;
		const changed = await changeLook(sql, { name: name!, colour: colour!, logo }, locals.staff!.id, now());
		if (changed !== 'changed') return fail(400, { name, colour, ...changed });
		return { changed: true };
	}
};
