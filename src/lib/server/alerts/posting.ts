// Posts to an address somebody entered. It must not become a way into our own network: only https, and no private address, whatever a
// name resolves to at that moment – unless the operator says that hooks are to stay inside.
import { lookup as resolve } from 'node:dns';
import { request as requestPlain } from 'node:http';
import { request, type RequestOptions } from 'node:https';
import { BlockList, isIP, type LookupFunction } from 'node:net';

export interface Posting {
	url: string;
	body: string;
	headers: Record<string, string>;
	/** Whether private networks may be posted to, and without encryption. */
	mayBePrivate: boolean;
}

export type Posted = { status: number } | { status: null; detail: string };

const patience = 10_000;

// One list for each family: a list of both takes every IPv4 address for one of ::/3.
const insideIPv4 = new BlockList();
const insideIPv6 = new BlockList();
for (const [network, prefix] of [
	['0.0.0.0', 8],
	['10.0.0.0', 8],
	['100.64.0.0', 10],
	['127.0.0.0', 8],
	['169.254.0.0', 16],
	['172.16.0.0', 12],
	['192.0.0.0', 24],
	['192.168.0.0', 16],
	['198.18.0.0', 15],
	['224.0.0.0', 3]
] as const)
	insideIPv4.addSubnet(network, prefix, 'ipv4');
// Of IPv6 only what is assigned to the public (2000::/3) lies outside; not tunnels, which end at an IPv4 address of any kind.
for (const [network, prefix] of [
	['::', 3],
	['2001::', 32],
	['2002::', 16],
	['4000::', 2],
	['8000::', 1]
] as const)
	insideIPv6.addSubnet(network, prefix, 'ipv6');

export function isInside(address: string): boolean {
	if (isIP(address) === 4) return insideIPv4.check(address, 'ipv4');
	return isIP(address) === 0 || insideIPv6.check(address, 'ipv6');
}

/** Why an address cannot be a hook's; undefined where it can. Whatever its name resolves to is looked at when it is posted to. */
export function refuseUrl(text: string, mayBePrivate: boolean): string | undefined {
	if (!URL.canParse(text) || text.length > 1000)
		return 'This is no address such as https://example.com/hook.';
	const { protocol, hostname, username } = new URL(text);
	if (username) return 'The address must not hold a user.';
	if (protocol !== 'https:' && !(mayBePrivate && protocol === 'http:'))
		return 'The address must begin with https://.';
	const bare = hostname.replace(/^\[|\]$/g, '');
	if (!mayBePrivate && (bare === 'localhost' || (isIP(bare) > 0 && isInside(bare))))
		return 'The address lies inside a private network.';
	return undefined;
}

/** Resolves like any other, and refuses what lies inside: at the moment of connecting, so that no answer can change in between. */
const guarded: LookupFunction = (hostname, options, done) =>
	resolve(hostname, { ...options, all: true }, (error, addresses) => {
		if (error) return done(error, '', 4);
		const outside = addresses.filter(({ address }) => !isInside(address));
		if (outside.length === 0) return done(Object.assign(new Error('inside'), { code: 'EINSIDE' }), '', 4);
		if ('all' in options && options.all) return done(null, outside as never);
		done(null, outside[0]!.address, outside[0]!.family);
	});

/** What came back; of its body nothing is read, and nothing is followed. */
export function postTo({ url, body, headers, mayBePrivate }: Posting): Promise<Posted> {
	const refused = refuseUrl(url, mayBePrivate);
	if (refused) return Promise.resolve({ status: null, detail: refused });
	const options: RequestOptions = {
		method: 'POST',
		headers: { ...headers, 'content-length': Buffer.byteLength(body) },
		lookup: mayBePrivate ? undefined : guarded,
		signal: AbortSignal.timeout(patience)
	};
	return new Promise((done) => {
		const open = url.startsWith('https:') ? request : requestPlain;
		const sent = open(url, options, (response) => {
			done({ status: response.statusCode! });
			response.destroy();
		});
		sent.on('error', (error: NodeJS.ErrnoException) =>
			done({
				status: null,
				detail:
					error.name === 'TimeoutError' || error.name === 'AbortError'
						? 'no answer in time'
						: (error.code ?? error.name)
			})
		);
		sent.end(body);
	});
}
