import { error, fail } from '@sveltejs/kit';
import { companyName, readSender } from '#lib/server/config.ts';
import { currentWordings, makeSpecimen, readBrand, type Brand } from '#lib/server/delivery/delivery.ts';
import { propose } from '#lib/server/integrity/integrity.ts';
import { runtime } from '#lib/server/runtime.ts';
import { currentQuestionnaire, knownAs } from '#lib/server/survey/survey.ts';
import { allLanguages, languageOf, languages } from '#lib/web/languages/languages.ts';
import { postedForm } from '../../../../posted-form.ts';

export async function load({ params, locals }) {
	const { sql, config } = runtime();
	const at = placeOf(params.brand);
	const [{ version, brands }, { languages: asked }] = await Promise.all([
		currentWordings(sql),
		currentQuestionnaire(sql)
	]);
	if (at !== undefined && !brands[at]) error(404, { message: 'There is no such brand.' });
	return {
		version,
		brand: at === undefined ? null : brands[at]!,
		company: await companyOf(),
		sender: config.MAIL_FROM ? readSender(config.MAIL_FROM).address : null,
		hasMail: config.MAIL_URL !== undefined,
		to: locals.staff!.email,
		languages: allLanguages.map((code) => ({
			code,
			name: languages[code].name,
			isAsked: asked.includes(code)
		}))
	};
}

type Event = { request: Request; locals: App.Locals; params: { brand: string } };

/** What was typed comes back with whatever becomes of it. */
async function readEvent({ request }: Event) {
	const form = await postedForm(request);
	const typed = Object.fromEntries([...form].map(([name, value]) => [name, String(value)]));
	const language = languageOf(typed.language) ?? 'en';
	return { typed, language, ...readBrand(form) };
}

const companyOf = async () => {
	const { sql, config } = runtime();
	return knownAs(sql, companyName(config));
};

export const actions = {
	show: async (event) => {
		const { typed, language, brand, mistakes } = await readEvent(event);
		if (!brand) return fail(400, { typed, mistakes });
		const { config, vault, now } = runtime();
		const making = { brand, language, company: await companyOf(), origin: config.ORIGIN, vault };
		const { mail, sms } = makeSpecimen(making, now());
		const { subject, html, text, sender } = mail;
		return { typed, shown: { language, subject, html, text, sender: sender!, sms } };
	},

	/** To whoever is signed in, and nobody else. */
	test: async (event) => {
		const { typed, language, brand, mistakes } = await readEvent(event);
		if (!brand) return fail(400, { typed, mistakes });
		const { sql, queue } = runtime();
		await queue.enqueue(sql, 'specimen', [{ data: { staff: event.locals.staff!.id, brand, language } }]);
		return { typed, sent: true };
	},

	propose: async (event) => {
		const { typed, brand, mistakes } = await readEvent(event);
		if (!brand) return fail(400, { typed, mistakes });
		return proposeBrand(event, typed, brand);
	},

	remove: async (event) => proposeBrand(event, (await readEvent(event)).typed, undefined)
};

async function proposeBrand({ params, locals }: Event, typed: Record<string, string>, to: Brand | undefined) {
	const { sql, now } = runtime();
	const at = placeOf(params.brand);
	if (at !== undefined && Number(typed.version) !== (await currentWordings(sql)).version)
		return fail(409, { typed, refused: 'Other words have been put in force meanwhile. Look at them first.' });
	const change = { change: 'wording' as const, at, to, reason: typed.reason ?? '', staff: locals.staff!.id };
	const proposed = await propose(sql, change, now());
	return 'refused' in proposed ? fail(400, { typed, refused: proposed.refused }) : { typed, proposed: true };
}

/** Its place in the list; undefined for one to be added. */
function placeOf(brand: string): number | undefined {
	if (brand === 'new') return undefined;
	if (!/^[1-9]\d?$/.test(brand)) error(404, { message: 'There is no such brand.' });
	return Number(brand) - 1;
}
