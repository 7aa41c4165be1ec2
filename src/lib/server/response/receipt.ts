// Receipts: what a customer keeps to ask later whether the answer is counted and unchanged.

const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** From 12 random bytes, sixty bits in a form that can be read out on the phone: no I, L, O or U. */
export function receiptFrom(random: Uint8Array): string {
	const characters = [...random.subarray(0, 12)].map((byte) => letters[byte & 31]);
	return [characters.slice(0, 4), characters.slice(4, 8), characters.slice(8)]
		.map((group) => group.join(''))
		.join('-');
}
