// Every request passes here: who asks, whether they may, and what every response carries.
import { error, redirect, type Handle, type HandleServerError, type RequestEvent } from '@sveltejs/kit';
import { outage } from '#lib/server/database.ts';
import { homeOf, mayOpen } from '#lib/server/identity/access.ts';
import { createSessions, sessionCookie } from '#lib/server/identity/identity.ts';
import { isForeign } from '#lib/server/origin.ts';
import { runtime } from '#lib/server/runtime.ts';
import { languageOf, languages, preferredLanguage, wordsIn } from '#lib/web/languages/languages.ts';

export const handle: Handle = async ({ event, resolve }) => {
	const { config } = runtime();
	const route = event.route.id;
	const { method, headers } = event.request;
	if (isForeign({ method, origin: headers.get('origin'), route, ownOrigin: config.ORIGIN }))
		return new Response('This form was sent from another site and is refused.', { status: 403 });

	event.locals.styleHashes = [];
	chooseLanguage(event);
	event.locals.staff =
		route?.startsWith('/(staff)') || isPreview(route) || route === '/' || route === '/sign-in'
			? await whoAsks(event)
			: null;
	if (route !== null) enforceAccess(event, route);
	// A page for customers has one form; other names are made up.
	if (isForCustomers(route) && [...event.url.searchParams.keys()].some((name) => name.startsWith('/')))
		error(404, { message: wordsIn(event.locals.language).problems.nothing, language: event.locals.language });

	const response = await resolve(event, { transformPageChunk: ({ html }) => finish(html, event) });
	protect(response, event);
	return response;
};

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

async function whoAsks(event: RequestEvent) {
	const sessionId = event.cookies.get(sessionCookie);
	if (!sessionId) return null;
	const { sql, config } = runtime();
	const sessions = createSessions(sql, { secure: config.ORIGIN.startsWith('https:') });
	const { user } = await sessions.validateSession(sessionId);
	return user;
}

function enforceAccess(event: RequestEvent, route: string) {
	const role = event.locals.staff?.role;
	const access = mayOpen(route, role);
	if (access === 'sign in first') {
		if (event.request.method !== 'GET') error(401, { message: 'Please sign in first.' });
		redirect(303, `/sign-in?next=${encodeURIComponent(event.url.pathname + event.url.search)}`);
	}
	if (access === 'not for this role')
		error(403, {
			message: 'This page is not part of your role.',
			advice: `Your pages begin at ${homeOf(role!)}.`
		});
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
	}
}

export const handleError: HandleServerError = ({ error, event, status }) => {
	// Said in any case: what fails here takes the whole process with it.
	const language = event.locals.language ?? 'en';
	const { problems } = wordsIn(language);
	if (status === 404) return { message: problems.nothing, language };
	// What was asked wrongly is the asker's news, not the log's.
	if (status < 500) return { message: problems.unreadable, advice: problems.unreadableAdvice, language };
	const cause = outage(error);
	// The route's name, never the address: an address may hold a link.
	runtime().log.error({ error, route: event.route.id, cause }, 'request failed');
	if (cause) return { message: problems.outage, advice: problems.outageAdvice, language };
	return {
		message: problems.failure,
		advice: problems.failureAdvice,
		language
	};
};
