// A real OpenID provider (oidc-provider) on loopback. Whoever signs in there is whom they say; addresses that begin with
// "unverified" are not verified.
import { once } from 'node:events';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

export interface IdentityProvider {
	issuer: string;
	stop(): Promise<void>;
}

export const oidcClient = { client_id: 'ungamed', client_secret: 'a secret between the two of them' };

export async function startIdentityProvider(callback: string): Promise<IdentityProvider> {
	const server = createServer();
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const issuer = `http://localhost:${(server.address() as { port: number }).port}`;
	const provider = new Provider(issuer, {
		clients: [{ ...oidcClient, redirect_uris: [callback] }],
		claims: { openid: ['sub'], email: ['email', 'email_verified'] },
		findAccount: (_, sub) => ({
			accountId: sub,
			claims: async () => ({ sub, email: sub.split('#')[0], email_verified: !sub.startsWith('unverified') })
		}),
		pkce: { required: () => true },
		features: { devInteractions: { enabled: true } }
	});
	server.on('request', provider.callback());
	return {
		issuer,
		stop: () =>
			new Promise((resolve) => {
				server.close(() => resolve());
				server.closeAllConnections();
			})
	};
}
