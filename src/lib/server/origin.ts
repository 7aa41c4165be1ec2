// Refuses forms that other sites post in a visitor's name (cross-site request forgery). Kit's own check
// cannot make exceptions and is off during development, so the rule stands here, whole.
//
// A browser always sends Origin with a cross-site POST. Machines (feeds with a key, mail programs with
// one-click unsubscribe, providers of SMS) send none and carry no cookie that could be misused; those routes are listed.

export interface PostedRequest {
	method: string;
	/** Header Origin. */
	origin: string | null;
	/** Kit's name of the route. */
	route: string | null;
	ownOrigin: string;
}

/** Called by programs that send no Origin: they authenticate by key, by signature or by the link itself. */
const fromMachines = new Set([
	'/api/v1/[feed]',
	'/api/v1/answers',
	'/api/v1/mail',
	'/(customer)/u/[link]',
	'/incoming/sms',
	'/incoming/sms/[reference]'
]);

export function isForeign({ method, origin, route, ownOrigin }: PostedRequest): boolean {
	if (['GET', 'HEAD', 'OPTIONS'].includes(method)) return false;
	if (origin === null) return !fromMachines.has(route ?? '');
	return origin !== ownOrigin && !bothLocal(origin, ownOrigin);
}

/** On one's own machine localhost, 127.0.0.1 and [::1] are the same place. */
function bothLocal(one: string, other: string): boolean {
	const local = /^(https?):\/\/(?:localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/;
	const [, protocol, port] = local.exec(one) ?? [];
	const [, otherProtocol, otherPort] = local.exec(other) ?? [];
	return protocol !== undefined && protocol === otherProtocol && port === otherPort;
}
