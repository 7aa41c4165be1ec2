// What a provider of SMS posts: read only if it is the provider who signed it.
import { bufferOf, TooLarge } from '#lib/server/body.ts';
import { providerOf } from '#lib/server/delivery/delivery.ts';
import { runtime } from '#lib/server/runtime.ts';

const most = 64 * 1024;

/** Undefined where no provider is configured, or it is not from them. */
export async function hearSms({ request, url }: { request: Request; url: URL }) {
	const { config } = runtime();
	if (!config.SMS_URL) return undefined;
	try {
		const form = new URLSearchParams((await bufferOf(request, most)).toString('utf8'));
		// The public address, as the provider called it, not as a proxy passed it on.
		const called = config.ORIGIN + url.pathname + url.search;
		const signature = request.headers.get('x-twilio-signature');
		return await providerOf(config.SMS_URL).hear(config.SMS_URL, { url: called, signature, form });
	} catch (error) {
		if (error instanceof TooLarge) return undefined;
		throw error;
	}
}

export const notGenuine = () => new Response('This is not signed by the provider.\n', { status: 400 });
