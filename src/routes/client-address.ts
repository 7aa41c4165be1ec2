import type { RequestEvent } from '@sveltejs/kit';

/** Where a request comes from; what comes past the proxy, without the header it sets, counts as one place. */
export function clientAddress({ getClientAddress }: Pick<RequestEvent, 'getClientAddress'>): string {
	try {
		return getClientAddress();
	} catch {
		return 'unknown';
	}
}

/** Where a request comes from, as far as it tells. */
export function senderOf(event: Pick<RequestEvent, 'getClientAddress' | 'request'>) {
	const { headers } = event.request;
	const agent = `${headers.get('user-agent') ?? ''}\n${headers.get('accept-language') ?? ''}`.slice(0, 1000);
	return { address: clientAddress(event), agent };
}
