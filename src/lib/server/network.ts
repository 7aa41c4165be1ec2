// Places on the network, as far as anything is ever counted by them.

/** What counts as one place on the network: an IPv4 address, or the half of an IPv6 address a household gets. */
export function networkOf(address: string): string {
	const four = /(?:^|:)(\d{1,3}(?:\.\d{1,3}){3})$/.exec(address)?.[1];
	if (four) return four;
	const [head = '', tail] = address.split('::');
	const groups = head.split(':').filter(Boolean);
	const after = tail === undefined ? [] : tail.split(':').filter(Boolean);
	const filled = [
		...groups,
		...Array<string>(Math.max(0, 8 - groups.length - after.length)).fill('0'),
		...after
	];
	return filled.slice(0, 4).join(':');
}

/** The block of addresses around it, as they are handed to one company or line: 256 of IPv4, a site's of IPv6. */
export function spaceOf(address: string): string {
	const network = networkOf(address);
	return network
		.split(network.includes('.') ? '.' : ':')
		.slice(0, 3)
		.join('.');
}
