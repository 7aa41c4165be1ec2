// Programs at the door: API keys with their scopes and limits, and whoever collects metrics.
import { createHash, timingSafeEqual } from 'node:crypto';
import { outage } from './database.ts';
import { checkKey, perMinute, type KeyCheck, type Scope } from './identity/identity.ts';
import type { Runtime } from './runtime.ts';

const refusals: Record<Exclude<KeyCheck['state'], 'ok'>, [number, string]> = {
	missing: [401, 'a key is needed: send the header "Authorization: Bearer <key>"'],
	unknown: [401, 'this key is unknown or revoked'],
	expired: [401, 'this key has expired'],
	'wrong scope': [403, 'this key lacks the scope'],
	'too many': [
		429,
		`more than ${perMinute} requests in a minute; wait as long as the header Retry-After says`
	]
};

export interface Admitted {
	refused?: Response;
	headers: Record<string, string>;
}

/** Lets a key of this scope pass. Headers as in draft-ietf-httpapi-ratelimit-headers. */
export async function admitKey(
	{ sql, vault, now, log }: Pick<Runtime, 'sql' | 'vault' | 'now' | 'log'>,
	authorization: string | null,
	scope: Scope
): Promise<Admitted> {
	try {
		const check = await checkKey(sql, { authorization, scope, vault }, now());
		const headers: Record<string, string> = {};
		if ('taken' in check) {
			headers['ratelimit-policy'] = `"minute";q=${perMinute};w=60`;
			headers['ratelimit'] = `"minute";r=${check.taken.remaining};t=${check.taken.wait}`;
			if (check.state === 'too many') headers['retry-after'] = `${check.taken.wait}`;
		}
		if (check.state === 'ok') return { headers };
		const [status, message] = refusals[check.state];
		const error = check.state === 'wrong scope' ? `${message} "${scope}"` : message;
		if (status === 401) headers['www-authenticate'] = 'Bearer';
		return { headers, refused: Response.json({ error }, { status, headers }) };
	} catch (error) {
		const cause = outage(error);
		log.error({ error, cause }, 'a key could not be checked');
		const message = cause
			? 'the database is away; nothing was stored, send it again'
			: 'something went wrong on our side; nothing was stored';
		return { headers: {}, refused: Response.json({ error: message }, { status: cause ? 503 : 500 }) };
	}
}

const digest = (text: string) => createHash('sha256').update(text).digest();

export function admitMetrics(
	{ config }: Pick<Runtime, 'config'>,
	authorization: string | null
): Response | undefined {
	const token = config.METRICS_TOKEN;
	if (token && timingSafeEqual(digest(authorization ?? ''), digest(`Bearer ${token}`))) return undefined;
	const status = token ? 401 : 404;
	return new Response('Metrics are read with "Authorization: Bearer <METRICS_TOKEN>".\n', { status });
}
