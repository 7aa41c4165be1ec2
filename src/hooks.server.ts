// Every request passes here: who asks, whether they may, and what every response carries.
import type { Handle, HandleServerError, RequestEvent } from '@sveltejs/kit';
import { outage } from '#lib/server/database.ts';
import { homeOf, mayOpen, methodsOf } from '#lib/server/identity/access.ts';
import { readSession, sessionCookie } from '#lib/server/identity/identity.ts';
import { admitKey, admitMetrics } from '#lib/server/admission.ts';
import { countRequest } from '#lib/server/metrics.ts';
import { isForeign } from '#lib/server/origin.ts';
import { runtime } from '#lib/server/runtime.ts';
import { languageOf, languages, preferredLanguage, wordsIn } from '#lib/web/languages/languages.ts';

export const handle: Handle = async (input) => {
	try {
		return await answer(input);
	} catch (error) {
		// Before the page was reached: who asks could not be looked up.
		const { event } = input;
		const said = failure(error, event);
		return finished(refusal(outage(error) ? 503 : 500, said.message, said.advice), event);
	}
};

const answer: Handle = async ({ event, resolve }) => {
	const { config } = runtime();
	const route = event.route.id;
	const { method, headers } = event.request;
	event.locals.styleHashes = [];
	event.locals.staff = event.locals.pending = null;
	if (isForeign({ method, origin: headers.get('origin'), route, ownOrigin: config.ORIGIN }))
		return finished(
			new Response('This form was sent from another site and is refused.', { status: 403 }),
			event
		);

	chooseLanguage(event);
	if (isForStaff(route) || isForEither(event)) await recogniseStaff(event);
	const refused = route === null ? undefined : await enforceAccess(event, route);
	if (refused) return finished(refused, event);
	// A page for customers has one form; other names are made up.
	if (isForCustomers(route) && [...event.url.searchParams.keys()].some((name) => name.startsWith('/')))
		return finished(refusal(404, wordsIn(event.locals.language).problems.nothing), event);

	const response = await resolve(event, { transformPageChunk: ({ html }) => finish(html, event) });
	for (const [name, value] of Object.entries(event.locals.limits ?? {})) response.headers.set(name, value);
	return finished(response, event);
};

function finished(response: Response, event: RequestEvent): Response {
	protect(response, event);
	countRequest(event.route.id, event.request.method, response.status);
	return response;
}

/** Where it matters who is signed in. */
const isForStaff = (route: string | null) =>
	route !== null &&
	(route.startsWith('/(staff)') || isPreview(route) || route.startsWith('/sign-') || route === '/');

/** What programs read with a key, people may read signed in; never by a form of another site, since nothing is written. */
const isForEither = ({ route, request }: RequestEvent) =>
	(route.id?.startsWith('/api/') ?? false) &&
	/^(GET|HEAD)$/.test(request.method) &&
	!request.headers.has('authorization');

/** Pages for customers: no script, as few bytes as there can be, in their language. */
const isForCustomers = (route: string | null) => /^\/\((customer|preview)\)\//.test(route ?? '');
/** The editor shows a customer's page inside its own. */
const isPreview = (route: string | null) => route?.startsWith('/(preview)/') ?? false;

/** Until a page knows better. The desk speaks English. */
function chooseLanguage({ locals, route, url, request }: RequestEvent) {
	const isDesk = route.id !== null && !isForCustomers(route.id);
	locals.chosenLanguage = isDesk ? undefined : languageOf(url.searchParams.get('language'));
	const accepted = isDesk ? undefined : preferredLanguage(request.headers.get('accept-language'));
	locals.language = locals.chosenLanguage ?? accepted ?? 'en';
}

function finish(html: string, { route, locals }: RequestEvent) {
	const { language } = locals;
	const { direction } = languages[language];
	const page = html.replace('%ungamed.lang%', language).replace('%ungamed.dir%', direction);
	// Marks for a script that never comes. What people typed is escaped, so every "<!--" is one.
	return isForCustomers(route.id) ? page.replace(/<!--.*?-->/g, '').replace(/>\s+</g, '><') : page;
}

