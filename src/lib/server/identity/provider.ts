// Signing in through the company's own identity provider (OpenID Connect, authorization code with PKCE). Who may come in
// is still decided here: only staff who were invited, known from then on by what the provider calls them.
import * as client from 'openid-client';
import { z } from 'zod';
import type { Sql } from '../database.ts';
import { recordAction } from '../ledger/ledger.ts';
import type { Vault } from '../vault.ts';

export interface Provider {
	issuer: string;
	clientId: string;
	clientSecret: string;
	/** Where the provider sends the browser back to. */
	callback: string;
}

/** Asked once; a failure is asked again. */
const known = new Map<string, Promise<client.Configuration>>();

function discover({ issuer, clientId, clientSecret }: Provider): Promise<client.Configuration> {
	const isLocal = issuer.startsWith('http:');
	const name = `${issuer} ${clientId}`;
	const asked =
		known.get(name) ??
		client.discovery(new URL(issuer), clientId, clientSecret, undefined, {
			timeout: 10,
			execute: isLocal ? [client.allowInsecureRequests] : []
		});
	known.set(name, asked);
	asked.catch(() => known.delete(name));
	return asked;
}

const visit = z.object({
	state: z.string(),
	nonce: z.string(),
	verifier: z.string(),
	next: z.string(),
	at: z.number()
});

/** Where to send the browser, and what to remember meanwhile, sealed. */
export async function leaveForProvider(
	provider: Provider,
	{ next, vault }: { next: string; vault: Vault },
	now: Date
): Promise<{ address: string; remember: string }> {
	const config = await discover(provider);
	const [state, nonce, verifier] = [
		client.randomState(),
		client.randomNonce(),
		client.randomPKCECodeVerifier()
	];
	const address = client.buildAuthorizationUrl(config, {
		redirect_uri: provider.callback,
		scope: 'openid email',
		state,
		nonce,
		code_challenge: await client.calculatePKCECodeChallenge(verifier),
		code_challenge_method: 'S256'
	});
	const remember = vault.seal(JSON.stringify({ state, nonce, verifier, next, at: now.getTime() }));
	return { address: address.href, remember: remember.toString('base64url') };
}

export interface ProviderClaims {
	issuer: string;
	subject: string;
	email: string | null;
	emailVerified: boolean;
	/** The provider says that it asked for more than a password. */
	secondFactor: boolean;
}

const tenMinutes = 600_000;

/** What the provider says of who came back; why not, for anything it did not say to us, now, about this visit. */
export async function returnFromProvider(
	provider: Provider,
	{ search, remembered, vault }: { search: string; remembered: string; vault: Vault },
	now: Date
): Promise<{ claims: ProviderClaims; next: string } | { failed: string }> {
	const began = readVisit(vault, remembered);
	if (!began) return { failed: 'not begun here' };
	if (now.getTime() - began.at > tenMinutes) return { failed: 'took too long' };
	try {
		const config = await discover(provider);
		const tokens = await client.authorizationCodeGrant(config, new URL(provider.callback + search), {
			expectedState: began.state,
			expectedNonce: began.nonce,
			pkceCodeVerifier: began.verifier,
			idTokenExpected: true
		});
		const told = tokens.claims()!;
		// Many providers tell the address only when asked for it.
		const asked = told.email === undefined && config.serverMetadata().userinfo_endpoint;
		const claims = asked
			? { ...(await client.fetchUserInfo(config, tokens.access_token, told.sub)), ...told }
			: told;
		const amr = Array.isArray(claims.amr) ? claims.amr : [];
		return {
			next: began.next,
			claims: {
				issuer: claims.iss,
				subject: claims.sub,
				email: typeof claims.email === 'string' ? claims.email : null,
				emailVerified: claims.email_verified === true,
				secondFactor: amr.includes('mfa')
			}
		};
	} catch (error) {
		// Refused there, made up, or set up wrongly: the code says which, the message may hold what was sent.
		const code = error instanceof Error && 'code' in error ? String(error.code) : undefined;
		const refusal = error instanceof Error && 'error' in error ? String(error.error) : undefined;
		if (error instanceof TypeError || code || refusal) return { failed: refusal ?? code ?? 'no connection' };
		throw error;
	}
}

function readVisit(vault: Vault, remembered: string) {
	try {
		return visit.parse(JSON.parse(vault.open(Buffer.from(remembered, 'base64url'))));
	} catch {
		return undefined;
	}
}

/** The member of staff the provider vouches for; by address only the first time, and only where it is verified. */
export async function findByProvider(
	sql: Sql,
	claims: ProviderClaims,
	now: Date
): Promise<number | undefined> {
	const { issuer, subject, email, emailVerified } = claims;
	const [known] = await sql<{ id: number }[]>`
		select id::int from staff where issuer = ${issuer} and subject = ${subject} and ended_at is null`;
	if (known) return known.id;
	if (!email || !emailVerified) return undefined;
	const [bound] = await sql<{ id: number }[]>`
		update staff set issuer = ${issuer}, subject = ${subject}, joined_at = coalesce(joined_at, ${now})
		where lower(email) = lower(${email}) and issuer is null and ended_at is null
			and not exists (select from staff other where other.issuer = ${issuer} and other.subject = ${subject})
		returning id::int`;
	if (!bound) return undefined;
	await recordAction(sql, { staff: bound.id, action: 'provider_bound', subject: `staff ${bound.id}` }, now);
	return bound.id;
}
