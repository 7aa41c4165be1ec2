import { companyName } from '#lib/server/config.ts';
import { providerOf, takeText } from '#lib/server/delivery/delivery.ts';
import { runtime } from '#lib/server/runtime.ts';
import { hearSms, notGenuine } from './hear-sms.ts';

/** Somebody wrote to our number. */
export async function POST(event) {
	const hook = await hearSms(event);
	if (hook?.kind !== 'text') return notGenuine();
	const { sql, vault, queue, config, now } = runtime();
	const taking = { vault, queue, phoneCountry: config.PHONE_COUNTRY, company: companyName(config) };
	const said = await takeText(sql, { hook, ...taking }, now());
	const { type, body } = providerOf(config.SMS_URL!).reply(said);
	return new Response(body, { headers: { 'content-type': type } });
}