async function recogniseStaff(event: RequestEvent) {
	const id = event.cookies.get(sessionCookie);
	if (!id) return;
	const { sql, config, now } = runtime();
	const asking = await readSession(sql, { id, secure: config.ORIGIN.startsWith('https:') }, now());
	if (asking?.standing === 'full') event.locals.staff = asking.user;
	else if (asking) event.locals.pending = asking;
}

/** Lets pass whom the list names; the response for programs that may not, an error page for people. */
async function enforceAccess(event: RequestEvent, route: string): Promise<Response | undefined> {
	const { request, url, locals } = event;
	const role = locals.staff?.role;
	const access = mayOpen(route, request.method, role);
	if (access === 'allowed') return undefined;
	if (access === 'metrics token') return admitMetrics(runtime(), request.headers.get('authorization'));
	if (typeof access === 'object') {
		const { refused, headers } = await admitKey(
			runtime(),
			request.headers.get('authorization'),
			access.scope
		);
		locals.limits = headers;
		return refused;
	}
	if (access === 'no such method')
		return new Response('This address does not do that.\n', {
			status: 405,
			headers: { allow: methodsOf(route) }
		});
	if (access === 'not for this role')
		return refusal(403, 'This page is not part of your role.', `Your pages begin at ${homeOf(role!)}.`);
	if (request.method !== 'GET' && request.method !== 'HEAD') return refusal(401, 'Please sign in first.');
	const location = `${entrance(locals)}?next=${encodeURIComponent(url.pathname + url.search)}`;
	return new Response(null, { status: 303, headers: { location } });
}

/** A page of its own: what is refused here reaches no route. The words are ours. */
function refusal(status: number, title: string, advice = ''): Response {
	const html = `<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark"><title>${title}</title><main><h1>${title}</h1><p>${advice}</p></main>`;
	return new Response(html, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });
}

/** Where somebody goes who is not signed in, or only by half. */
function entrance({ pending }: App.Locals): string {
	if (!pending) return '/sign-in';
	return pending.standing === 'code needed' ? '/sign-in/code' : '/sign-in/second-factor';
}

function protect(response: Response, event: RequestEvent) {
	const { headers } = response;
	headers.set('x-content-type-options', 'nosniff');
	headers.set('referrer-policy', 'same-origin');
	headers.set('x-robots-tag', 'noindex, nofollow');
	headers.set('cross-origin-opener-policy', 'same-origin');
	headers.set('permissions-policy', 'camera=(), geolocation=(), microphone=()');
	if (runtime().config.ORIGIN.startsWith('https:'))
		headers.set('strict-transport-security', 'max-age=31536000');
	if (!headers.has('cache-control')) headers.set('cache-control', 'no-store');
	if (isForCustomers(event.route.id)) {
		// The style sheets are known by their hashes.
		const style = event.locals.styleHashes.map((hash) => `'sha256-${hash}'`).join(' ') || `'none'`;
		headers.set(
			'content-security-policy',
			`default-src 'none'; style-src ${style}; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors ${isPreview(event.route.id) ? `'self'` : `'none'`}`
		);
		headers.delete('link');
	} else if (!headers.has('content-security-policy')) {
		headers.set('content-security-policy', "default-src 'none'; base-uri 'none'; frame-ancestors 'none'");
	}
}

/** What is said of a failure of ours, in the language of the page; the log hears more. */
function failure(error: unknown, { locals, route }: Pick<RequestEvent, 'locals' | 'route'>) {
	// Said in any case: what fails here takes the whole process with it.
	const language = locals.language ?? 'en';
	const { problems } = wordsIn(language);
	const cause = outage(error);
	// The route's name, never the address: an address may hold a link.
	runtime().log.error({ error, route: route.id, cause }, 'request failed');
	if (cause) return { message: problems.outage, advice: problems.outageAdvice, language };
	return { message: problems.failure, advice: problems.failureAdvice, language };
}

export const handleError: HandleServerError = ({ error, event, status }) => {
	const language = event.locals.language ?? 'en';
	const { problems } = wordsIn(language);
	if (status === 404) return { message: problems.nothing, language };
	// What was asked wrongly is the asker's news, not the log's.
	if (status < 500) return { message: problems.unreadable, advice: problems.unreadableAdvice, language };
	return failure(error, event);
};
