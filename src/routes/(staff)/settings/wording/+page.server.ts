import { companyName, readSender } from '#lib/server/config.ts';
import { currentWordings } from '#lib/server/delivery/delivery.ts';
import { runtime } from '#lib/server/runtime.ts';
import { knownAs } from '#lib/server/survey/survey.ts';
import { languages, type Language } from '#lib/web/languages/languages.ts';
import { waitingFor } from '../proposed-values.ts';

export async function load() {
	const { sql, config } = runtime();
	const [{ brands, version }, company, waiting] = await Promise.all([
		currentWordings(sql),
		knownAs(sql, companyName(config)),
		waitingFor('wording')
	]);
	return {
		version,
		waiting,
		sender: config.MAIL_FROM ? readSender(config.MAIL_FROM).address : null,
		brands: brands.map(({ name, locations, address, texts }) => ({
			name: name || company,
			locations,
			address: address || null,
			languages: Object.keys(texts).map((code) => languages[code as Language].name)
		}))
	};
}
