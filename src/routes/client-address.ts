import type { RequestEvent } from '@sveltejs/kit';

/** Where a request comes from; what comes past the proxy, without the header it sets, counts as one place. */
export function clientAddress({ getClientAddress }: Pick<RequestEvent, 'getClientAddress'>): string {
	try {
		return getClientAddress();
	} catch {
		return 'unknown';
	}
}
